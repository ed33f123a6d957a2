package dev.pagurus.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The way in to a backend, found by {@link java.util.ServiceLoader}. A provider has a public
 * constructor without arguments, costs nothing to make and holds nothing.
 */
public interface BackendProvider {

  /**
   * The name that locators begin with.
   *
   * @return lower case letters, digits and hyphens, such as {@code sqlite}
   */
  String name();

  /**
   * What the backend is, for people.
   *
   * @return one sentence
   */
  String description();

  /**
   * What its stores are and can, as far as that does not depend on the store.
   *
   * @return the traits
   */
  Traits traits();

  /**
   * The settings it knows beside {@link StandardSettings}.
   *
   * @return in the order in which to show them
   */
  List<Setting> settings();

  /**
   * Whether locations are paths of the file system. A relative one in a {@code pagurus.toml} then
   * counts from the folder of that file.
   *
   * @return by default, whether the traits say that stores are on disk
   */
  default boolean locationIsPath() {
    return traits().persistence() == Traits.Persistence.DISK;
  }

  /**
   * About how many files and folders a store has: for a look at a file system before it is filled.
   *
   * @param users how many users it holds
   * @param documents how many documents, of all users together
   * @return how many; empty, as by default, if they are few or nobody can tell
   */
  default OptionalLong files(long users, long documents) {
    return OptionalLong.empty();
  }

  /**
   * Opens a store, or makes one.
   *
   * @param request where, and how
   * @return the open store
   * @throws BackendException FOREIGN if something else is there, which is left untouched (LIFE-3);
   *     LOCKED if it cannot be shared, naming the holder (LIFE-2); NO_STORE if there is none and
   *     none is to be made; INVALID for a location or a value that cannot be; UNAVAILABLE, CORRUPT,
   *     FULL as they come
   */
  Backend open(OpenRequest request);

  /**
   * Makes a store from what {@link Maintenance#backup} wrote.
   *
   * @param backup the copy, an absolute path; it is only read
   * @param request where; nothing must be there
   * @throws BackendException INVALID if something is there already, FOREIGN if the copy is not one
   */
  void restore(Path backup, OpenRequest request);
}
