package dev.pagurus.cli.migrate;

import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreConfig;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has an application use the store that its own was moved to, and takes that back.
 *
 * <p>The order makes every crash harmless. The source is sealed first, so that nobody writes there
 * any more; then both are looked at once more; then the old configuration is kept beside itself,
 * and the new one takes its place at once. Who reads the old configuration in between is told by
 * the seal where to. Doing it again goes on where it ended. To take it back, the target is sealed
 * first, looked at, and only then the source is unsealed and the old configuration put back.
 */
public final class Switch {

  private final @Nullable ConfigFile config;
  private final Locator source;
  private final Locator target;

  /**
   * Nothing happens yet.
   *
   * @param config the application's configuration; null to take back the seal alone
   * @param source where the application was
   * @param target where it is to be
   * @throws IOException if there is no such file
   */
  public Switch(@Nullable Path config, Locator source, Locator target) throws IOException {
    this.config = config == null ? null : new ConfigFile(config);
    this.source = source;
    this.target = target;
  }

  /**
   * Whether two locators lead to one place, however they are spelled.
   *
   * @param one a store
   * @param other another, or the same
   * @return whether it is the same
   */
  public static boolean isSame(Locator one, Locator other) {
    return Place.of(one).equals(Place.of(other));
  }

  /**
   * Whether one of two stores lies inside the other, where both are on disk.
   *
   * @param one a store
   * @param other another
   * @return whether one's path leads through the other's
   */
  public static boolean isNested(Locator one, Locator other) {
    return Place.of(one).isAround(Place.of(other)) || Place.of(other).isAround(Place.of(one));
  }

  /**
   * Whether a configuration was switched to a target, and tells what it named before.
   *
   * @param config the application's configuration
   * @param target the store that it may have been switched to
   * @return whether it names the target, and the file from before is beside it
   * @throws IOException if there is no such file
   */
  public static boolean isSwitched(Path config, Locator target) throws IOException {
    ConfigFile file = new ConfigFile(config);
    return Files.exists(file.before()) && file.names().equals(Place.of(target));
  }

  /**
   * Where a configuration is kept as it was before it was switched.
   *
   * @param config the application's configuration
   * @return a file beside it
   * @throws IOException if there is no such file
   */
  public static Path before(Path config) throws IOException {
    return new ConfigFile(config).before();
  }

  /**
   * Fails if the configuration could not be switched in the end.
   *
   * @throws SwitchException saying what is in the way
   * @throws StoreException INVALID if the file says what cannot be
   */
  public void requirePossible() {
    ConfigFile file = config();
    Place names = file.names();
    if (!names.equals(Place.of(source)) && !names.equals(Place.of(target))) {
      throw new SwitchException(
          SwitchException.Kind.WRONG_USE,
          file + " names " + names + ", and that is neither the source nor the target");
    }
    if (!file.canBeReplaced()) {
      throw new SwitchException(
          SwitchException.Kind.WRONG_USE,
          file + " cannot be replaced: see to the permissions of the file and of its folder");
    }
    if (!isSwitched()) {
      file.relocated(target);
    }
  }

  /**
   * Whether the configuration names the target already.
   *
   * @return false as long as it names the source
   */
  public boolean isSwitched() {
    return config().names().equals(Place.of(target));
  }

  /**
   * Whether the source is sealed as moved to this target.
   *
   * @param open the source, opened even if it is sealed
   * @return false if it is not sealed at all
   * @throws SwitchException REFUSED if it was moved elsewhere
   */
  public boolean isSealed(Store open) {
    Optional<String> to = open.movedTo();
    if (to.isPresent() && !Place.of(target).isToldBy(to.get())) {
      throw new SwitchException(
          SwitchException.Kind.REFUSED,
          "the source "
              + Place.of(source)
              + " was moved to "
              + to.get()
              + " before: move that one");
    }
    return to.isPresent();
  }

  /**
   * Seals the source, so that nobody writes to it any more: the last thing before the move is done.
   *
   * @param from the source, opened even if it is sealed
   * @throws SwitchException FAILED if it cannot be sealed
   */
  public void seal(Store from) {
    if (!trySeal(from, Place.of(target).toString())) {
      throw new SwitchException(
          SwitchException.Kind.FAILED,
          "everything is at the target, but a store of this kind cannot be sealed: see to it that"
              + " nobody writes to it any more, and write "
              + target
              + " into the configuration by hand");
    }
  }

