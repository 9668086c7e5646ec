package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.ClDevice;
import dev.incline.backend.opencl.KernelSources;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.Tiling;
import dev.incline.train.InvalidOptionException;
import dev.incline.tune.TunedTiles;
import dev.incline.tune.Tuner;
import dev.incline.tune.TuningCache;
import dev.incline.tune.TuningKey;
import java.nio.file.Files;
import java.nio.file.Path;
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
final class DeviceOptions {
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

  private boolean toldOfPlainJava; // once is enough, however often the device is opened

  /**
   * @throws InvalidOptionException naming the flag
   */
  void validate() {
    if (threads != null && (threads < 1 || threads > 1024)) {
      throw new InvalidOptionException("--threads must be " + THREADS + ", not " + threads);
    }
    if (kernels != null && !Files.isDirectory(kernels)) {
      throw new InvalidOptionException("--kernels must be a folder, and " + kernels + " is none");
    }
    if (DeviceChoice.isPlainJava(device)) {
      if (matmul != null || input != null || kernels != null || untuned) {
        throw new InvalidOptionException(
            (matmul != null
                    ? "--matmul"
                    : input != null ? "--input" : kernels != null ? "--kernels" : "--no-tuned")
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
  Backend open() throws NoSuchDeviceException {
    return open(this::tunedOptions);
  }

  private Backend open(Function<ClDevice, OpenClOptions> options) throws NoSuchDeviceException {
    validate();
    List<ClDevice> present = DeviceChoice.isPlainJava(device) ? List.of() : ClDevice.all();
    Optional<ClDevice> chosen = DeviceChoice.choose(device, present);
    if (chosen.isPresent()) {
      if (threads != null) {
        log.warn("--threads has no effect on {}", chosen.get().title());
      }
      return new OpenClBackend(chosen.get(), options.apply(chosen.get()));
    }
    if (!DeviceChoice.isPlainJava(device) && !toldOfPlainJava) {
      toldOfPlainJava = true;
      log.warn("No OpenCL device, so plain Java computes, slower: {}", ClDevice.whyNone());
      if (matmul != null || input != null || kernels != null || untuned) {
        log.warn("--matmul, --input, --kernels and --no-tuned have no effect on plain Java");
      }
    }
    return new CpuBackend(threads != null ? threads : Runtime.getRuntime().availableProcessors());
  }

  /** Plain Java on all processors. */
  static Backend plainJava() {
    return new CpuBackend(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens the chosen device for many small shapes: products are built once for all of them.
   *
   * @throws NoSuchDeviceException listing what is present
   */
  Backend openForManyShapes() throws NoSuchDeviceException {
    return open(any -> openClOptions().withoutSpecialising());
  }

  /** What keeps the chosen OpenCL device from giving the contract's bits; empty for plain Java. */
  List<String> deviations() throws NoSuchDeviceException {
    List<ClDevice> present = DeviceChoice.isPlainJava(device) ? List.of() : ClDevice.all();
    return DeviceChoice.choose(device, present).map(ClDevice::deviations).orElse(List.of());
  }

  /** The driver of the chosen device and its OpenCL version; {@code none} for plain Java. */
  String driver() throws NoSuchDeviceException {
    List<ClDevice> present = DeviceChoice.isPlainJava(device) ? List.of() : ClDevice.all();
    return DeviceChoice.choose(device, present)
        .map(chosen -> chosen.driver() + ", " + chosen.version())
        .orElse("none");
  }

  /**
   * The chosen OpenCL device.
   *
   * @param why plain Java will not do
   * @throws InvalidOptionException where plain Java is chosen
   * @throws NoSuchDeviceException listing what is present
   */
  ClDevice openClDevice(String why) throws NoSuchDeviceException {
    validate();
    if (DeviceChoice.isPlainJava(device)) {
      throw new InvalidOptionException(
          "--device cpu is plain Java: %s. Choose an OpenCL device".formatted(why));
    }
    List<ClDevice> present = ClDevice.all();
    return DeviceChoice.choose(device, present)
        .orElseThrow(() -> new NoSuchDeviceException("opencl", present));
  }

  /** A search among the tiles of {@code --matmul}, or of the device's family. */
  Tuner tuner(ClDevice chosen, boolean quick) {
    Tiling.Family family = matmul != null ? matmul : Tiling.Family.of(chosen);
    return new Tuner(chosen, openClOptions(), family, quick);
  }

  /** The kernels that {@code --kernels} chose, or the built-in ones. */
  KernelSources kernels() {
    return kernels == null ? KernelSources.BUILT_IN : new KernelSources(kernels);
  }

  /**
   * Takes the place of {@code --kernels}.
   *
   * @throws InvalidOptionException where that is given too
   */
  void readKernelsFrom(Path folder) {
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
  Optional<VerifiedDevice> verified() throws NoSuchDeviceException {
    List<ClDevice> present = DeviceChoice.isPlainJava(device) ? List.of() : ClDevice.all();
    return DeviceChoice.choose(device, present)
        .map(
            chosen ->
                new VerifiedDevice(
                    tuningCache().folder().resolveSibling("verified"),
                    chosen.title(),
                    chosen.driver() + ", " + chosen.version(),
                    kernels().sha256(KernelSources.FILES),
                    "%s, input %s".formatted(tiles(chosen), input == null ? "auto" : input),
                    Main.Version.program()));
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
  static TuningCache tuningCache() {
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
  }
}
