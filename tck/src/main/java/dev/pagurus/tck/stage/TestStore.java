package dev.pagurus.tck.stage;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Traits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a test gets: a fresh store, opened when it is first asked for and closed after the test, and
 * the means to try it. The store's clock stands still at {@link KitClock#START} until the test
 * moves it.
 *
 * <p>For one thread, except that {@link #note}, the clock and the open store are safe for many.
 */
public final class TestStore implements AutoCloseable {

  /** The user of tests that need only one. */
  public static final String USER = "alice";

  /** The collection of tests that need only one. */
  public static final String COLLECTION = "things";

  private final Traits traits;
  private final Means means;
  private final KitClock clock = new KitClock();
  private final Tally tally = new Tally();
  private final SplittableRandom random;
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<Store> others = new ArrayList<>();
  private StoreSpec spec;
  private int anothers;
  private @Nullable Store store;

  /**
   * What a run gives its tests.
   *
   * @param seed of this test's chance
   * @param scale how many times the quick amount to do
   * @param fixtures stores frozen by earlier builds
   * @param damage how to damage a document, null for the kit's own way
   */
  public record Means(
      long seed, int scale, List<Path> fixtures, @Nullable BiPredicate<Path, String> damage) {}

  /**
   * Prepares a test; opens nothing yet.
   *
   * @param spec which store
   * @param traits of its backend
   * @param means what the run gives
   */
  public TestStore(StoreSpec spec, Traits traits, Means means) {
    this.spec = spec;
    this.traits = traits;
    this.means = means;
    this.random = new SplittableRandom(means.seed());
  }

  /** Changes a setting, for the next opening. */
  public TestStore with(String setting, String value) {
    spec = spec.with(setting, value);
    return this;
  }

  /** The store, opened (and made) if it is not open. */
  public synchronized Store store() {
    Store open = store;
    if (open == null) {
      open = open(spec, clock);
      store = open;
    }
    return open;
  }

  /** Closes the store if it is open. */
  public synchronized void closeStore() {
    Store open = store;
    store = null;
    if (open != null) {
      open.close();
    }
  }

  /** Closes the store and opens it again. */
  public Store reopen() {
    closeStore();
    return store();
  }

  /** Opens any store; closed after the test at the latest. */
  public synchronized Store open(StoreSpec which, InstantSource clockOfStore) {
    Store opened = Opening.open(which, OpenRequest.Mode.OPEN_OR_CREATE, clockOfStore, tally);
    others.add(opened);
    return opened;
  }

  /** A second fresh store of the same backend, with the same settings and clock. */
  public Store another() {
    return open(anotherSpec(), clock);
  }

  /** Where another fresh store of the same backend may be made. */
  public StoreSpec anotherSpec() {
    String word = "another" + ++anothers;
    Path own = directory().resolve(word);
    own.toFile().mkdirs();
    String moved = spec.location().replace(directory().toString(), own.toString());
    String elsewhere = moved.equals(spec.location()) ? moved + word : moved;
    return new StoreSpec(spec.provider(), elsewhere, spec.settings(), own);
  }

  /**
   * A fresh reference store in memory, with the same clock and settings, to compare answers with.
   */
  public Store reference() {
    return open(referenceSpec(), clock);
  }

  /** The reference with this store's settings, as far as every backend has them. */
  public StoreSpec referenceSpec() {
    return spec.ofReference();
  }

  /** {@link #USER}. */
  public UserStore user() {
    return user(USER);
  }

  /** A user of the store. */
  public UserStore user(String name) {
    return store().user(name);
  }

  /** The collection {@link #COLLECTION} of {@link #USER}. */
  public DocumentCollection<ObjectNode> docs() {
    return user().collection(COLLECTION);
  }

  /** Any collection of any user. */
  public DocumentCollection<ObjectNode> docs(String user, String collection) {
    return user(user).collection(collection);
  }

  /** Moves the times of this store and of its reference. */
  public KitClock clock() {
    return clock;
  }

  /**
   * This test's chance; the same for the same seed of the run. Not for other threads: split it for
   * them.
   */
  public SplittableRandom random() {
    return random;
  }

  /** How often to do something that a quick run does so often. */
  public int rounds(int quick) {
    return Math.multiplyExact(quick, means.scale());
  }

  /** Puts something into the report. */
  public void note(String text) {
    notes.add(text);
  }

  /** What was noted. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Counts the calls made through stores opened here; a test adds those of its child processes. */
  public Tally tally() {
    return tally;
  }

  /** Which store this is, with its settings as changed. */
  public StoreSpec spec() {
    return spec;
  }

  /** What the backend says of itself. */
  public Traits traits() {
    return traits;
  }

  /** The test's own directory. */
  public Path directory() {
    return spec.directory();
  }

  /** Stores frozen by earlier builds. */
  public List<Path> fixtures() {
    return means.fixtures();
  }

  /** The author's way of damaging a document. */
  public Optional<BiPredicate<Path, String>> damage() {
    return Optional.ofNullable(means.damage());
  }

  /** Closes everything that the test opened. */
  @Override
  public synchronized void close() {
    store = null;
    RuntimeException first = null;
    for (Store open : others) {
      try {
        open.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
