package dev.incline.cli.options;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.data.Dataset;
import dev.incline.run.ChosenDevice;
import dev.incline.run.NoSuchDeviceException;
import dev.incline.run.Version;
import dev.incline.shadow.Origin;
import dev.incline.shadow.Shadow;
import dev.incline.shadow.Share;
import dev.incline.store.RunFolder;
import dev.incline.train.TrainOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that shadows a training. */
public final class ShadowOption {
  @Option(
      names = "--shadow",
      paramLabel = "SHARE",
      description =
          "Repeat some steps in plain Java, the first one and then at equal distances, and compare every bit: "
              + Share.SYNTAX
              + ". A step that differs ends the training with exit code 3 and is saved in a file for"
              + " 'incline verify --bundle' (default: none)")
  private @Nullable String share;

  public boolean isGiven() {
    return share != null;
  }

  /**
   * Checks the syntax.
   *
   * @throws dev.incline.wording.InvalidOptionException naming what the option takes
   */
  public void validate() {
    if (share != null) {
      Share.parse(share);
    }
  }

  /**
   * The shadow, on a reference of its own.
   *
   * @param backend the one that trains
   * @param folder gets the bundle of a step that differs
   */
  public Shadow shadow(
      ChosenDevice device,
      Backend backend,
      Backend reference,
      TrainOptions options,
      Dataset training,
      RunFolder folder)
      throws NoSuchDeviceException {
    return new Shadow(
        Share.parse(String.valueOf(share)),
        options,
        training,
        reference,
        origin(device, backend),
        folder);
  }

  /** What a bundle tells of the device. */
  public static Origin origin(ChosenDevice device, Backend backend) throws NoSuchDeviceException {
    boolean openCl = backend instanceof OpenClBackend;
    return new Origin(
        backend.name(),
        device.driver(),
        Version.program(),
        device.deviations(),
        openCl ? device.kernels().texts() : Map.of(),
        () -> backend instanceof OpenClBackend built ? built.builds() : Map.of(),
        () -> reopen(device));
  }

  private static Backend reopen(ChosenDevice device) {
    try {
      return device.open();
    } catch (NoSuchDeviceException e) {
      throw new IllegalStateException(e.getMessage(), e); // it was there a moment ago
    }
  }
}
