package dev.incline.wording;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
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
    try (InputStream manifest = ownManifest().openStream()) {
      return commit(new Manifest(manifest).getMainAttributes().getValue(COMMIT));
    } catch (IOException e) {
      return commit(null);
    }
  }

  /** Of this class's jar: others on the class path have one too. */
  private static URL ownManifest() throws IOException {
    String own = String.valueOf(Version.class.getResource("Version.class"));
    String name = Version.class.getName().replace('.', '/') + ".class";
    return new URL(own.replace(name, "META-INF/MANIFEST.MF"));
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
