package dev.incline.file;

import java.nio.file.Path;
import java.util.Map;

/** The user's folder, below which caches lie. */
public final class HomeFolder {
  private HomeFolder() {}

  /**
   * HOME, as for other programs; where it is not set, what the user database says. Java puts {@code
   * ?} for a user who is not in it: then a folder that is not there, never the working directory.
   *
   * @param environment of the process
   * @return an absolute path
   */
  public static Path of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    String known = System.getProperty("user.home", "");
    return Path.of(isAbsolute(home) ? home : isAbsolute(known) ? known : "/nonexistent");
  }

  private static boolean isAbsolute(String path) {
    return !path.isEmpty() && Path.of(path).isAbsolute();
  }
}
