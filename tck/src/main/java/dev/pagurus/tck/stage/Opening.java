package dev.pagurus.tck.stage;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.StoreBuilder;
import dev.pagurus.spi.OpenRequest.Mode;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens stores of any backend as an application does, with the kit's clock and behind its counter.
 */
public final class Opening {

  private Opening() {}

  /**
   * Opens a store.
   *
   * @param spec which
   * @param mode whether it may be made
   * @param clock where times come from
   * @param tally counts calls
   * @return the store
   */
  public static Store open(StoreSpec spec, Mode mode, InstantSource clock, Tally tally) {
    StoreBuilder builder =
        Store.builder(new Locator(spec.provider(), spec.location(), spec.settings()).toString());
    if (mode == Mode.MUST_EXIST) {
      builder.mustExist();
    }
    Store opened = builder.clock(clock).open();
    return Store.over(
        new CountingBackend(opened.backend(), tally),
        SettingValues.of(spec.settings(), Backends.named(spec.provider()).settings()),
        JsonMapper.shared());
  }
}
