package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings in which deletions need not stay in the feed. */
record NoRetention(Settings sound) implements Settings {

  @Override
  public String text(Setting setting) {
    return sound.text(setting);
  }

  @Override
  public boolean flag(Setting setting) {
    return sound.flag(setting);
  }

  @Override
  public long number(Setting setting) {
    return sound.number(setting);
  }

  @Override
  public Duration duration(Setting setting) {
    return setting.equals(StandardSettings.FEED_RETENTION)
        ? Duration.ZERO
        : sound.duration(setting);
  }

  @Override
  public List<Map<String, String>> tables(Setting setting) {
    return sound.tables(setting);
  }
}
