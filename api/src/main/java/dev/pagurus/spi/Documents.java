package dev.pagurus.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a get-many found.
 *
 * @param revision the user's revision that the answer is as of
 * @param found one for each address asked for, in that order; null where there is no document
 */
public record Documents(long revision, List<@Nullable StoredDocument> found) {

  /** Copies. */
  public Documents {
    found = Collections.unmodifiableList(new ArrayList<>(found));
  }
}
