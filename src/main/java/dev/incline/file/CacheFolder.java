package dev.incline.file;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where what can be made again is kept, below the user's folder of caches. */
public final class CacheFolder {
  private CacheFolder() {}

  /** The folder of one cache; -Dincline.cache=DIR puts all of them elsewhere. */
  public static Path of(String name) {
    return of(name, System.getProperty("incline.cache"), System.getenv());
  }

  /**
   * {@code incline/NAME} below XDG_CACHE_HOME, which is ~/.cache unless it is set to an absolute
   * path (XDG Base Directory Specification). {@link HomeFolder} says which folder ~ is.
   *
   * @param elsewhere the folder of all caches, if not there
   * @param environment of the process
   */
  static Path of(String name, @Nullable String elsewhere, Map<String, String> environment) {
    if (elsewhere != null) {
      return Path.of(elsewhere).resolve(name);
    }
    String set = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches =
        !set.isEmpty() && Path.of(set).isAbsolute()
            ? Path.of(set)
            : HomeFolder.of(environment).resolve(".cache");
    return caches.resolve("incline").resolve(name);
  }
}
