package dev.pagurus.file;

import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a store of files.
 *
 * @param format how a new store writes records
 * @param durability what an acknowledged commit outlives
 * @param retention how long deletions stay in the feed
 * @param checkpointBytes how large the journal grows before a checkpoint
 * @param watch whether hand edits are taken in as they happen
 */
record FileSettings(
    String format, Durability durability, Duration retention, long checkpointBytes, boolean watch) {

  private static final Setting FORMAT =
      Setting.choice(
          "format",
          "toml",
          List.of("toml", "json"),
          "How records are written; fixed when the store is made.");

  private static final Setting CHECKPOINT_BYTES =
      Setting.bytes(
          "checkpoint-bytes",
          32L << 20,
          "How large the journal grows before record files are forced to the medium.");

  private static final Setting WATCH =
      Setting.flag(
          "watch",
          false,
          "Whether edits by hand are taken into index, revision and feed within a second.");

  static final List<Setting> ALL = List.of(FORMAT, CHECKPOINT_BYTES, WATCH);

  static FileSettings of(Settings settings) {
    return new FileSettings(
        settings.text(FORMAT),
        StandardSettings.durability(settings),
        settings.duration(StandardSettings.FEED_RETENTION),
        settings.number(CHECKPOINT_BYTES),
        settings.flag(WATCH));
  }
}
