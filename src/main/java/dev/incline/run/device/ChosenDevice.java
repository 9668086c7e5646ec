package dev.incline.run.device;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.LaunchChoice;
import dev.incline.examine.Examination;
import dev.incline.examine.Examined;
import dev.incline.model.Network;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValue;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import dev.incline.run.watch.UnderWay;
import dev.incline.tune.Tuner;
import dev.incline.verify.Verification;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device that options choose, and how it works. No other place opens a backend. */
public final class ChosenDevice {
  private static final Logger log = LoggerFactory.getLogger(ChosenDevice.class);

  private static final OptionValues PLAIN_JAVA =
      OptionValues.NONE.with(DeviceOptions.DEVICE, DeviceOptions.PLAIN_JAVA, Origin.FLAG);

  private final OptionValues values;
  private final OpenClSettings openCl;
  private final String device;
  private boolean toldOfPlainJava; // once is enough, however often the device is opened
  private boolean believed; // asked nothing: it is being examined
  private @Nullable TrialSize trial; // by which auto compares, where it may try
  private boolean quiet; // of what lasts

  /** Whether its driver optimises kernels; tests of commands, which build many, set it to false. */
  private boolean optimise = Boolean.parseBoolean(System.getProperty("incline.optimise", "true"));

  private DeviceSelection.@Nullable Taken taken; // once known

  /**
   * The device of these values; none is opened yet.
   *
   * @param values of which those of {@link dev.incline.option.Option.Scope#PLACE} count
   * @throws InvalidOptionException where there is no folder of kernels
   */
  public ChosenDevice(OptionValues values) {
    this.values = values;
    this.openCl = new OpenClSettings(values);
    this.device = values.get(DeviceOptions.DEVICE);
  }

  /** One device, to be examined, with the kernels of a folder, or (null) those in the program. */
  public static ChosenDevice examined(ClDevice one, @Nullable Path kernels) {
    OptionValues values = OptionValues.NONE.with(DeviceOptions.DEVICE, one.index(), Origin.FLAG);
    ChosenDevice device =
        new ChosenDevice(
            kernels == null ? values : values.with(DeviceOptions.KERNELS, kernels, Origin.FLAG));
    device.believe();
    return device;
  }

  /**
   * Opens the chosen device; says so where {@code auto} has to make do with plain Java.
   *
   * @throws NoSuchDeviceException listing what is present
   */
  public Backend open() throws NoSuchDeviceException {
    return open(openCl::tuned);
  }

  private Backend open(Function<ClDevice, OpenClOptions> options) throws NoSuchDeviceException {
    Integer threads = values.find(DeviceOptions.THREADS);
    if (chosen().isPresent()) {
      ClDevice one = chosen().get();
      if (threads != null) {
        log.warn("--threads has no effect on {}", one.title());
      }
      return UnderWay.during(
          "opening " + one.title(),
          quiet,
          () -> {
            OpenClOptions asked = options.apply(one);
            return new OpenClBackend(one, optimise ? asked : asked.withoutOptimising());
          });
    }
    if (!isPlainJava() && reason().isEmpty() && !toldOfPlainJava) {
      toldOfPlainJava = true;
      log.warn("No OpenCL device, so plain Java computes, slower: {}", ClDevice.whyNone());
      List<String> useless = forOpenCl().map(value -> value.option().toString()).toList();
      if (!useless.isEmpty()) {
        log.warn("These options have no effect on plain Java: {}", Listing.of(useless));
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
      List<ClDevice> present = isPlainJava() ? List.of() : present(quiet);
      taken =
          believed
              ? new DeviceSelection.Taken(DeviceChoice.choose(device, present), "")
              : new DeviceSelection(device, trust(), isTrusted(), trial).from(present);
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

  /** Has kernels built to run fast, or faster to run slower. */
  public void optimise(boolean whether) {
    optimise = whether;
  }

  /** Whether plain Java was asked for by name. */
  public boolean isPlainJava() {
    return device.equals(DeviceOptions.PLAIN_JAVA);
  }

  /** Which devices may be believed. */
  public DeviceTrust trust() {
    return new DeviceTrust(beside("devices"), kernels(), this::arguments, quiet);
  }

  /** Asks the device nothing before it is used: it is being examined, or that is not wanted. */
  public void believe() {
    believed = true;
  }

  /** Whether a device that must not be believed is used all the same. */
  public boolean isTrusted() {
    return values.get(DeviceOptions.TRUST_DEVICE);
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
  public List<String> arguments(Optional<ClDevice> of) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--device", of.map(ClDevice::index).orElse("cpu")));
    if (of.isEmpty()) {
      return arguments;
    }
    forOpenCl().forEach(value -> arguments.addAll(value.words()));
    return arguments;
  }

  /** The values that mean something for OpenCL devices alone. */
  private Stream<OptionValue<?>> forOpenCl() {
    return values.given().values().stream()
        .filter(v -> DeviceOptions.isOne(v.option()) && !PLAIN_JAVA.concerns(v.option()));
  }

  /** Plain Java on all processors. */
  public static Backend plainJava() {
    return new CpuBackend(Runtime.getRuntime().availableProcessors());
  }

  /** Opens the chosen device for many small shapes: products are built once for all of them. */
  public Backend openForManyShapes() throws NoSuchDeviceException {
    return open(any -> openCl.untuned().withoutSpecialising());
  }

  /** Opens the chosen device as training does, and hands it steps in this form. */
  public Backend open(LaunchChoice.Form form) throws NoSuchDeviceException {
    return open(one -> openCl.tuned(one).withLaunches(form));
  }

  /** In which other forms the chosen device could be handed a step; none but for GPUs. */
  public List<LaunchChoice.Form> otherForms() throws NoSuchDeviceException {
    return chosen().map(openCl::otherForms).orElse(List.of());
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
    if (isPlainJava()) {
      throw new InvalidOptionException(
          "--device cpu is plain Java: %s. Choose an OpenCL device".formatted(why));
    }
    return chosen().orElseThrow(() -> new NoSuchDeviceException("opencl", ClDevice.all()));
  }

  /** See {@link OpenClSettings#tuner}. */
  public Tuner tuner(ClDevice chosen, boolean quick) {
    return openCl.tuner(chosen, quick);
  }

  /** The kernels that {@code --kernels} chose, or the built-in ones. */
  public KernelSources kernels() {
    return openCl.kernels();
  }

  /**
   * What a passed verification of the chosen device would hold for; empty for plain Java, which
   * needs none.
   */
  public Optional<VerifiedDevice> verified(SortedSet<String> ops) throws NoSuchDeviceException {
    return chosen()
        .map(
            one ->
                new VerifiedDevice(
                    beside("verified"),
                    one.title(),
                    one.driver() + ", " + one.version(),
                    kernels().sha256(KernelSources.FILES),
                    openCl.described(one),
                    Version.program(),
                    ops));
  }

  /** A folder beside that of the tuned tiles. */
  private static Path beside(String name) {
    return OpenClSettings.tuningCache().folder().resolveSibling(name);
  }

  /** As much of a device's memory as may be taken. */
  public Capacity within(Capacity whole) {
    Long most = values.find(DeviceOptions.DEVICE_MEMORY);
    return most == null ? whole : whole.atMost(most);
  }
}
