package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the kernels in which one file is another. */
final class EditedKernels {
  static final Path ORIGINALS = Path.of("kernels");

  private EditedKernels() {}

  /** Replaces every occurrence of a text that must be there. */
  static KernelSources replace(Path folder, String file, String original, String edited) {
    String text = read(file);
    assertThat(text).contains(original);
    return with(folder, file, text.replace(original, edited));
  }

  /** The kernels with this text for one of the files. */
  static KernelSources with(Path folder, String file, String text) {
    try (Stream<Path> files = Files.list(ORIGINALS)) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(each.getFileName()));
      }
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KernelSources(folder);
  }

  static String read(String file) {
    try {
      return Files.readString(ORIGINALS.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
