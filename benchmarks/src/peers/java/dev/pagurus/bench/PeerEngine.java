package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.Set;

/**
 * A store that one might pick instead.
 *
 * @param key its name in one word
 * @param name its name
 * @param description what it is here and what it does not do
 * @param paths what it can do, by the names of courses
 * @param opener opens it in a directory
 */
record PeerEngine(String key, String name, String description, Set<String> paths, Opener opener)
    implements Engine {

  /** Opens a peer. */
  interface Opener {

    /**
     * Opens it, or makes it.
     *
     * @param directory there already
     * @param forced whether each commit is forced to the medium before it returns
     */
    Side open(Path directory, boolean forced);
  }

  PeerEngine {
    paths = Set.copyOf(paths);
  }

  @Override
  public boolean runs(Course course) {
    return paths.contains(course.name());
  }

  @Override
  public Side open(Path directory, boolean relaxed) {
    return opener.open(directory, !relaxed);
  }
}
