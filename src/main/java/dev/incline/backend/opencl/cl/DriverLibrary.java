package dev.incline.backend.opencl.cl;

import dev.incline.file.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The library of a driver: where the dynamic linker looks for it, and whether its file is one. */
final class DriverLibrary {
  static final String INSTALL_AGAIN = "install its package again, or delete the .icd file";

  /** What {@link #fault} says of a library that would kill the process which loads it. */
  static final String CUT = "is cut short: ";

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final int CLASS = 4; // where in the file's head: 1 for 32 bits, 2 for 64
  private static final int MACHINE = 18; // two bytes
  private static final int SECTIONS = 40; // where the table of sections lies, last in the file
  private static final int SECTION_SIZE = 58;
  private static final int SECTION_COUNT = 60;
  private static final int HEAD = 64;
  private static final Map<String, Integer> MACHINES = Map.of("amd64", 62, "aarch64", 183);

  private DriverLibrary() {}

  /** Those of LD_LIBRARY_PATH first. */
  static List<String> folders(Map<String, String> variables) {
    return Stream.concat(
            Arrays.stream(variables.getOrDefault("LD_LIBRARY_PATH", "").split(":", -1)),
            Stream.of(
                "/usr/lib/x86_64-linux-gnu",
                "/usr/lib/aarch64-linux-gnu",
                "/usr/lib64",
                "/usr/lib",
                "/usr/local/lib",
                "/usr/local/lib64",
                "/opt/rocm/lib",
                "/usr/local/cuda/lib64",
                "/opt/intel/oneapi/lib"))
        .filter(folder -> folder.startsWith("/"))
        .toList();
  }

  /** The cache holds the paths of libraries, each with a zero byte behind it. */
  static Optional<Path> inLinkerCache(Path cache, String name) {
    try {
      String text = Files.readString(cache, StandardCharsets.ISO_8859_1);
      Matcher path = Pattern.compile("\0(/[^\0]*/" + Pattern.quote(name) + ")\0").matcher(text);
      return path.find() ? Optional.of(Path.of(path.group(1))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What keeps the file from being a library for this processor, to follow "which". */
  static Optional<String> fault(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of("is a folder: " + INSTALL_AGAIN);
    }
    byte[] head;
    long size;
    try (InputStream in = InputFile.open(file, Long.MAX_VALUE)) {
      head = in.readNBytes(HEAD);
      size = Files.size(file);
    } catch (IOException e) {
      return Optional.of("cannot be read: check the permissions of " + file);
    }
    if (head.length < HEAD || !Arrays.equals(head, 0, ELF.length, ELF, 0, ELF.length)) {
      return Optional.of(
          (head.length == 0 ? "is empty: " : "is no library, or not whole: ") + INSTALL_AGAIN);
    }
    if (head[CLASS] == 1) {
      return Optional.of(
          "is a 32-bit library, and Java runs with 64 bits: install the 64-bit driver");
    }
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long sections =
        (long) fields.getShort(SECTION_SIZE) * (fields.getShort(SECTION_COUNT) & 0xffff);
    if (fields.getLong(SECTIONS) + sections > size) {
      return Optional.of(CUT + INSTALL_AGAIN);
    }
    String arch = System.getProperty("os.arch");
    int machine = fields.getShort(MACHINE);
    return machine == MACHINES.getOrDefault(arch, machine)
        ? Optional.empty()
        : Optional.of("is for another processor than " + arch + ": install the driver for " + arch);
  }

  /** What the dynamic linker says of it. */
  static Optional<String> loadFailure(Path file) {
    try {
      System.load(file.toAbsolutePath().toString());
      return Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      String message = String.valueOf(e.getMessage());
      boolean unmapped = message.contains("failed to map segment"); // it says no more
      return Optional.of(
          unmapped
              ? Limits.here().littleSpace().map(why -> message + ". " + why).orElse(message)
              : message);
    }
  }
}
