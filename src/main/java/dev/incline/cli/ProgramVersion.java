package dev.incline.cli;

import dev.incline.doctor.Machine;
import dev.incline.wording.Version;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program and its commit, Java, the OpenCL loader. */
final class ProgramVersion implements IVersionProvider {
  private static final String COMMIT = "Incline-Commit";

  @Override
  public String[] getVersion() {
    return new String[] {
      "%s (%s)".formatted(Version.program(), built(commit())),
      "Java %s (%s), %s"
          .formatted(
              Runtime.version(),
              System.getProperty("java.vendor"),
              System.getProperty("java.home")),
      "OpenCL loader: " + Machine.here().loader().text()
    };
  }

  /** Such as {@code commit 1a2b3c4d5e6f-dirty}: with changes that are not committed. */
  static String built(@Nullable String commit) {
    return commit == null || commit.isBlank() || commit.startsWith("${")
        ? "built outside git"
        : "commit " + commit;
  }

  private static @Nullable String commit() {
    try (InputStream manifest =
        Main.class.getClassLoader().getResourceAsStream("META-INF/MANIFEST.MF")) {
      return manifest == null ? null : new Manifest(manifest).getMainAttributes().getValue(COMMIT);
    } catch (IOException e) {
      return null;
    }
  }
}
