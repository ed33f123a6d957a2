package dev.pagurus;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Traits;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Providers to be discovered; their backends know nothing but their declared indexes. */
public abstract class FakeProvider implements BackendProvider {

  static final Setting CACHE = Setting.bytes("cache", 1024, "how much to keep");
  static final Setting BUSY = Setting.duration("busy-timeout", Duration.ofSeconds(1), "how long");
  static final Setting READERS = Setting.count("readers", 0, "how many");
  static final Setting DISKS = Setting.tables("disks", List.of("name", "path"), "where to");
  static final Setting LABEL = Setting.text("label", "none", "what to call it");

  private final String name;
  private final Traits.Persistence persistence;

  FakeProvider(String name, Traits.Persistence persistence) {
    this.name = name;
    this.persistence = persistence;
  }

  /** On disk, with settings of its own. */
  public static final class Disk extends FakeProvider {
    static final List<OpenRequest> REQUESTS = new ArrayList<>();
    static final List<CollectionDefinition> DEFINED = new ArrayList<>();
    static int closed;

    public Disk() {
      super("disk", Traits.Persistence.DISK);
    }

    static void reset() {
      REQUESTS.clear();
      DEFINED.clear();
      closed = 0;
    }

    @Override
    public List<Setting> settings() {
      return List.of(CACHE, BUSY, READERS, LABEL, DISKS);
    }

    @Override
    public Backend open(OpenRequest request) {
      REQUESTS.add(request);
      return (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    private @Nullable Object answer(String method, Object[] arguments) {
      switch (method) {
        case "define" -> {
          CollectionDefinition definition = (CollectionDefinition) arguments[0];
          if (definition.collection().equals("refused")) {
            throw new IllegalArgumentException("this collection is refused");
          }
          DEFINED.add(definition);
        }
        case "close" -> closed++;
        default -> {}
      }
      return switch (method) {
        case "definitions" -> List.copyOf(DEFINED);
        case "movedTo" -> null;
        default -> traits();
      };
    }
  }

  /** In memory. */
  public static final class Memory extends FakeProvider {
    public Memory() {
      super("memory", Traits.Persistence.PROCESS);
    }
  }

  /** Another of the name disk. */
  public static final class OtherDisk extends FakeProvider {
    public OtherDisk() {
      super("disk", Traits.Persistence.DISK);
    }
  }

  /** One that no locator can name. */
  public static final class Shouting extends FakeProvider {
    public Shouting() {
      super("DISK", Traits.Persistence.DISK);
    }
  }

  /** One whose constructor fails. */
  public static final class Failing extends FakeProvider {
    public Failing() {
      super("failing", Traits.Persistence.DISK);
      throw new IllegalStateException("no native library here");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "A provider for tests.";
  }

  @Override
  public Traits traits() {
    return new Traits(Traits.Sharing.ONE_PROCESS, persistence, Set.of(Durability.COMMIT), Set.of());
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Backend open(OpenRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    throw new UnsupportedOperationException();
  }
}
