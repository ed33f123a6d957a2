package dev.pagurus;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens a store where a locator alone does not say everything. Made by {@link Store#builder}; for
 * one thread.
 *
 * <pre>{@code
 * Store store = Store.builder("sqlite:places.db").mustExist().setting("durability", "relaxed").mapper(mapper).open();
 * }</pre>
 */
public final class StoreBuilder {

  private final Locator locator;
  private final Map<String, String> settings;
  private final List<CollectionDefinition> declarations = new ArrayList<>();
  private OpenRequest.Mode mode = OpenRequest.Mode.OPEN_OR_CREATE;
  private JsonMapper mapper = JsonMapper.shared();
  private InstantSource clock = InstantSource.system();
  private Progress progress = Progress.NONE;
  private boolean evenMoved;

  StoreBuilder(Locator locator) {
    this.locator = locator;
    this.settings = new LinkedHashMap<>(locator.settings());
  }

  StoreBuilder(StoreConfig config) {
    this(config.locator());
    this.declarations.addAll(config.collections());
  }

  /**
   * Sets a setting, over what the locator says.
   *
   * @param name its name, such as {@code durability}
   * @param value its value as it would be written in a locator, not encoded
   * @return this
   */
  public StoreBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /**
   * Declares indexes as soon as the store is open. Those that are declared already cost nothing;
   * the others are built before {@link #open} returns.
   *
   * @param definition a collection and its indexes, beside those it has
   * @return this
   */
  public StoreBuilder declare(CollectionDefinition definition) {
    declarations.add(definition);
    return this;
  }

  /**
   * Opens a store only if it is there, and makes none.
   *
   * @return this
   */
  public StoreBuilder mustExist() {
    mode = OpenRequest.Mode.MUST_EXIST;
    return this;
  }

  /**
   * Opens a store even if it is sealed as moved ({@link Store#seal}): it can be read then, and
   * unsealed, but not be written to. For tools that move data; such a store is not made.
   *
   * @return this
   */
  public StoreBuilder evenMoved() {
    evenMoved = true;
    return mustExist();
  }

  /**
   * Says how values are mapped to bodies and back.
   *
   * @param jacksonMapper an application's own mapper; by default Jackson's shared one
   * @return this
   */
  public StoreBuilder mapper(JsonMapper jacksonMapper) {
    mapper = jacksonMapper;
    return this;
  }

  /**
   * Says where times come from; for tests.
   *
   * @param instants by default the system's clock
   * @return this
   */
  public StoreBuilder clock(InstantSource instants) {
    clock = instants;
    return this;
  }

  /**
   * Says who hears how far it is with what must be made anew before the store can answer
   * everything, such as a missing index; also when the store is open already.
   *
   * @param hearer called from another thread; by default nobody
   * @return this
   */
  public StoreBuilder progress(Progress hearer) {
    progress = hearer;
    return this;
  }

  /**
   * Opens the store.
   *
   * @return the open store
   * @throws StoreException INVALID for a backend that is not there, a setting or a location that
   *     cannot be; FOREIGN if something else is there, which is left untouched; LOCKED if somebody
   *     else has it open and it cannot be shared; NO_STORE if it must exist and does not; MOVED if
   *     it is sealed, with where its data is now; UNIQUE_VIOLATION for a unique index that what is
   *     stored does not allow. Nothing stays open
   */
  public Store open() {
    BackendProvider provider = Backends.named(locator.backend());
    Store store =
        Calls.of("open " + locator)
            .run(
                () -> {
                  OpenRequest request = request(provider);
                  return Store.over(provider.open(request), request.settings(), mapper, evenMoved);
                });
    try {
      if (isHere(store)) {
        declare(store);
      }
      return store;
    } catch (RuntimeException e) {
      close(store, e);
      throw e;
    }
  }

  /** Whether it is not sealed. */
  private boolean isHere(Store store) {
    return Calls.of("open " + locator)
        .run(
            () -> {
              String to = store.backend().movedTo();
              if (to != null && !evenMoved) {
                throw BackendException.moved(to);
              }
              return to == null;
            });
  }

  private void declare(Store store) {
    if (declarations.isEmpty()) {
      return;
    }
    Set<CollectionDefinition> there =
        store.definitions().stream()
            .flatMap(StoreBuilder::single)
            .collect(Collectors.toCollection(HashSet::new));
    declarations.stream()
        .flatMap(StoreBuilder::single)
        .filter(there::add)
        .forEach(
            one -> store.indexes(one.collection()).declare(one.indexes().get(0), Progress.NONE));
  }

  private static Stream<CollectionDefinition> single(CollectionDefinition definition) {
    return definition.indexes().stream()
        .map(index -> new CollectionDefinition(definition.collection(), List.of(index)));
  }

  private static void close(Store store, RuntimeException why) {
    try {
      store.close();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  OpenRequest request(BackendProvider provider) {
    return new OpenRequest(
        locator.location(), SettingValues.of(settings, provider.settings()), mode, clock, progress);
  }
}
