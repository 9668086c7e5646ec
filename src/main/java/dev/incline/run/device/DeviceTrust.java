package dev.incline.run.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.examine.Examination;
import dev.incline.examine.Examined;
import dev.incline.run.watch.UnderWay;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import dev.incline.wording.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which devices may be believed, and how fast they are: each is asked once, in a process of its
 * own, and its answers are remembered.
 */
public final class DeviceTrust {
  private static final Logger log = LoggerFactory.getLogger(DeviceTrust.class);

  /** A kernel takes seconds to build; an answer takes three at most. */
  private static final Duration PROBE = Duration.ofMinutes(2);

  /** A comparison may wait for a compiler that takes minutes for one kernel. */
  public static final Duration COMPARISON =
      Duration.ofSeconds(Integer.getInteger("incline.examination.seconds", 900));

  /** What trains a batch in a minute is no choice. */
  private static final Duration TRIAL = Duration.ofMinutes(1);

  private final Path folder;
  private final KernelSources kernels;
  private final Function<Optional<ClDevice>, List<String>> options;
  private final boolean quiet;
  private final Map<Optional<ClDevice>, DeviceRecord.Place> places = new HashMap<>();
  private final Map<Optional<ClDevice>, Optional<DeviceRecord>> known = new HashMap<>();

  /**
   * @param folder of the records
   * @param kernels hold the probes
   * @param options of a command line that opens a device; of plain Java, without one
   * @param quiet whether to say nothing of what lasts
   */
  public DeviceTrust(
      Path folder,
      KernelSources kernels,
      Function<Optional<ClDevice>, List<String>> options,
      boolean quiet) {
    this.quiet = quiet;
    this.folder = folder;
    this.kernels = kernels;
    this.options = options;
  }

  /** What keeps the device from being used, if anything; asks where that is not known. */
  Optional<Objection> objection(ClDevice device) {
    Optional<List<String>> answers = remembered(device);
    if (answers.isPresent()) {
      return Objection.wrong(answers.get());
    }
    log.info(
        "{} is used for the first time: asking it some questions (seconds) ...", device.title());
    Examined examined = examine(Optional.of(device), PROBE, "--probes");
    List<String> faults = faults(examined);
    if (examined.isLasting()) {
      remember(Optional.of(device), new DeviceRecord(faults, Map.of()));
    }
    return Objection.wrong(faults).or(() -> Objection.unasked(examined));
  }

  /** Takes the place of what is known of a device; of plain Java, without one. */
  public void remember(Optional<ClDevice> device, DeviceRecord all) {
    place(device).write(all);
    known.put(device, Optional.of(all));
  }

  /** Read once: a file that is damaged is told of once. */
  private Optional<DeviceRecord> known(Optional<ClDevice> device) {
    return known.computeIfAbsent(device, any -> place(any).read());
  }

  /**
   * Remembers how another examination's probes were answered: a crash may be of a kernel's edit.
   */
  public void learn(ClDevice device, Examined examined) {
    if (examined.failure().isEmpty()
        && examined.unasked().isEmpty()
        && examined.crash().isEmpty()) {
      Optional<ClDevice> one = Optional.of(device);
      Map<TrialSize, Double> rates = known(one).map(DeviceRecord::rates).orElse(Map.of());
      remember(one, new DeviceRecord(examined.faults(), rates));
    }
  }

  /** Its wrong answers, and that it crashes or hangs. */
  public static List<String> faults(Examined examined) {
    List<String> faults = new ArrayList<>(examined.faults());
    examined.crash().ifPresent(crash -> faults.add("it " + crash));
    return faults;
  }

  /** What is remembered of its faults; empty where nothing is known of it. */
  public Optional<List<String>> remembered(ClDevice device) {
    return known(Optional.of(device)).map(DeviceRecord::faults);
  }

  /**
   * Samples a second of a short training, in a trial where that is not known; 0 where it does not
   * end in time, or at all.
   *
   * @param device believed; plain Java where there is none
   */
  double rate(Optional<ClDevice> device, TrialSize size) {
    DeviceRecord before = known(device).orElse(new DeviceRecord(List.of(), Map.of()));
    Double rate = before.rates().get(size);
    if (rate != null) {
      return rate;
    }
    log.info(
        "trying {} on a short training (once; remembered) ...",
        device.map(ClDevice::title).orElse("plain Java"));
    Examined tried = examine(device, TRIAL, "--trial", size.name().toLowerCase(Locale.ROOT));
    if (tried.isLasting()) {
      remember(device, before.withRate(size, tried.samplesPerSecond()));
    }
    return tried.samplesPerSecond();
  }

  /** Whether {@link #rate} is known without a trial. */
  boolean isTried(Optional<ClDevice> device, TrialSize size) {
    return known(device).filter(record -> record.rates().containsKey(size)).isPresent();
  }

  private Examined examine(Optional<ClDevice> device, Duration patience, String... what) {
    List<String> arguments = new ArrayList<>(List.of(Examination.COMMAND));
    arguments.addAll(options.apply(device));
    arguments.addAll(List.of(what));
    String afterCrash = device.map(ClDevice::cacheAdvice).orElse("");
    try (UnderWay underWay = UnderWay.begin("examining the device", quiet)) {
      return new Examination(arguments, patience, underWay.beside(finding -> {}), afterCrash).run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("cannot start a process to examine the device in: " + Reason.of(e), e));
    }
  }

  private DeviceRecord.Place place(Optional<ClDevice> device) {
    return places.computeIfAbsent(device, this::newPlace);
  }

  private DeviceRecord.Place newPlace(Optional<ClDevice> device) {
    return new DeviceRecord.Place(
        folder,
        device.map(ClDevice::title).orElse("plain Java"),
        device
            .map(d -> d.driver() + ", " + d.version())
            .orElse(
                Phrase.of(
                    "Java %s on %d processors",
                    Runtime.version(), Runtime.getRuntime().availableProcessors())),
        kernels.sha256(KernelSources.PROBES),
        Version.program());
  }
}
