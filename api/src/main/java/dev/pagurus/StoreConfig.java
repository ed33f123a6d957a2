package dev.pagurus;

import dev.pagurus.spi.CollectionDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a {@code pagurus.toml} says: which store to open, how, and which indexes to declare in it.
 *
 * <pre>{@code
 * locator = "sqlite:places.db"          # relative to the folder of this file
 * durability = "relaxed"                # any setting, by its name
 * max-document-bytes = "1MiB"
 *
 * [collections.places]                  # declared when the store is opened
 * value = ["country", "country, population"]
 * unique = ["code"]
 * array = ["codes"]
 * text = ["name", "name, region"]
 * }</pre>
 *
 * <p>Each string of an index list is one index: its paths in their text form, with commas between
 * them. A setting is written as TOML has it: a flag as a boolean, a count as an integer, bytes as
 * an integer or as {@code "8MiB"}, a time span as {@code "30d"}, words in quotes.
 *
 * <p>The environment is stronger than the file: {@code PAGURUS_LOCATOR} stands in for its locator
 * (and is relative to the working directory), {@code PAGURUS_FEED_RETENTION} for {@code
 * feed-retention}, and so on for every setting; a variable that is empty counts as not set. A
 * variable that is no setting but nearly the name of one is refused as a slip of the pen; others
 * are left alone.
 *
 * @param locator where the store is, with all settings that are not left at their defaults
 * @param collections the indexes to declare, in the order of the file
 */
public record StoreConfig(Locator locator, List<CollectionDefinition> collections) {

  /** The largest file that is read: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  /** Copies. */
  public StoreConfig {
    collections = List.copyOf(collections);
  }

  /**
   * Reads a configuration file, and this process's environment.
   *
   * @param file a TOML file, UTF-8, at most {@value #MAX_BYTES} bytes
   * @return what it says
   * @throws StoreException INVALID if the file cannot be read or says what cannot be; the message
   *     tells all problems, one a line, each with file, line and column
   */
  public static StoreConfig read(Path file) {
    return read(file, System.getenv());
  }

  /**
   * Reads a configuration file.
   *
   * @param file a TOML file, UTF-8, at most {@value #MAX_BYTES} bytes
   * @param environment variables, of which those count that begin with {@code PAGURUS_}
   * @return what both say
   * @throws StoreException INVALID if the file cannot be read or says what cannot be; the message
   *     tells all problems, one a line, each with file, line and column or with the variable
   */
  public static StoreConfig read(Path file, Map<String, String> environment) {
    return Calls.of("open").run(() -> new ConfigReader(file, environment).read());
  }

  /**
   * What a configuration file would say if it named another store: all else stays as it is written,
   * comments too. Nothing is changed, and the environment does not count.
   *
   * @param file the file as it is
   * @param to the other store, with the settings that are to stand in its locator; a relative path
   *     counts from the working directory
   * @return the text, which was read and found to name that store
   * @throws StoreException INVALID if the file cannot be read or says what cannot be, or could not
   *     say this; the message tells all problems
   */
  public static Relocated relocate(Path file, Locator to) {
    return Calls.of("relocate").run(() -> ConfigRelocation.of(file, to));
  }

  /**
   * A configuration file that names another store.
   *
   * @param text what it says
   * @param leftOut settings that it does not say any more: the backend of the other store does not
   *     know them, or its locator says them
   */
  public record Relocated(String text, List<String> leftOut) {

    /** Copies. */
    public Relocated {
      leftOut = List.copyOf(leftOut);
    }
  }
}
