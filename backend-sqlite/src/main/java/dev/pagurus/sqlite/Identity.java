package dev.pagurus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which store a file is: a number that is chosen when somebody asks for the first time; also of a
 * store that is sealed, for it is nothing that anybody keeps there.
 */
final class Identity {

  private static final String READ = "SELECT value FROM property WHERE name = 'identity'";

  private Identity() {}

  static String of(ReaderPool pool, GroupCommit writes) {
    long there = pool.read(link -> link.numberOnce(READ));
    return text(there == 0 ? writes.run(Work.evenSealed(Identity::choose)) : there);
  }

  private static String text(long number) {
    return String.format(Locale.ROOT, "%016x", number);
  }

  /** Of two who ask first, both get what the one chose. */
  private static Long choose(Transaction transaction) throws SQLException {
    PreparedStatement insert =
        transaction.link().prepare("INSERT OR IGNORE INTO property VALUES('identity', ?)");
    insert.setLong(1, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    insert.executeUpdate();
    return transaction.link().numberOnce(READ);
  }
}
