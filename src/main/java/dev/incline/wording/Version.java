package dev.incline.wording;

import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** What the jar's manifest says of the program. */
public final class Version {
  private static final String COMMIT = "Incline-Commit";

  private Version() {}

  /** Such as {@code incline 0.1.0}. */
  public static String program() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "incline " + (version == null ? "(unpackaged)" : version);
  }

  /** Such as {@code commit 1a2b3c4d5e6f-dirty}: with changes that are not committed. */
  public static String commit() {
    try (InputStream manifest =
        Version.class.getClassLoader().getResourceAsStream("META-INF/MANIFEST.MF")) {
      return commit(
          manifest == null ? null : new Manifest(manifest).getMainAttributes().getValue(COMMIT));
    } catch (IOException e) {
      return commit(null);
    }
  }

  /**
   * In words.
   *
   * @param named by the manifest
   */
  public static String commit(@Nullable String named) {
    return named == null || named.isBlank() || named.startsWith("${")
        ? "built outside git"
        : "commit " + named;
  }
}
