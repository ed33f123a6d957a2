package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes names for other names. What was asked for by its own name comes back under that name, so
 * that nothing shows but the mix-up itself.
 */
final class Renaming extends Scanning {

  private final UnaryOperator<String> users;
  private final UnaryOperator<String> collections;
  private final UnaryOperator<String> ids;

  private Renaming(
      Backend next,
      UnaryOperator<String> users,
      UnaryOperator<String> collections,
      UnaryOperator<String> ids) {
    super(next);
    this.users = users;
    this.collections = collections;
    this.ids = ids;
  }

  static UnaryOperator<Backend> users(UnaryOperator<String> renamed) {
    return next -> new Renaming(next, renamed, UnaryOperator.identity(), UnaryOperator.identity());
  }

  static UnaryOperator<Backend> collections(UnaryOperator<String> renamed) {
    return next -> new Renaming(next, UnaryOperator.identity(), renamed, UnaryOperator.identity());
  }

  static UnaryOperator<Backend> ids(UnaryOperator<String> renamed) {
    return next -> new Renaming(next, UnaryOperator.identity(), UnaryOperator.identity(), renamed);
  }

  private Address renamed(Address address) {
    return new Address(collections.apply(address.collection()), ids.apply(address.id()));
  }

  private Write renamed(Write write) {
    Address address = renamed(write.address());
    return write instanceof Write.Put put
        ? new Write.Put(address, put.body(), put.condition())
        : new Write.Delete(address, write.condition());
  }

  @Override
  public Commit commit(String user, Batch batch) {
    List<Write> writes = batch.writes().stream().map(this::renamed).toList();
    return next.commit(users.apply(user), new Batch(writes, batch.expected()));
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    Documents found = next.get(users.apply(user), addresses.stream().map(this::renamed).toList());
    List<@Nullable StoredDocument> asked = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      StoredDocument one = found.found().get(i);
      asked.add(one == null ? null : Rewrites.at(one, addresses.get(i)));
    }
    return new Documents(found.revision(), asked);
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    Rows rows = next.scan(users.apply(user), collections.apply(collection), after);
    return new RowList(
        rows.revision(),
        RowList.read(rows).stream()
            .map(row -> Rewrites.at(row, new Address(collection, row.address().id())))
            .toList());
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return next.changes(users.apply(user), since, limit);
  }

  @Override
  public @Nullable UserInfo user(String user) {
    return next.user(users.apply(user));
  }

  @Override
  public boolean deleteUser(String user) {
    return next.deleteUser(users.apply(user));
  }
}
