package dev.pagurus.migrator;

import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.UserInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads both ends to the end and compares them, user by user, several at once. What was compared is
 * added up in the order of users, so that it can be noted how far that is, and gone on with.
 */
final class Verification {

  private static final long BETWEEN_NOTES = Duration.ofSeconds(2).toNanos();

  private final Ends ends;
  private final MigrationOptions options;
  private final Ticker ticker;
  private final @Nullable Control control;
  private final @Nullable QuarantineFile file;
  private final Hasher hasher = new Hasher();
  private final List<Difference> differences = new ArrayList<>();
  private final List<SetAside> shown = new ArrayList<>();
  private Totals totals = new Totals();
  private Sum aside = new Sum();
  private Sum revisions = new Sum();
  private long users;
  private long differing;
  private long quarantined;
  private long noted = System.nanoTime();

  /**
   * A verification.
   *
   * @param control where it is noted how far it is, null if nowhere
   * @param file takes what is set aside, null if nobody wants to read it
   */
  Verification(
      Ends ends,
      MigrationOptions options,
      Ticker ticker,
      @Nullable Control control,
      @Nullable QuarantineFile file) {
    this.ends = ends;
    this.options = options;
    this.ticker = ticker;
    this.control = control;
    this.file = file;
  }

  /**
   * Compares.
   *
   * @param check compares one user
   */
  void run(Function<UserPair, Checked> check) {
    String after = goOn();
    if (after == null && file != null) {
      file.empty();
    }
    Iterator<UserPair> pairs = UserPairs.of(ends.source(), ends.target(), options.users(), after);
    new InOrder(Threads.within(options.threads()), ends.gate()).run(pairs, check, this::hear);
    definitions();
    if (file != null) {
      file.force();
    }
  }

  /** A user compared, and nothing mended. */
  static Checked compare(Ends ends, MigrationOptions options, Aside aside, UserPair pair) {
    String user = pair.name();
    UserInfo source = pair.source();
    UserInfo target = pair.target();
    if (source == null || target == null) {
      return Checked.alone(user, source == null ? Difference.Kind.EXTRA : Difference.Kind.MISSING);
    }
    try {
      return new UserCheck(ends, options, aside, user).check(source, target);
    } catch (EndFailure e) {
      if (!e.isOfRecord()) {
        throw e;
      }
      SetAside record = leftAside(user, e);
      aside.leave(record);
      return Checked.leftAside(record);
    }
  }

  static SetAside leftAside(String user, EndFailure e) {
    return new SetAside(
        user,
        Optional.ofNullable(e.failure().address()),
        e.side(),
        String.valueOf(e.getMessage()),
        Optional.empty());
  }

  private @Nullable String goOn() {
    Verified before = control == null ? null : control.state().verified().orElse(null);
    if (before == null || !isAsItWas(before)) {
      return null;
    }
    if (file != null && !file.keep(before.quarantined())) {
      return null;
    }
    totals = Totals.of(before.totals());
    aside = Sum.ofHex(before.aside());
    revisions = Sum.ofHex(before.revisions());
    users = before.users();
    quarantined = before.quarantined();
    ends.gauge().verifiedUsers.add(users);
    ends.gauge().verifiedDocuments.add(totals.documents());
    return before.upTo();
  }

  private boolean isAsItWas(Verified before) {
    Sum sum = new Sum();
    Iterator<UserPair> pairs = UserPairs.of(ends.source(), ends.target(), options.users(), null);
    for (long i = 0; i < before.users(); i++) {
      if (!pairs.hasNext()) {
        return false;
      }
      UserPair pair = pairs.next();
      sum.add(hasher.of(pair.name(), revision(pair.source())));
      if (!revision(pair.source()).equals(revision(pair.target()))) {
        return false;
      }
    }
    return sum.hex().equals(before.revisions());
  }

  private static String revision(@Nullable UserInfo info) {
    return info == null ? "" : Long.toString(info.revision());
  }

  private void hear(Checked checked) {
    users++;
    revisions.add(hasher.of(checked.user(), Long.toString(checked.revision())));
    totals.add(checked.totals());
    differing += checked.differing();
    checked.differences().forEach(this::tell);
    for (SetAside record : checked.setAside()) {
      quarantined++;
      aside.add(hasher.of(record.user(), String.valueOf(record.address()), record.side().name()));
      if (shown.size() < Aside.SHOWN) {
        shown.add(record);
      }
      if (file != null) {
        file.add(record);
      }
    }
    ends.gauge().verifiedUsers.increment();
    // Of what differs, nothing is noted: it is to be looked at again.
    if (control != null && differing == 0 && System.nanoTime() - noted > BETWEEN_NOTES) {
      noted = System.nanoTime();
      note(control, checked.user());
    }
  }

  private void note(Control notes, String upTo) {
    if (file != null) {
      file.force();
    }
    Verified verified =
        new Verified(upTo, users, revisions.hex(), totals.toJson(), aside.hex(), quarantined);
    notes.update(notes.state().at(Phase.VERIFYING, Optional.of(verified)));
    ends.gauge().checkpoint();
  }

  private void tell(Difference difference) {
    if (differences.size() < options.differences()) {
      differences.add(difference);
      ticker.differs(difference);
    }
  }

  /** Indexes are declared for the whole store. */
  private void definitions() {
    Map<String, Set<String>> one = names(ends.read("", end -> end.definitions()));
    Map<String, Set<String>> other = names(ends.write("", end -> end.definitions()));
    tellLacking(one, other, Difference.Kind.MISSING, "the target");
    if (options.merge().isEmpty()) {
      tellLacking(other, one, Difference.Kind.EXTRA, "the source");
    }
  }

  private Map<String, Set<String>> names(List<CollectionDefinition> definitions) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (CollectionDefinition definition : definitions) {
      if (options.movesCollection(definition.collection())) {
        names.put(
            definition.collection(),
            definition.indexes().stream()
                .map(IndexDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    return names;
  }

  private void tellLacking(
      Map<String, Set<String>> have,
      Map<String, Set<String>> lack,
      Difference.Kind kind,
      String who) {
    UnaryOperator<String> detail = index -> "the index " + index + " is not declared at " + who;
    have.forEach(
        (collection, indexes) -> {
          for (String index : indexes) {
            if (!lack.getOrDefault(collection, Set.of()).contains(index)) {
              differing++;
              tell(
                  new Difference(
                      kind,
                      Optional.empty(),
                      Optional.empty(),
                      detail.apply(collection + " " + index)));
            }
          }
        });
  }

  long users() {
    return users;
  }

  Totals totals() {
    return totals;
  }

  List<Difference> differences() {
    return List.copyOf(differences);
  }

  long differing() {
    return differing;
  }

  List<SetAside> shown() {
    return List.copyOf(shown);
  }

  long quarantined() {
    return quarantined;
  }

  String asideSum() {
    return aside.hex();
  }
}
