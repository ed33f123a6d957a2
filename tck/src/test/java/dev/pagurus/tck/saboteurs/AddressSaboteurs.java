package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.text.Collator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Names taken for other names, and put into a wrong order. */
final class AddressSaboteurs {

  private static final String GROUP = "ADDRESS";

  private AddressSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            GROUP,
            "ADDR-1",
            "a document that is not in its collection is looked for in the others",
            Breaks.get(
                (next, user, addresses) -> {
                  Documents own = next.get(user, addresses);
                  List<@Nullable StoredDocument> found = new ArrayList<>();
                  for (int i = 0; i < addresses.size(); i++) {
                    StoredDocument one = own.found().get(i);
                    found.add(one == null ? elsewhere(next, user, addresses.get(i)) : one);
                  }
                  return new Documents(own.revision(), found);
                })),
        Saboteur.of(
            "CRUD",
            "ADDR-1",
            "an id that another collection has is taken",
            Breaks.commit(
                (next, user, batch) -> {
                  for (Write write : batch.writes()) {
                    if (write.condition().equals(Condition.ABSENT)
                        && elsewhere(next, user, write.address()) != null) {
                      throw BackendException.conditionFailed(write.address(), write.condition(), 1);
                    }
                  }
                  return next.commit(user, batch);
                })),
        Saboteur.of(
            GROUP, "ADDR-2", "ids fold case", Renaming.ids(id -> id.toLowerCase(Locale.ROOT))),
        Saboteur.of(
            GROUP,
            "ADDR-2",
            "users fold case",
            Renaming.users(user -> user.toLowerCase(Locale.ROOT))),
        Saboteur.of(
            GROUP,
            "ADDR-2",
            "ids are normalised",
            Renaming.ids(id -> Normalizer.normalize(id, Normalizer.Form.NFC))),
        Saboteur.of(
            GROUP,
            "ADDR-2",
            "users are normalised",
            Renaming.users(user -> Normalizer.normalize(user, Normalizer.Form.NFC))),
        Saboteur.of(
            GROUP,
            "ADDR-2",
            "ids are cut after 200 characters",
            Renaming.ids(id -> id.substring(0, Math.min(200, id.length())))),
        Saboteur.of(
            GROUP,
            "ADDR-2",
            "what needs four bytes of UTF-8 becomes a question mark in ids",
            Renaming.ids(id -> id.replaceAll("[\\x{10000}-\\x{10FFFF}]", "?"))),
        Saboteur.of(
            GROUP,
            "ADDR-3",
            "hyphens of collections become underscores",
            Renaming.collections(collection -> collection.replace('-', '_'))),
        Saboteur.of(
            GROUP,
            "ADDR-3",
            "collections are cut after 48 characters",
            Renaming.collections(name -> name.substring(0, Math.min(48, name.length())))),
        Saboteur.of(
            GROUP, "ADDR-4", "ids are ordered by UTF-16", listed(Comparator.naturalOrder())),
        Saboteur.of(
            GROUP,
            "ADDR-4",
            "ids are ordered as a locale does",
            listed(Collator.getInstance(Locale.ENGLISH)::compare)),
        Saboteur.of(
            GROUP,
            "ADDR-4",
            "users are ordered by UTF-16",
            Breaks.users(
                (next, after, limit) ->
                    next.users(null, Integer.MAX_VALUE).stream()
                        .filter(user -> after == null || user.user().compareTo(after) > 0)
                        .sorted(Comparator.comparing(UserInfo::user))
                        .limit(limit)
                        .toList())),
        Saboteur.of(
            GROUP,
            "ADDR-5",
            "dots and spaces at the end of ids are dropped",
            Renaming.ids(id -> id.matches("[. ]+") ? id : id.replaceAll("[. ]+$", ""))),
        Saboteur.of(
            GROUP,
            "ADDR-5",
            "ids are resolved as paths",
            Renaming.ids(id -> id.replaceAll("^.*/(?=.)", ""))),
        Saboteur.of(
            GROUP,
            "ADDR-5",
            "device names of Windows are refused as ids",
            Renaming.ids(AddressSaboteurs::requireNoDevice)),
        Saboteur.of(
            GROUP,
            "ADDR-6",
            "of a UUID only the time is kept",
            Renaming.ids(
                id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-7.*") ? id.substring(0, 13) : id)));
  }

  private static @Nullable StoredDocument elsewhere(Backend next, String user, Address address) {
    return next.collections(user).stream()
        .map(info -> new Address(info.collection(), address.id()))
        .map(other -> next.get(user, List.of(other)).found().get(0))
        .filter(Objects::nonNull)
        .map(other -> Rewrites.at(other, address))
        .findFirst()
        .orElse(null);
  }

  private static UnaryOperator<Backend> listed(Comparator<String> order) {
    return Breaks.list(
        (next, user, collection, after) ->
            RowList.read(next.scan(user, collection, null)).stream()
                .filter(row -> after == null || order.compare(row.address().id(), after) > 0)
                .sorted(Comparator.comparing(row -> row.address().id(), order))
                .toList());
  }

  private static String requireNoDevice(String id) {
    if (id.toUpperCase(Locale.ROOT).matches("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\\..*)?")) {
      throw new BackendException(ErrorCode.INVALID, "the system does not allow the name " + id);
    }
    return id;
  }
}
