package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClException;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of the kernel files, from the jar or from a folder. A line {@code #include "file"} is
 * replaced by that file, because OpenCL compilers differ in where they look for files. Lines {@code
 * #line} tell the compiler from which file and line the text comes, so that its messages name them.
 *
 * @param folder where the files lie; null for those in the jar
 */
public record KernelSources(@Nullable Path folder) {
  /** The kernels the program was built with. */
  public static final KernelSources BUILT_IN = new KernelSources(null);

  /** The names of the kernel files that the program was built with, sorted. */
  public static final List<String> FILES = KernelNames.builtIn();

  /** Those that ask a device questions, and train nothing. */
  public static final List<String> PROBES =
      FILES.stream().filter(file -> file.startsWith("probe_")).toList();

  private static final String INCLUDE = "#include \"";
  private static final int MOST = 1 << 24; // characters of a file with all that it includes

  /**
   * The names of its files, sorted: those of the program, which must all be there, and what else
   * lies in the folder. Such a file is built only where another includes it.
   *
   * @throws ClException where the folder cannot be listed
   */
  public List<String> files() {
    if (folder == null) {
      return FILES;
    }
    return Stream.concat(FILES.stream(), KernelNames.in(folder).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * A file with all that it includes.
   *
   * @param file such as {@code gather_rows.cl}
   * @throws ClException naming the file when it cannot be read
   */
  public String read(String file) {
    return assembled(file, true, List.of());
  }

  /**
   * @param around the files that this one is included by, outermost first
   */
  private String assembled(String file, boolean places, List<String> around) {
    List<String> chain = new ArrayList<>(around);
    chain.add(file);
    StringBuilder text = new StringBuilder(places ? line(1, file) : "");
    int number = 0;
    for (String line : raw(file).split("\n", -1)) {
      number++;
      if (line.startsWith(INCLUDE)) {
        String where = Phrase.of("the kernel file %s, line %d", place(file), number);
        String included = included(line, where);
        if (chain.contains(included)) {
          throw new ClException(
              "%s: %s includes itself (%s -> %s)"
                  .formatted(where, included, String.join(" -> ", chain), included));
        }
        text.append(assembled(included, places, chain));
        if (text.length() > MOST) {
          throw new ClException(
              Phrase.of("%s: with all that it includes it is over %,d characters", where, MOST));
        }
        text.append(places ? line(number + 1, file) : "\n");
      } else {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static String included(String line, String where) {
    int end = line.indexOf('"', INCLUDE.length());
    if (end < 0) {
      throw new ClException(where + ": the file's name after #include has no closing quote");
    } else if (end == INCLUDE.length()) {
      throw new ClException(where + ": #include names no file");
    }
    return line.substring(INCLUDE.length(), end);
  }

  /**
   * A line of source that says where the next line comes from. The folder is left out: a driver
   * keeps what it compiled by its text, and the same text has the same place in every folder.
   */
  public static String line(int number, String file) {
    return Phrase.of("#line %d \"%s\"\n", number, file);
  }

  /**
   * SHA-256, in hex, of files as they are built: included files are part of it, the folder is not.
   *
   * @throws ClException naming a file that cannot be read
   */
  public String sha256(List<String> files) {
    MessageDigest digest = Sha256.digest();
    for (String file : files) {
      String text = file + '\0' + assembled(file, false, List.of()) + '\0';
      digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest.digest());
  }

  /**
   * The text of these files, as they lie in their folder.
   *
   * @throws ClException naming a file that cannot be read
   */
  public Map<String, String> texts(List<String> files) {
    Map<String, String> texts = new LinkedHashMap<>();
    files.forEach(file -> texts.put(file, raw(file)));
    return texts;
  }

  /** Where a file lies, for people. */
  String place(String file) {
    return folder == null ? KernelNames.PACKED + file : folder.resolve(file).toString();
  }

  private String raw(String file) {
    try {
      if (folder != null) {
        return InputFile.text(folder.resolve(file), InputFile.SMALL);
      }
      try (InputStream in =
          KernelSources.class.getResourceAsStream("/" + KernelNames.PACKED + file)) {
        return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (InvalidPathException e) {
      throw new ClException("there is no kernel file " + Harmless.of(file));
    } catch (IOException e) {
      throw new ClException(
          "cannot read the kernel file %s: %s".formatted(place(file), Reason.of(e)));
    }
  }
}
