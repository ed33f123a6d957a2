package dev.pagurus.migrator;

import dev.pagurus.Store;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Stores over backends that a test has in its hands. */
final class Stores {

  private Stores() {}

  static Store over(Backend backend) {
    return Store.over(backend, new Defaults(), JsonMapper.shared());
  }

  /** Of what the shared layer asks. */
  private static final class Defaults implements Settings {

    @Override
    public String text(Setting setting) {
      return setting.defaultValue();
    }

    @Override
    public boolean flag(Setting setting) {
      return Boolean.parseBoolean(setting.defaultValue());
    }

    @Override
    public long number(Setting setting) {
      return setting.type() == Setting.Type.BYTES ? 8 << 20 : 4;
    }

    @Override
    public Duration duration(Setting setting) {
      return Duration.ofDays(30);
    }

    @Override
    public List<Map<String, String>> tables(Setting setting) {
      return List.of();
    }
  }
}
