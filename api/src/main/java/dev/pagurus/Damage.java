package dev.pagurus;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns damaged documents met by a read into errors with their address, and has them logged
 * (DUR-4).
 */
final class Damage {

  private static final Logger LOG = System.getLogger("dev.pagurus");

  private Damage() {}

  static List<StoreException> report(Calls calls, List<Answer.Damaged> damaged) {
    List<StoreException> errors = new ArrayList<>(damaged.size());
    for (Answer.Damaged one : damaged) {
      StoreException error =
          StoreException.of(one.error(), calls.operation(), one.user(), calls.collection(), null);
      LOG.log(Level.WARNING, error.getMessage());
      errors.add(error);
    }
    return errors;
  }
}
