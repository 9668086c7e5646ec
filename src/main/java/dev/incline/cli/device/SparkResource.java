package dev.incline.cli.device;

import dev.incline.backend.opencl.cl.ClDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The devices of this machine as Apache Spark asks a discovery script for them. */
final class SparkResource {
  private SparkResource() {}

  /**
   * Those that tasks may have to themselves: GPUs and accelerators; on a machine without one its
   * CPU, once.
   *
   * @param believed whether a device may be used
   * @param pci where it is plugged in; two platforms may offer the same one
   */
  static Map<String, Object> of(
      List<ClDevice> present,
      Predicate<ClDevice> believed,
      Function<ClDevice, Optional<String>> pci) {
    List<ClDevice> usable = present.stream().filter(believed).toList();
    List<ClDevice> cards =
        usable.stream().filter(device -> device.type() != ClDevice.Type.CPU).toList();
    List<String> addresses = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (ClDevice device : cards.isEmpty() ? usable.stream().limit(1).toList() : cards) {
      String place = pci.apply(device).orElse(device.index());
      if (places.add(place)) {
        addresses.add(device.index() + (place.equals(device.index()) ? "" : "@" + place));
      }
    }
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("name", "opencl");
    resource.put("addresses", addresses);
    return resource;
  }
}
