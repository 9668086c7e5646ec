package dev.incline.cli.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.incline.backend.opencl.forecast.GpuDescription;
import dev.incline.experiment.TextFile;
import dev.incline.file.FileNames;
import dev.incline.file.Json;
import dev.incline.file.JsonFault;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code bench --model} takes: the name of a GPU, or a file that describes one. */
final class GpuFile {
  private static final String FORM =
      "{\"name\": \"NVIDIA My GPU\", \"computeUnits\": 46, \"gigahertz\": 1.7, \"lanes\": 128, \"localKibibytes\": 48, \"maxWorkGroup\": 1024}";

  private GpuFile() {}

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidOptionException("--model: " + FileNames.message(e));
    }
  }

  /**
   * @throws InvalidOptionException when it is neither
   * @throws IOException naming the file, and what is wrong with it
   */
  static GpuDescription of(String text) throws IOException {
    GpuDescription known = GpuDescription.KNOWN.get(text.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    Path file = path(text);
    if (!Files.exists(file)) {
      throw new InvalidOptionException(
          "--model must be %s, or a JSON file that describes a GPU, not %s. Such a file holds, for example, %s"
              .formatted(String.join(", ", GpuDescription.KNOWN.keySet()), text, FORM));
    }
    String content = TextFile.read(file);
    try {
      return Json.STRICT.readValue(content, GpuDescription.class);
    } catch (ValueInstantiationException e) {
      Throwable wrong = e.getCause() == null ? e : e.getCause();
      throw new IOException("%s: %s".formatted(file, wrong.getMessage()), e);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s describes no GPU: %s. Such a file holds, for example, %s"
              .formatted(file, JsonFault.of(e), FORM),
          e);
    }
  }
}
