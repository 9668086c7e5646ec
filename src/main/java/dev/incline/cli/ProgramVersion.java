package dev.incline.cli;

import dev.incline.doctor.Machine;
import dev.incline.wording.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program and its commit, Java, the OpenCL loader. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "%s (%s)".formatted(Version.program(), Version.commit()),
      "Java %s (%s), %s"
          .formatted(
              Runtime.version(),
              System.getProperty("java.vendor"),
              System.getProperty("java.home")),
      "OpenCL loader: " + Machine.here().loader().text()
    };
  }
}
