package dev.incline.option;

import static dev.incline.option.Option.named;

import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.compile.LaunchChoice;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.option.Kind.Form;
import dev.incline.option.Option.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that say where it is computed; no result depends on one. */
public final class DeviceOptions {
  /** The device that is plain Java. */
  public static final String PLAIN_JAVA = "cpu";

  private static final String AUTO = "auto";
  private static final String DEVICES = "Device";
  private static final String ONLY_OPENCL =
      "concerns OpenCL devices: it does not go with --device cpu";

  static final List<Option<?>> ALL = new ArrayList<>();

  public static final Option<String> DEVICE =
      named("device", Kind.text("", DeviceOptions::deviceName))
          .under(DEVICES)
          .help(
              "DEVICE",
              "Device: auto (the fastest one), gpu, opencl, cpu (plain Java), P:D as 'incline devices' prints it, or part of a name; train --shards takes several, as in 0:0,1:0, which share each step")
          .usually(AUTO)
          .environment("INCLINE_DEVICE")
          .decidesNothing(Scope.PLACE)
          .also("backend", "gpu", "platform")
          .declared(ALL);

  public static final Option<Integer> THREADS =
      named("threads", Kind.whole(1, 1024))
          .under(DEVICES)
          .help("N", "Threads of plain Java, %s")
          .without("one per processor")
          .onlyWhen(
              "device",
              v -> isPlainJava(v) || v.get(DEVICE).equals(AUTO),
              "concerns plain Java: it goes with --device cpu, not --device %s")
          .decidesNothing(Scope.PLACE)
          .also("num-threads", "n-threads", "workers", "cores")
          .declared(ALL);

  public static final Option<Tiling.Family> MATMUL =
      named("matmul", Kind.words(List.of(Tiling.Family.values())))
          .under(DEVICES)
          .help(
              "TILES",
              "Tiles of OpenCL matrix products, %s; local treats any device as a GPU. Results do not change")
          .without("register on CPU devices, local memory on others")
          .onlyWhen("device", v -> !isPlainJava(v), ONLY_OPENCL)
          .decidesNothing(Scope.PLACE)
          .declared(ALL);

  public static final Option<OpenClOptions.Input> INPUT =
      named("input", Kind.words(List.of(OpenClOptions.Input.values())))
          .under(DEVICES)
          .help(
              "FORM",
              "How OpenCL products read images: dense, or sparse (zeros are skipped). Results do not change")
          .without("auto, sparse on CPU devices where most pixels are zero")
          .onlyWhen("device", v -> !isPlainJava(v), ONLY_OPENCL)
          .decidesNothing(Scope.PLACE)
          .declared(ALL);

  public static final Option<LaunchChoice.Form> LAUNCHES =
      named("launches", Kind.words(List.of(LaunchChoice.Form.values())))
          .under(DEVICES)
          .help(
              "FORM",
              "Launches of a step on a GPU, %s: ops, one for each op; rows, one for whole rows of the batch and one for all updates; tiled, the same with large products apart. All but auto treat any device as a GPU. Results do not change")
          .usually(LaunchChoice.Form.AUTO)
          .onlyWhen("device", v -> !isPlainJava(v), ONLY_OPENCL)
          .decidesNothing(Scope.PLACE)
          .declared(ALL);

  public static final Option<Path> KERNELS =
      named("kernels", Kind.file())
          .under(DEVICES)
          .help("DIR", "Read the OpenCL kernels from this folder")
          .without("those in the program")
          .onlyWhen("device", v -> !isPlainJava(v), ONLY_OPENCL)
          .decidesNothing(Scope.PLACE)
          .declared(ALL);

  public static final Option<Boolean> NO_TUNED =
      named("no-tuned", Kind.truth(Form.SWITCH))
          .under(DEVICES)
          .help("", "Use the default tiles, not those that 'incline tune' found for the device")
          .onlyWhen("device", v -> !isPlainJava(v), ONLY_OPENCL)
          .decidesNothing(Scope.PLACE)
          .declared(ALL);

  public static final Option<Boolean> TRUST_DEVICE =
      named("trust-device", Kind.truth(Form.SWITCH))
          .under(DEVICES)
          .help(
              "",
              "Use a device even if it answers a probe wrongly, with a warning; the results of a run are still checked")
          .onlyWhen("device", v -> !isPlainJava(v), ONLY_OPENCL)
          .decidesNothing(Scope.PLACE)
          .declared(ALL);

  public static final Option<Long> DEVICE_MEMORY =
      named(
              "device-memory",
              new Kind<>(Form.TEXT, MemorySize.SYNTAX, MemorySize::parse, any -> true, n -> n))
          .under(DEVICES)
          .help(
              "SIZE",
              "Limit of device memory, %s; data that does not fit is streamed, with the same result")
          .without("what the device has")
          .unit("bytes")
          .decidesNothing(Scope.RUN)
          .declared(ALL);

  private DeviceOptions() {}

  /** Whether it is one of these, and none that says what is trained. */
  public static boolean isOne(Option<?> option) {
    return ALL.contains(option);
  }

  private static boolean isPlainJava(OptionValues values) {
    return values.get(DEVICE).equals(PLAIN_JAVA);
  }

  /** The names that have a meaning, in small letters. */
  private static String deviceName(String text) {
    if (text.isBlank() || text.equalsIgnoreCase(AUTO)) {
      return AUTO;
    }
    return text.equalsIgnoreCase(PLAIN_JAVA) ? PLAIN_JAVA : text;
  }
}
