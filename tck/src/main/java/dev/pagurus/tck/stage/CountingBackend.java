package dev.pagurus.tck.stage;

import dev.pagurus.document.Address;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what tests ask of a backend. */
final class CountingBackend extends ForwardingBackend {

  private final Tally tally;

  CountingBackend(Backend next, Tally tally) {
    super(next);
    this.tally = tally;
  }

  @Override
  public Commit commit(String user, Batch batch) {
    tally.call(batch.writes().size());
    return super.commit(user, batch);
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    tally.call(0);
    return super.get(user, addresses);
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    tally.call(0);
    return super.scan(user, collection, after);
  }

  @Override
  public Found find(FindRequest request) {
    tally.call(0);
    return super.find(request);
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    tally.call(0);
    return super.count(user, collection, filter);
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    tally.call(0);
    return super.changes(user, since, limit);
  }

  @Override
  public void replay(String user, Changes changes) {
    tally.call(changes.changes().size());
    super.replay(user, changes);
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    tally.call(0);
    return super.users(after, limit);
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    tally.call(0);
    super.define(definition, progress);
  }

  @Override
  public List<CollectionDefinition> definitions() {
    tally.call(0);
    return super.definitions();
  }

  @Override
  public Maintenance maintenance() {
    tally.call(0);
    return super.maintenance();
  }
}
