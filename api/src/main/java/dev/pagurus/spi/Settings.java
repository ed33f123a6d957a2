package dev.pagurus.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings a store is opened with: what was given, checked, over the defaults. Immutable. */
public interface Settings {

  /**
   * The value of a TEXT or CHOICE setting.
   *
   * @param setting one of the provider's or of {@link StandardSettings}
   * @return its value
   */
  String text(Setting setting);

  /**
   * The value of a FLAG setting.
   *
   * @param setting one of the provider's or of {@link StandardSettings}
   * @return its value
   */
  boolean flag(Setting setting);

  /**
   * The value of a COUNT or BYTES setting.
   *
   * @param setting one of the provider's or of {@link StandardSettings}
   * @return its value, 0 or more
   */
  long number(Setting setting);

  /**
   * The value of a DURATION setting.
   *
   * @param setting one of the provider's or of {@link StandardSettings}
   * @return its value, 0 or more
   */
  Duration duration(Setting setting);

  /**
   * The value of a TABLES setting.
   *
   * @param setting one of the provider's
   * @return the tables in their order, each with all of its keys
   */
  List<Map<String, String>> tables(Setting setting);
}
