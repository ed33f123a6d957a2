package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the comparison of one user came to. For one thread at a time. */
final class Checked {

  /** More than these are not mended one by one. */
  private static final int MOST_TO_MEND = 1_000;

  private final String user;
  private final int most;
  private final Totals totals = new Totals();
  private final List<Difference> differences = new ArrayList<>();
  private final List<SetAside> setAside = new ArrayList<>();
  private final List<Address> lacking = new ArrayList<>();
  private final List<Change.Deleted> deletionsLacking = new ArrayList<>();
  private long differing;
  private long revision;
  private boolean mendable = true;

  Checked(String user, int most) {
    this.user = user;
    this.most = most;
  }

  /** One end has the user and the other lacks it. */
  static Checked alone(String user, Difference.Kind kind) {
    Checked checked = new Checked(user, 1);
    checked.mendable = false;
    String end = kind == Difference.Kind.MISSING ? "target" : "source";
    checked.differ(kind, null, "the " + end + " has no such user");
    return checked;
  }

  /** Nothing of the user can be moved. */
  static Checked leftAside(SetAside record) {
    Checked checked = new Checked(record.user(), 0);
    checked.setAside(record);
    return checked;
  }

  /** Nobody has it any more. */
  static Checked gone(String user) {
    return new Checked(user, 0);
  }

  String user() {
    return user;
  }

  Totals totals() {
    return totals;
  }

  List<Difference> differences() {
    return differences;
  }

  List<SetAside> setAside() {
    return setAside;
  }

  long differing() {
    return differing;
  }

  long revision() {
    return revision;
  }

  boolean isSame() {
    return differing == 0;
  }

  /** Whether the target only lacks what {@link #lacking} and {@link #deletionsLacking} name. */
  boolean isMendable() {
    return mendable && lacking.size() + deletionsLacking.size() <= MOST_TO_MEND;
  }

  List<Address> lacking() {
    return lacking;
  }

  List<Change.Deleted> deletionsLacking() {
    return deletionsLacking;
  }

  void revision(long ofSource) {
    revision = ofSource;
  }

  void setAside(SetAside record) {
    setAside.add(record);
  }

  /** A record may be known for another reason already, which is enough. */
  void setAsideOnce(SetAside record) {
    if (setAside.stream().noneMatch(known -> known.address().equals(record.address()))) {
      setAside.add(record);
    }
  }

  void revisionDiffers(long source, long target) {
    mendable &= target < source;
    differ(
        Difference.Kind.CHANGED,
        null,
        "the user is at revision " + source + " at the source and at " + target + " at the target");
  }

  void missing(Address address, long ofSource) {
    lack(address);
    differ(Difference.Kind.MISSING, address, "the target lacks it (revision " + ofSource + ")");
  }

  void extra(Address address, long ofTarget) {
    mendable = false;
    differ(Difference.Kind.EXTRA, address, "the source lacks it (revision " + ofTarget + ")");
  }

  void changed(StoredDocument source, StoredDocument target) {
    if (source.revision() > target.revision()) {
      lack(source.address());
    } else {
      mendable = false;
    }
    differ(Difference.Kind.CHANGED, source.address(), changes(source, target));
  }

  private static String changes(StoredDocument source, StoredDocument target) {
    List<String> parts = new ArrayList<>();
    if (source.revision() != target.revision()) {
      parts.add("revision " + source.revision() + " and " + target.revision());
    }
    if (!source.createdAt().equals(target.createdAt())) {
      parts.add("created " + source.createdAt() + " and " + target.createdAt());
    }
    if (!source.updatedAt().equals(target.updatedAt())) {
      parts.add("updated " + source.updatedAt() + " and " + target.updatedAt());
    }
    if (!source.body().equals(target.body())) {
      parts.add("bodies of " + source.body().size() + " and " + target.body().size() + " bytes");
    }
    return "source and target: " + String.join(", ", parts);
  }

  /** A document of the target that cannot be read. */
  void unreadable(Address address) {
    mendable = false;
    differ(Difference.Kind.UNREADABLE, address, "it is damaged at the target");
  }

  void deletionDiffers(Change.@Nullable Deleted source, Change.@Nullable Deleted target) {
    if (source != null) {
      if (deletionsLacking.size() <= MOST_TO_MEND) {
        deletionsLacking.add(source);
      }
      differ(
          target == null ? Difference.Kind.MISSING : Difference.Kind.CHANGED,
          source.address(),
          "its deletion at revision " + source.revision() + " is not told by the target's feed");
    } else if (target != null) {
      mendable = false;
      differ(
          Difference.Kind.EXTRA,
          target.address(),
          "its deletion at revision " + target.revision() + " is not told by the source's feed");
    }
  }

  private void lack(Address address) {
    if (lacking.size() <= MOST_TO_MEND) {
      lacking.add(address);
    }
  }

  private void differ(Difference.Kind kind, @Nullable Address address, String detail) {
    differing++;
    if (differences.size() < most) {
      differences.add(
          new Difference(kind, Optional.of(user), Optional.ofNullable(address), detail));
    }
  }
}
