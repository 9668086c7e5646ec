package dev.incline.run.device;

import dev.incline.backend.opencl.cl.ClDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one of the devices present: a {@code --device} means it, and it may be believed. */
public final class DeviceSelection {
  private static final Logger log = LoggerFactory.getLogger(DeviceSelection.class);

  private final String choice;
  private final DeviceTrust trust;
  private final boolean trusted;
  private final @Nullable TrialSize trial;

  /**
   * The device that is taken.
   *
   * @param device empty for plain Java
   * @param reason why {@code auto} took it; empty where it did not compare
   */
  public record Taken(Optional<ClDevice> device, String reason) {}

  /**
   * @param choice see {@link DeviceChoice#SYNTAX}
   * @param trusted whether one with a fault is taken all the same
   * @param trial by which {@code auto} compares; null where nothing is to be tried
   */
  public DeviceSelection(
      String choice, DeviceTrust trust, boolean trusted, @Nullable TrialSize trial) {
    this.choice = choice;
    this.trust = trust;
    this.trusted = trusted;
    this.trial = trial;
  }

  /**
   * Takes one.
   *
   * @throws WrongDeviceException when the first that the choice means has faults, and so on to the
   *     last
   * @throws UncheckedIOException likewise, when the first could not be asked
   */
  public Taken from(List<ClDevice> present) throws NoSuchDeviceException {
    if (DeviceChoice.isPlainJava(choice) || present.isEmpty()) {
      return new Taken(DeviceChoice.choose(choice, present), "");
    }
    boolean auto = DeviceChoice.isAuto(choice);
    List<ClDevice> left = new ArrayList<>(present);
    List<ClDevice> sound = new ArrayList<>();
    RuntimeException refusal = null;
    boolean anyWrong = false;
    for (Optional<ClDevice> next = next(left); next.isPresent(); next = next(left)) {
      ClDevice device = next.get();
      left.remove(device);
      Optional<Objection> objection = trust.objection(device);
      String sentence = objection.map(o -> device.title() + " " + o.sentence()).orElse("");
      if (objection.isEmpty() || trusted) {
        if (objection.isPresent()) {
          log.warn("{}; it is used all the same (--trust-device)", sentence);
        }
        sound.add(device);
        if (!auto) {
          return new Taken(Optional.of(device), "");
        }
      } else {
        if (auto || !left.isEmpty()) {
          log.warn("passed over: {}", sentence);
        }
        anyWrong |= objection.get().isWrong();
        refusal = refusal == null ? refusal(objection.get(), sentence) : refusal;
      }
    }
    if (auto && sound.isEmpty()) {
      String none = anyWrong ? "may be believed" : "could be asked whether it computes rightly";
      return new Taken(Optional.empty(), "auto: no OpenCL device here " + none);
    } else if (auto) {
      return fastest(sound);
    }
    if (refusal == null) {
      throw new NoSuchDeviceException(choice, present);
    }
    throw refusal;
  }

  private static RuntimeException refusal(Objection objection, String sentence) {
    String message = sentence + ". " + objection.advice();
    return objection.isWrong()
        ? new WrongDeviceException(message)
        : new UncheckedIOException(new IOException(message));
  }

  /** What {@code auto} takes as far as is known, without asking any device anything. */
  public static Optional<ClDevice> known(List<ClDevice> present, DeviceTrust trust) {
    List<ClDevice> sound =
        present.stream()
            .filter(device -> trust.remembered(device).orElse(List.of()).isEmpty())
            .toList();
    return sound.isEmpty()
        ? Optional.empty()
        : new DeviceSelection("auto", trust, false, null).fastest(sound).device();
  }

  /** The one that the choice means among those left. */
  private Optional<ClDevice> next(List<ClDevice> left) {
    try {
      return left.isEmpty() ? Optional.empty() : DeviceChoice.choose(choice, left);
    } catch (NoSuchDeviceException e) {
      return Optional.empty(); // none of these
    }
  }

  /**
   * By trial. Without one, that of before counts; where there was none, the order of {@link
   * DeviceChoice#best}.
   */
  private Taken fastest(List<ClDevice> sound) {
    List<Optional<ClDevice>> candidates = new ArrayList<>();
    DeviceChoice.best(sound).ifPresent(best -> candidates.add(Optional.of(best)));
    sound.stream().map(Optional::of).filter(d -> !candidates.contains(d)).forEach(candidates::add);
    candidates.add(Optional.empty());
    TrialSize size = trial == null ? TrialSize.NARROW : trial;
    if (trial == null && !candidates.stream().allMatch(c -> trust.isTried(c, size))) {
      return new Taken(candidates.get(0), "");
    }
    Optional<ClDevice> fastest = candidates.get(0);
    double most = -1;
    List<String> rates = new ArrayList<>();
    for (Optional<ClDevice> candidate : candidates) {
      double rate = trust.rate(candidate, size);
      rates.add(
          String.format(
              Locale.ROOT, "%s %,.0f", candidate.map(ClDevice::title).orElse("plain Java"), rate));
      if (rate > most) {
        most = rate;
        fastest = candidate;
      }
    }
    return new Taken(
        fastest,
        "auto: fastest in a short trial of %s, in samples/s: %s"
            .formatted(size, String.join(", ", rates)));
  }
}
