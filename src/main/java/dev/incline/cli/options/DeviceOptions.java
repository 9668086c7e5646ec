package dev.incline.cli.options;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.Tiling;
import dev.incline.examine.Examination;
import dev.incline.examine.Examined;
import dev.incline.model.Network;
import dev.incline.run.DeviceChoice;
import dev.incline.run.DeviceSelection;
import dev.incline.run.DeviceTrust;
import dev.incline.run.NoSuchDeviceException;
import dev.incline.run.TrialSize;
import dev.incline.run.UnderWay;
import dev.incline.run.VerifiedDevice;
import dev.incline.run.Version;
import dev.incline.tune.TunedTiles;
import dev.incline.tune.Tuner;
import dev.incline.tune.TuningCache;
import dev.incline.tune.TuningKey;
import dev.incline.verify.Verification;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options that choose a device and how it works. No other place opens a backend. */
public final class DeviceOptions {
  private static final Logger log = LoggerFactory.getLogger(DeviceOptions.class);
  private static final String THREADS = "a whole number from 1 to 1024";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "${env:INCLINE_DEVICE:-auto}",
      description = {
        DeviceChoice.SYNTAX + " (default: ${DEFAULT-VALUE}; INCLINE_DEVICE sets the default)"
      })
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of plain Java, " + THREADS + " (default: one per processor)")
  private @Nullable Integer threads;

  @Option(
      names = "--matmul",
      paramLabel = "TILES",
      description =
          "How OpenCL products are tiled, register or local (default: register on CPU devices, local"
              + " memory on others)")
  private Tiling.@Nullable Family matmul;

  @Option(
      names = "--input",
      paramLabel = "FORM",
      description =
          "How OpenCL products read images, dense or sparse (their zeros skipped); no bit depends on it"
              + " (default: auto, sparse on CPU devices where most pixels are zero)")
  private OpenClOptions.@Nullable Input input;

  @Option(
      names = "--kernels",
      paramLabel = "DIR",
      description = "Folder to read the OpenCL kernels from (default: those in the program)")
  private @Nullable Path kernels;

  @Option(
      names = "--no-tuned",
      description = "Take the default tiles, not those that 'incline tune' found for the device")
  private boolean untuned;

  @Option(
      names = "--trust-device",
      description =
          "Compute on a device that answers a probe wrongly, with a warning; what a run reports is checked"
              + " all the same")
  private boolean trusted;

  private boolean toldOfPlainJava; // once is enough, however often the device is opened
  private boolean believed; // asked nothing: it is being examined
  private @Nullable TrialSize trial; // by which auto compares, where it may try
  private boolean quiet; // of what lasts
  private DeviceSelection.@Nullable Taken taken; // once known

  /**
   * Checks the ranges.
   *
   * @throws InvalidOptionException naming the flag
   */
  public void validate() {
    if (threads != null && (threads < 1 || threads > 1024)) {
      throw new InvalidOptionException("--threads must be " + THREADS + ", not " + threads);
    }
    if (kernels != null && !Files.isDirectory(kernels)) {
      throw new InvalidOptionException("--kernels must be a folder, and " + kernels + " is none");
    }
    if (DeviceChoice.isPlainJava(device)) {
      if (matmul != null || input != null || kernels != null || untuned || trusted) {
        throw new InvalidOptionException(
            (matmul != null
                    ? "--matmul"
                    : input != null
                        ? "--input"
                        : kernels != null ? "--kernels" : untuned ? "--no-tuned" : "--trust-device")
                + " concerns OpenCL devices: it does not go with --device cpu");
      }
    } else if (threads != null && !DeviceChoice.isAuto(device)) {
      throw new InvalidOptionException(
          "--threads concerns plain Java: it goes with --device cpu, not --device " + device);
    }
  }

  /**
   * Opens the chosen device; says so where {@code auto} has to make do with plain Java.
   *
   * @throws NoSuchDeviceException listing what is present
   */
  public Backend open() throws NoSuchDeviceException {
    return open(this::tunedOptions);
  }

  private Backend open(Function<ClDevice, OpenClOptions> options) throws NoSuchDeviceException {
    validate();
    Optional<ClDevice> openCl = chosen();
    if (openCl.isPresent()) {
      if (threads != null) {
        log.warn("--threads has no effect on {}", openCl.get().title());
      }
      ClDevice one = openCl.get();
      return UnderWay.during(
          "opening " + one.title(), quiet, () -> new OpenClBackend(one, options.apply(one)));
    }
    if (!DeviceChoice.isPlainJava(device) && reason().isEmpty() && !toldOfPlainJava) {
      toldOfPlainJava = true;
      log.warn("No OpenCL device, so plain Java computes, slower: {}", ClDevice.whyNone());
      if (matmul != null || input != null || kernels != null || untuned) {
        log.warn("--matmul, --input, --kernels and --no-tuned have no effect on plain Java");
      }
    }
    return new CpuBackend(threads != null ? threads : Runtime.getRuntime().availableProcessors());
  }

  /**
   * The device that is taken: one that answers every probe rightly, or is trusted all the same. Of
   * several that {@code auto} may take, the fastest in a short trial, where it may try.
   *
   * @return empty for plain Java
   * @throws NoSuchDeviceException listing what is present
   * @throws WrongDeviceException when the one that was asked for must not be believed
   */
  private Optional<ClDevice> chosen() throws NoSuchDeviceException {
    if (taken == null) {
      List<ClDevice> present = DeviceChoice.isPlainJava(device) ? List.of() : present(quiet);
      taken =
          believed
              ? new DeviceSelection.Taken(DeviceChoice.choose(device, present), "")
              : new DeviceSelection(device, trust(), trusted, trial).from(present);
    }
    return taken.device();
  }

  /** The OpenCL devices there are: their drivers are loaded. */
  public static List<ClDevice> present(boolean quiet) {
    return UnderWay.during("looking for OpenCL devices", quiet, ClDevice::all);
  }

  /** Says nothing of what lasts. */
  public void quietly() {
    quiet = true;
  }

  /** Whether plain Java was asked for by name. */
  public boolean isPlainJava() {
    return DeviceChoice.isPlainJava(device);
  }

  /** Which devices may be believed. */
  public DeviceTrust trust() {
    return new DeviceTrust(
        tuningCache().folder().resolveSibling("devices"), kernels(), this::arguments, quiet);
  }

  /** Asks the device nothing before it is used: it is being examined, or that is not wanted. */
  public void believe() {
    believed = true;
  }

  /**
   * In the place of options: one device that is examined.
   *
   * @param folder of the kernels; null for those in the program
   */
  public void take(ClDevice one, @Nullable Path folder) {
    device = one.index();
    kernels = folder;
    believed = true;
  }

  /** Whether a device that must not be believed is used all the same. */
  public boolean isTrusted() {
    return trusted;
  }

  /** Says what will be trained, so that {@code auto} may compare devices by a short training. */
  public void tryFor(Network network, int batch) {
    trial = TrialSize.like(network, batch);
  }

  /** Why {@code auto} took what it took; empty where it had no choice. */
  public String reason() {
    return taken == null ? "" : taken.reason();
  }

  /** The title of the device that is taken, which is not opened. */
  public String title() throws NoSuchDeviceException {
    return chosen().map(ClDevice::title).orElse("plain Java");
  }

  /**
   * Examines the chosen device in a process of its own.
   *
   * @param what of {@code incline examine-device}
   */
  public Examined examine(Verification.Listener listener, List<String> what)
      throws IOException, NoSuchDeviceException {
    List<String> all = new ArrayList<>(List.of(Examination.COMMAND));
    all.addAll(arguments(chosen()));
    String afterCrash = chosen().map(ClDevice::cacheAdvice).orElse("");
    all.addAll(what);
    try (UnderWay underWay = UnderWay.begin("examining the device", quiet)) {
      return new Examination(all, DeviceTrust.COMPARISON, underWay.beside(listener), afterCrash)
          .run();
    }
  }

  /** Remembers what an examination of the chosen device found. */
  public void learn(Examined examined) throws NoSuchDeviceException {
    chosen().ifPresent(one -> trust().learn(one, examined));
  }

  /** The options by which another process opens a device as this one would. */
  List<String> arguments(Optional<ClDevice> of) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--device", of.map(ClDevice::index).orElse("cpu")));
    if (of.isEmpty()) {
      return arguments;
    }
    if (matmul != null) {
      arguments.addAll(List.of("--matmul", matmul.name()));
    }
    if (input != null) {
      arguments.addAll(List.of("--input", input.name()));
    }
    if (kernels != null) {
      arguments.addAll(List.of("--kernels", kernels.toString()));
    }
    if (untuned) {
      arguments.add("--no-tuned");
    }
    if (trusted) {
      arguments.add("--trust-device");
    }
    return arguments;
  }

  /** Plain Java on all processors. */
  public static Backend plainJava() {
    return new CpuBackend(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens the chosen device for many small shapes: products are built once for all of them.
   *
   * @throws NoSuchDeviceException listing what is present
   */
  public Backend openForManyShapes() throws NoSuchDeviceException {
    return open(any -> openClOptions().withoutSpecialising());
  }

  /** What keeps the chosen OpenCL device from giving the contract's bits; empty for plain Java. */
  public List<String> deviations() throws NoSuchDeviceException {
    return chosen().map(ClDevice::deviations).orElse(List.of());
  }

  /** The driver of the chosen device and its OpenCL version; {@code none} for plain Java. */
  public String driver() throws NoSuchDeviceException {
    return chosen().map(d -> d.driver() + ", " + d.version()).orElse("none");
  }

  /**
   * The chosen OpenCL device.
   *
   * @param why plain Java will not do
   * @throws InvalidOptionException where plain Java is chosen
   * @throws NoSuchDeviceException listing what is present
   */
  public ClDevice openClDevice(String why) throws NoSuchDeviceException {
    validate();
    if (DeviceChoice.isPlainJava(device)) {
      throw new InvalidOptionException(
          "--device cpu is plain Java: %s. Choose an OpenCL device".formatted(why));
    }
    return chosen().orElseThrow(() -> new NoSuchDeviceException("opencl", ClDevice.all()));
  }

  /** A search among the tiles of {@code --matmul}, or of the device's family. */
  public Tuner tuner(ClDevice chosen, boolean quick) {
    Tiling.Family family = matmul != null ? matmul : Tiling.Family.of(chosen);
    return new Tuner(chosen, openClOptions(), family, quick);
  }

  /** The kernels that {@code --kernels} chose, or the built-in ones. */
  public KernelSources kernels() {
    return kernels == null ? KernelSources.BUILT_IN : new KernelSources(kernels);
  }

  /**
   * Takes the place of {@code --kernels}.
   *
   * @throws InvalidOptionException where that is given too
   */
  public void readKernelsFrom(Path folder) {
    if (kernels != null) {
      throw new InvalidOptionException("--kernels does not go with --bundle-kernels");
    }
    kernels = folder;
    validate();
  }

  /**
   * What a passed verification of the chosen device would hold for; empty for plain Java, which
   * needs none.
   */
  public Optional<VerifiedDevice> verified() throws NoSuchDeviceException {
    return chosen()
        .map(
            one ->
                new VerifiedDevice(
                    tuningCache().folder().resolveSibling("verified"),
                    one.title(),
                    one.driver() + ", " + one.version(),
                    kernels().sha256(KernelSources.FILES),
                    "%s, input %s".formatted(tiles(one), input == null ? "auto" : input),
                    Version.program()));
  }

  private String tiles(ClDevice chosen) {
    if (matmul != null) {
      return matmul.toString();
    }
    Optional<TunedTiles> tuned =
        untuned ? Optional.empty() : tuningCache().read(TuningKey.of(chosen, kernels()));
    return tuned
        .map(tiles -> tiles.products().stream().map(p -> p.shape() + ": " + p.tiling()).toList())
        .map(List::toString)
        .orElse("standard");
  }

  /** Where tuned tiles are remembered; -Dincline.cache=DIR puts it elsewhere. */
  public static TuningCache tuningCache() {
    String elsewhere = System.getProperty("incline.cache");
    return elsewhere != null
        ? new TuningCache(Path.of(elsewhere).resolve("tuning"))
        : TuningCache.of(System.getenv());
  }

  /** With the tiles that were tuned for the device, unless the command line chose others. */
  private OpenClOptions tunedOptions(ClDevice chosen) {
    OpenClOptions options = openClOptions();
    if (untuned || matmul != null) {
      return options;
    }
    Optional<TunedTiles> tiles = tuningCache().read(TuningKey.of(chosen, kernels()));
    tiles.ifPresent(t -> log.debug("{} products are tuned", t.products().size()));
    return tiles.map(options::withTiles).orElse(options);
  }

  private OpenClOptions openClOptions() {
    OpenClOptions options = OpenClOptions.STANDARD.withKernels(kernels());
    if (input != null) {
      options = options.withInput(input);
    }
    return matmul == null ? options : options.withFamily(matmul);
  }

  /** Adds what was chosen, by flag name. */
  void describe(Map<String, Object> options) {
    options.put("device", DeviceChoice.isAuto(device) ? "auto" : device);
    if (threads != null) {
      options.put("threads", threads);
    }
    if (matmul != null) {
      options.put("matmul", matmul.name().toLowerCase(Locale.ROOT));
    }
    if (input != null) {
      options.put("input", input.name().toLowerCase(Locale.ROOT));
    }
    if (kernels != null) {
      options.put("kernels", kernels.toString());
    }
    if (untuned) {
      options.put("no-tuned", true);
    }
    if (trusted) {
      options.put("trust-device", true);
    }
  }
}
