package dev.incline.run.device;

import dev.incline.backend.Backend;
import dev.incline.backend.ranks.InMemoryExchange;
import dev.incline.backend.ranks.RankedBackend;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The devices that train: one, or several that share each step. Of several the first is the one
 * that validates, tests, and whose state counts.
 *
 * @param all those of this process: at least one; one where there are companions
 * @param companions ranks in other processes; null for none
 */
public record RankDevices(List<ChosenDevice> all, @Nullable Companions companions) {
  private static final Duration LIMIT = Duration.ofMinutes(2); // of waiting for another's sums

  /**
   * The devices of these values; none is opened yet.
   *
   * @throws InvalidOptionException where they cannot share the shards of a batch
   */
  public static RankDevices of(OptionValues values) {
    List<String> names = List.of(values.get(DeviceOptions.DEVICE).split(",", -1));
    int count = names.size();
    if (count == 1) {
      return new RankDevices(List.of(new ChosenDevice(values)), null);
    }
    int shards = values.get(Options.SHARDS);
    if (Integer.bitCount(count) != 1) {
      throw new InvalidOptionException(
          Phrase.of(
              "--device names %d devices: 2, 4, 8, ... of them can share the shards of a batch",
              count));
    } else if (count > shards) {
      throw new InvalidOptionException(
          Phrase.of(
              "--device names %d devices, but --shards %d has no part for each of them: take --shards %d or more",
              count, shards, count));
    }
    Origin origin = values.origin(DeviceOptions.DEVICE);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
    List<ChosenDevice> all = new ArrayList<>();
    for (String name : names) {
      OptionValues own =
          values.with(OptionValues.of(List.of(DeviceOptions.DEVICE.read(name.strip(), origin))));
      if (DeviceChoice.isAuto(own.get(DeviceOptions.DEVICE))) {
        throw new InvalidOptionException(
            "--device auto is one device: name each of several, as 'incline devices' lists them");
      }
      boolean plainJava = own.get(DeviceOptions.DEVICE).equals(DeviceOptions.PLAIN_JAVA);
      all.add(
          new ChosenDevice(
              plainJava ? own.with(DeviceOptions.THREADS, threads, new Origin("ranks")) : own));
    }
    return new RankDevices(List.copyOf(all), null);
  }

  /** The same one, sharing each step with other processes. */
  public RankDevices with(Companions others) {
    return new RankDevices(all, others);
  }

  /**
   * A rank has one device.
   *
   * @throws InvalidOptionException where several devices are here
   */
  public void requireOne() {
    if (all.size() > 1) {
      throw new InvalidOptionException(
          "--device names several devices, but each rank has one: start a rank for each device");
    }
  }

  /** The first one. */
  public ChosenDevice first() {
    return all.get(0);
  }

  /**
   * Opens them.
   *
   * @throws NoSuchDeviceException listing what is present
   */
  public Backend open() throws NoSuchDeviceException {
    if (all.size() == 1) {
      Backend own = first().open();
      return companions == null ? own : companions.beside(own);
    }
    List<Backend> opened = new ArrayList<>();
    boolean whole = false;
    try {
      for (ChosenDevice device : all) {
        opened.add(device.open());
      }
      whole = true;
      return new RankedBackend(opened, new InMemoryExchange(opened.size(), LIMIT));
    } finally {
      if (!whole) {
        opened.forEach(Backend::close);
      }
    }
  }

  /** Tells each of them. */
  public void each(Consumer<ChosenDevice> what) {
    all.forEach(what);
  }
}
