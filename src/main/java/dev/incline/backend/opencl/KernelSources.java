package dev.incline.backend.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The text of the kernel files, from the jar or from a folder. A line {@code #include "file"} is
 * replaced by that file, because OpenCL compilers differ in where they look for files.
 *
 * @param folder where the files lie; null for those in the jar
 */
public record KernelSources(@Nullable Path folder) {
  /** The kernels the program was built with. */
  public static final KernelSources BUILT_IN = new KernelSources(null);

  /** All of them. */
  public static final List<String> FILES =
      List.of(
          "column_sums.cl",
          "elementary.clh",
          "epilogue.clh",
          "gather_rows.cl",
          "instance.clh",
          "matmul_local.cl",
          "matmul_register.cl",
          "matmul_sparse.cl",
          "matmul_sparse_transposed.cl",
          "occupied_columns.cl",
          "probe_far.cl",
          "probe_launches.cl",
          "probe_local.cl",
          "probe_loops.cl",
          "probe_tickets.cl",
          "softmax_cross_entropy.cl",
          "sparse_rows.clh",
          "store.clh",
          "transpose.clh");

  /** Those that ask a device questions, and train nothing. */
  public static final List<String> PROBES =
      FILES.stream().filter(file -> file.startsWith("probe_")).toList();

  /**
   * @param file such as {@code gather_rows.cl}
   * @throws ClException naming the file when it cannot be read
   */
  String read(String file) {
    StringBuilder text = new StringBuilder();
    for (String line : raw(file).split("\n", -1)) {
      if (line.startsWith("#include \"")) {
        text.append(read(line.substring(10, line.lastIndexOf('"'))));
      } else {
        text.append(line);
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * SHA-256, in hex, of files as they are built: included files are part of it.
   *
   * @throws ClException naming a file that cannot be read
   */
  public String sha256(List<String> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : files) {
        digest.update((file + '\0' + read(file) + '\0').getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
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
        return Files.readString(folder.resolve(file));
      }
      try (InputStream in = KernelSources.class.getResourceAsStream("/kernels/" + file)) {
        return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new ClException("cannot read the kernel file " + place(file));
    }
  }
}
