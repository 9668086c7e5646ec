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

  /** All of them. */
  public static final List<String> FILES =
      List.of(
          "activations.clh",
          "column_sums.cl",
          "dropout_mask.cl",
          "elementary.clh",
          "epilogue.clh",
          "gather_rows.cl",
          "instance.clh",
          "matmul_gradient.cl",
          "matmul_local.cl",
          "matmul_register.cl",
          "matmul_sparse.cl",
          "matmul_sparse_transposed.cl",
          "multiply.cl",
          "occupied_columns.cl",
          "philox.clh",
          "pixel.clh",
          "probe_far.cl",
          "probe_launches.cl",
          "probe_local.cl",
          "probe_loops.cl",
          "probe_tickets.cl",
          "row_load.cl",
          "row_loss.cl",
          "row_mask.cl",
          "row_multiply.cl",
          "row_pixels.cl",
          "row_product.cl",
          "softmax_cross_entropy.cl",
          "sparse_rows.clh",
          "store.clh",
          "transpose.clh",
          "update.cl",
          "update.clh");

  /** Those that ask a device questions, and train nothing. */
  public static final List<String> PROBES =
      FILES.stream().filter(file -> file.startsWith("probe_")).toList();

  private static final String INCLUDE = "#include \"";
  private static final int MOST = 1 << 24; // characters of a file with all that it includes

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
   * The text of every file, as it lies in its folder.
   *
   * @throws ClException naming a file that cannot be read
   */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    FILES.forEach(file -> texts.put(file, raw(file)));
    return texts;
  }

  /** Where a file lies, for people. */
  String place(String file) {
    return folder == null ? "kernels/" + file : folder.resolve(file).toString();
  }

  private String raw(String file) {
    try {
      if (folder != null) {
        return InputFile.text(folder.resolve(file), InputFile.SMALL);
      }
      try (InputStream in = KernelSources.class.getResourceAsStream("/kernels/" + file)) {
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
