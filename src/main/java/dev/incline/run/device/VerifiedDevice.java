package dev.incline.run.device;

import dev.incline.file.Json;
import dev.incline.file.Sha256;
import dev.incline.file.TrustedFile;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a passed verification holds for, and the file in the cache that says so. The file holds
 * nothing else, so that it is either exactly this text or worth nothing.
 *
 * @param folder of the cache, for all devices
 * @param device name and platform
 * @param driver its version
 * @param kernelsSha256 of all kernel files
 * @param tiles how products are tiled, and in which form they read images
 * @param program name and version
 * @param ops those that passed, together: what a device shares between ops differs with them; and
 *     the kernels of a GPU, which is handed narrow steps in another form than wide ones
 */
public record VerifiedDevice(
    Path folder,
    String device,
    String driver,
    String kernelsSha256,
    String tiles,
    String program,
    SortedSet<String> ops) {
  /** Every op, in every form. */
  public static final SortedSet<String> ALL = new TreeSet<>(Set.of("all"));

  private static final Logger log = LoggerFactory.getLogger(VerifiedDevice.class);

  /** The same device with other ops. */
  public VerifiedDevice with(SortedSet<String> others) {
    return new VerifiedDevice(folder, device, driver, kernelsSha256, tiles, program, others);
  }

  /** Where a pass is remembered, or would be. */
  Path file() {
    String sum = Sha256.of(text().getBytes(StandardCharsets.UTF_8));
    return folder.resolve(sum.substring(0, 32) + ".json");
  }

  private String text() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", 2);
    document.put("device", device);
    document.put("driver", driver);
    document.put("kernelsSha256", kernelsSha256);
    document.put("tiles", tiles);
    document.put("program", program);
    document.put("ops", ops);
    return Json.text(document) + "\n";
  }

  /** Whether the file is there, whole and to be trusted; a warning where it is there and is not. */
  public boolean isRemembered() {
    Path file = file();
    try {
      Optional<String> found = TrustedFile.read(file);
      if (found.isEmpty()) {
        return false;
      }
      if (found.get().equals(text())) {
        return true;
      }
      log.warn("Ignoring {}, which is damaged: the device is verified again", file);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      log.warn("Ignoring {}, which cannot be read: the device is verified again", file);
    }
    return false;
  }

  /**
   * Writes the file beside its place, then moves it there.
   *
   * @throws IOException naming the file
   */
  public void remember() throws IOException {
    Path file = file();
    try {
      TrustedFile.write(file, text());
    } catch (IOException e) {
      throw Reason.writing(file, e);
    }
  }
}
