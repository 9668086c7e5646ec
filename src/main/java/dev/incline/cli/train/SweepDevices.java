package dev.incline.cli.train;

import dev.incline.backend.Backend;
import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.model.Network;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValue;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import dev.incline.run.FirstVerification;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.VerifiedDevice;
import dev.incline.sweep.Sweep;
import dev.incline.train.Setup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The devices that a sweep runs on, one for each run at a time. */
final class SweepDevices {
  private final boolean unverified;
  private final PrintWriter err;
  private final List<ChosenDevice> all = new ArrayList<>();

  /**
   * @param unverified whether the devices are believed
   * @param err hears of verifications
   */
  SweepDevices(boolean unverified, PrintWriter err) {
    this.unverified = unverified;
    this.err = err;
  }

  /**
   * For each job its device, and for plain Java a share of the processors.
   *
   * @param jobs runs at a time; null for one for each device
   */
  static List<OptionValues> places(
      OptionValues common, List<OptionValue<?>> devices, @Nullable Integer jobs) {
    int count = jobs != null ? jobs : Math.max(1, devices.size());
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
    List<OptionValues> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OptionValues place =
          devices.isEmpty()
              ? common
              : common.with(OptionValues.of(List.of(devices.get(i % devices.size()))));
      boolean plainJava = place.get(DeviceOptions.DEVICE).equals(DeviceOptions.PLAIN_JAVA);
      places.add(
          count > 1 && plainJava && !place.has(DeviceOptions.THREADS)
              ? place.with(DeviceOptions.THREADS, share, new Origin("jobs"))
              : place);
    }
    return places;
  }

  List<ChosenDevice> all() {
    return all;
  }

  /**
   * Adds one, if it is there and may be believed.
   *
   * @param network of the first run, which stands for all
   */
  void add(OptionValues place, Network network, int batch, boolean quiet)
      throws NoSuchDeviceException {
    ChosenDevice device = new ChosenDevice(place);
    if (quiet) {
      device.quietly();
    }
    if (unverified) {
      device.believe();
    } else {
      device.tryFor(network, batch);
    }
    device.driver(); // throws where it is not
    all.add(device);
  }

  /** Verifies the ops of every run, each set of them once, where that is due. */
  void verify(List<Sweep.SweepGroup> groups, DataSource.Pair data)
      throws IOException, NoSuchDeviceException {
    for (ChosenDevice device : all) {
      if (!device.isPlainJava()) {
        verify(device, setups(device, groups, data));
      }
    }
  }

  private static Map<SortedSet<String>, Setup> setups(
      ChosenDevice device, List<Sweep.SweepGroup> groups, DataSource.Pair data)
      throws NoSuchDeviceException {
    Map<SortedSet<String>, Setup> setups = new LinkedHashMap<>();
    try (Backend opened = device.open()) {
      for (Sweep.SweepGroup group : groups) {
        for (Configuration run : group.configurations()) {
          Setup setup = run.setup(data.sizes(), opened, device.within(opened.capacity()));
          setups.putIfAbsent(setup.ops(opened), setup);
        }
      }
    }
    return setups;
  }

  private void verify(ChosenDevice device, Map<SortedSet<String>, Setup> setups)
      throws IOException, NoSuchDeviceException {
    for (Map.Entry<SortedSet<String>, Setup> one : setups.entrySet()) {
      Optional<VerifiedDevice> due = FirstVerification.due(device, one.getKey());
      if (due.isPresent() && unverified) {
        FirstVerification.leaveOut(due.get(), err);
        return;
      } else if (due.isPresent()) {
        FirstVerification.verify(device, due.get(), one.getValue(), err);
      }
    }
  }
}