  /**
   * Seals the source and has the configuration name the target.
   *
   * @param from the source, opened even if it is sealed
   * @param to the target, which was found to hold the same
   * @return settings that the configuration does not say any more
   * @throws SwitchException AGAIN if the source was written to meanwhile: it is not sealed then
   * @throws IOException if the file cannot be written; doing it again goes on there
   */
  public List<String> complete(Store from, Store to) throws IOException {
    ConfigFile file = config();
    boolean was = isSealed(from);
    seal(from);
    if (was) {
      requireUntouched(from, to);
    } else {
      requireSame(from, to);
    }
    StoreConfig.Relocated relocated = file.relocated(target);
    file.keep();
    file.say(relocated.text());
    return relocated.leftOut();
  }

  /**
   * Fails if a switch that was begun cannot be gone on with.
   *
   * @param from the source, which is sealed
   * @param to the target
   * @throws SwitchException REFUSED if the target was written to since, by whom the switch may not
   *     be finished
   */
  public void requireUntouched(Store from, Store to) throws IOException {
    if (config().isKept()) {
      return; // both were the same when the old configuration was kept, the last step but one
    }
    Optional<String> difference = Revisions.firstDifference(from, to);
    if (difference.isPresent()) {
      throw new SwitchException(
          SwitchException.Kind.REFUSED,
          "the source is sealed as moved to "
              + Place.of(target)
              + ", and they are not the same any more: "
              + difference.get()
              + ". If an application uses the target already, write its locator into "
              + config
              + " by hand; nothing was changed");
    }
  }

  private static void requireSame(Store from, Store to) {
    Optional<String> difference = Revisions.firstDifference(from, to);
    if (difference.isPresent()) {
      from.unseal();
      throw new SwitchException(
          SwitchException.Kind.AGAIN,
          "the source was written to while it was moved: "
              + difference.get()
              + ". Nothing was switched: stop who writes to it, and give the same command again");
    }
  }

  /**
   * How it was taken back.
   *
   * @param whole whether the configuration is the old one to the last byte; else it was edited
   *     since, and only what it names was changed
   * @param sealed whether the target is sealed; a store of its kind may not be able to
   */
  public record Undone(boolean whole, boolean sealed) {}

  /**
   * Takes it back, as long as the target has taken no writes: the source serves again, and the
   * configuration names it. The target is sealed as moved to the source, if it can be.
   *
   * @param from the source, opened even if it is sealed
   * @param to the target, opened even if it is sealed
   * @return how it was taken back
   * @throws SwitchException NOTHING if there is nothing to take back, REFUSED if the target has
   *     taken writes
   * @throws IOException if the file cannot be written; doing it again goes on there
   */
  public Undone undo(Store from, Store to) throws IOException {
    String back = Place.of(source).toString();
    if (!isSealed(from)) {
      if (to.movedTo().filter(back::equals).isEmpty()) {
        throw new SwitchException(
            SwitchException.Kind.NOTHING,
            "there is nothing to take back: " + Place.of(source) + " is not sealed");
      }
      return new Undone(switchBack(), true);
    }
    boolean sealed = trySeal(to, back);
    Optional<String> difference = Revisions.firstWrite(from, to);
    if (difference.isPresent()) {
      if (sealed) {
        to.unseal();
      }
      throw new SwitchException(
          SwitchException.Kind.REFUSED,
          "the target has taken writes since: "
              + difference.get()
              + ". Nothing was changed. To go back with them, migrate "
              + Place.of(target)
              + " into a new store");
    }
    boolean whole = switchBack();
    from.unseal(); // last: as long as the source is sealed, doing it again goes on
    return new Undone(whole, sealed);
  }

  /** Whether a store is sealed now: backends need not keep seals. */
  private static boolean trySeal(Store store, String as) {
    try {
      store.seal(as);
      return true;
    } catch (StoreException e) {
      if (e.code() != ErrorCode.INVALID) {
        throw e;
      }
      return false;
    }
  }

  private boolean switchBack() throws IOException {
    return config == null || switchBack(config);
  }

  private boolean switchBack(ConfigFile file) throws IOException {
    if (file.names().equals(Place.of(source))) {
      return true;
    }
    if (file.isAsSwitched(target)) {
      file.takeBack();
      return true;
    }
    file.say(file.relocated(source).text());
    return false;
  }

  private ConfigFile config() {
    if (config == null) {
      throw new IllegalStateException("there is no configuration to switch");
    }
    return config;
  }
}
