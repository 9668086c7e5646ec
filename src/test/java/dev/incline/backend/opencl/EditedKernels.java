package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.KernelSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A copy of the kernels in which one file is another. */
public final class EditedKernels {
  public static final Path ORIGINALS = Path.of("kernels");

  private EditedKernels() {}

  /** Replaces every occurrence of a text that must be there. */
  public static KernelSources replace(Path folder, String file, String original, String edited) {
    copy(folder);
    return edit(folder, file, original, edited);
  }

  /** The same in a folder that holds kernels, which may be edited already. */
  public static KernelSources edit(Path folder, String file, String original, String edited) {
    try {
      String text = Files.readString(folder.resolve(file));
      assertThat(text).contains(original);
      Files.writeString(folder.resolve(file), text.replace(original, edited));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KernelSources(folder);
  }

  /** Copies all kernels into a folder. */
  public static void copy(Path folder) {
    try (Stream<Path> files = Files.list(ORIGINALS)) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernels with this text for one of the files. */
  public static KernelSources with(Path folder, String file, String text) {
    copy(folder);
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KernelSources(folder);
  }

  /** Kernels that mean the same, each line of more than a word edited. */
  static KernelSources everyLine(Path folder) {
    for (String file : KernelSources.FILES) {
      String text = read(file).replaceAll("(?m)(?<!^#include) (?=\\S)", "  ");
      try {
        Files.writeString(folder.resolve(file), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new KernelSources(folder);
  }

  /**
   * A text of elementary.clh whose quotient, where it is to be corrected, is so many ulp off: what
   * a device's division may be.
   */
  public static String dividing(String elementary, int ulp) {
    return elementary.replace(
        "T r = (T)(1.0f) / x;",
        "T r = as_##T(as_##INT((T)(1.0f) / x) + (INT)(%d));".formatted(ulp));
  }

  /** The same of the square root. */
  public static String rooting(String elementary, int ulp) {
    return elementary.replace(
        "T r = sqrt(a);", "T r = as_##T(as_##INT(sqrt(a)) + (INT)(%d));".formatted(ulp));
  }

  public static String read(String file) {
    try {
      return Files.readString(ORIGINALS.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
