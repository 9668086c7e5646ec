package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Linux of its own below a folder: libc, a shell, tar and gzip, some small programs, and no more.
 * It has no /proc, no user and no home.
 *
 * @param root where its files lie
 */
record BareSystem(Path root) {
  private static final List<String> PROGRAMS =
      List.of("sh", "mkdir", "mktemp", "mv", "rm", "tar", "gzip", "id");
  private static final List<String> LIBC =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+)/(\\S+\\.so\\S*)");

  static BareSystem in(Path root) throws IOException, InterruptedException {
    BareSystem system = new BareSystem(root);
    for (String folder : List.of("bin", "tmp", "here")) {
      Files.createDirectories(root.resolve(folder));
    }
    system.write("/dev/null", ""); // files will do, and anybody may make them
    for (String source : List.of("/dev/random", "/dev/urandom")) {
      Files.write(system.path(source), randomBytes());
    }
    for (String name : PROGRAMS) {
      Path program = Path.of(shell(root, "command -v " + name).out().strip()).toRealPath();
      system.copy(program, "/bin/" + name);
      Matcher library = LIBRARY.matcher(shell(root, "ldd " + program).out());
      while (library.find()) {
        Path folder = Path.of(library.group(1));
        system.copy(folder.resolve(library.group(2)), library.group());
        if (library.group(2).equals(LIBC.get(0))) {
          for (String part : LIBC) {
            system.copy(folder.resolve(part), folder.resolve(part).toString());
          }
        }
      }
    }
    return system;
  }

  /** As many as a few programs take: without any, Java waits for seconds to make its own. */
  private static byte[] randomBytes() {
    byte[] bytes = new byte[1 << 20];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** Where a file of the system lies. */
  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /** Copies a file, or a folder with all in it; what is there stays. */
  void copy(Path from, String to) throws IOException, InterruptedException {
    if (!Files.exists(path(to))) {
      Files.createDirectories(path(to).getParent());
      CommandRun run = shell(root, "cp -rL '%s' '%s'".formatted(from, path(to)));
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  void write(String to, String text) throws IOException {
    Files.createDirectories(path(to).getParent());
    Files.writeString(path(to), text);
  }

  /** Runs a line of its shell in /here, where only PATH is set. */
  CommandRun run(String line) throws IOException, InterruptedException {
    String user = shell(root, "id -u").out().strip();
    return shell(
        root,
        "exec env -i PATH=/bin %s \"$(command -v chroot || echo /usr/sbin/chroot)\" . /bin/sh -c '%s'"
            .formatted(
                user.equals("0") ? "" : "unshare --map-root-user",
                "cd /here; " + line.replace("'", "'\\''")));
  }

  /** Runs a line of this system's shell. */
  static CommandRun shell(Path here, String line) throws IOException, InterruptedException {
    Path out = Files.createTempFile("shell", ".out");
    Process process =
        new ProcessBuilder("sh", "-c", line)
            .directory(here.toFile())
            .redirectOutput(out.toFile())
            .start();
    try {
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new CommandRun(process.waitFor(), Files.readString(out), err);
    } finally {
      Files.delete(out);
    }
  }

  /** All files below a folder. */
  static List<Path> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).toList());
    }
  }
}
