package dev.incline.run.device;

import dev.incline.file.Sha256;
import dev.incline.file.TrustedFile;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a device, remembered in the cache: how it answered the probes, and how fast
 * short trainings were on it.
 *
 * @param faults what it answered wrongly, a line each; empty for a device that may be believed
 * @param rates samples a second, of the trials that there were; 0 where one did not end in time
 */
public record DeviceRecord(List<String> faults, Map<TrialSize, Double> rates) {
  private static final Logger log = LoggerFactory.getLogger(DeviceRecord.class);
  private static final String FAULT = "fault ";
  private static final String RATE = "rate ";
  private static final String END = "end";

  DeviceRecord withRate(TrialSize size, double rate) {
    Map<TrialSize, Double> more = new EnumMap<>(TrialSize.class);
    more.putAll(rates);
    more.put(size, rate);
    return new DeviceRecord(faults, more);
  }

  /**
   * Where it is kept, and what it holds for.
   *
   * @param device name and platform
   * @param driver its version
   * @param probesSha256 of the kernels that asked
   * @param program name and version
   */
  record Place(Path folder, String device, String driver, String probesSha256, String program) {
    private String heading() {
      return "incline device 1\ndevice %s\ndriver %s\nprobes %s\nprogram %s\n"
          .formatted(device, driver, probesSha256, program);
    }

    Path file() {
      return folder.resolve(
          Sha256.of(heading().getBytes(StandardCharsets.UTF_8)).substring(0, 32) + ".txt");
    }

    /** Empty where nothing is known; a warning where the file is damaged, or may be forged. */
    Optional<DeviceRecord> read() {
      try {
        return TrustedFile.read(file()).map(this::parse);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException | IllegalArgumentException e) {
        log.warn("Ignoring {}, which is damaged: the device is examined again", file());
        return Optional.empty();
      }
    }

    private DeviceRecord parse(String text) {
      if (!text.startsWith(heading()) || !text.endsWith("\n" + END + "\n")) {
        throw new IllegalArgumentException("not whole");
      }
      List<String> faults = new ArrayList<>();
      Map<TrialSize, Double> rates = new EnumMap<>(TrialSize.class);
      for (String line : text.substring(heading().length()).split("\n", -1)) {
        if (line.startsWith(FAULT)) {
          faults.add(line.substring(FAULT.length()));
        } else if (line.startsWith(RATE)) {
          String[] words = line.split(" ", -1);
          rates.put(TrialSize.valueOf(words[1]), Double.valueOf(words[2]));
        }
      }
      return new DeviceRecord(faults, rates);
    }

    /** Writes beside the place, then moves there; one that cannot be written is told of. */
    void write(DeviceRecord known) {
      StringBuilder text = new StringBuilder(heading());
      known.faults.forEach(f -> text.append(FAULT).append(f.replace('\n', ' ')).append('\n'));
      known.rates.forEach(
          (size, rate) -> text.append(RATE + size.name() + " " + rate).append('\n'));
      text.append(END).append('\n');
      try {
        TrustedFile.write(file(), text.toString());
      } catch (IOException e) {
        log.warn(
            "cannot write {} ({}): the device is examined again next time", file(), Reason.of(e));
      }
    }
  }
}
