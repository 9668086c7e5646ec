package dev.incline.backend.opencl.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a program.
 *
 * @param target the back end and its GPU
 * @param registers of a work-item; 0 where nothing is known
 * @param spilled registers or bytes that registers had no room for
 * @param privateBytes of a work-item's arrays that lie in memory
 * @param splitVectors vectors that the source loads or stores whole, and the program does not
 * @param residency null where nothing is known
 * @param loop that does the most multiply-adds; null where nothing is known
 */
record Built(
    String target,
    int registers,
    int spilled,
    int privateBytes,
    int splitVectors,
    @Nullable Residency residency,
    Assembly.@Nullable Loop loop) {
  /**
   * How much of a GPU the registers let work at the same time.
   *
   * @param unit such as "warps of a multiprocessor"
   * @param least that is wanted
   */
  record Residency(int count, int least, String unit) {}

  /**
   * What is wrong with it, in words.
   *
   * @param leastShare of multiply-adds in its busiest loop; 0 where none is demanded
   */
  List<String> faults(double leastShare) {
    List<String> faults = new ArrayList<>();
    if (spilled > 0) {
      faults.add("spills " + spilled);
    }
    if (privateBytes > 0) {
      faults.add("keeps " + privateBytes + " bytes of private arrays in memory");
    }
    if (splitVectors > 0) {
      faults.add("splits " + splitVectors + " vector loads or stores into scalar ones");
    }
    if (residency != null && residency.count < residency.least) {
      faults.add(
          "takes %d registers: %d %s, of at least %d"
              .formatted(registers, residency.count, residency.unit, residency.least));
    }
    if (loop != null && loop.share() < leastShare) {
      faults.add(
          String.format(
              Locale.ROOT,
              "has %d multiply-adds among the %d instructions of its loop: %.0f %%, of at least %.0f %%",
              loop.multiplyAdds(),
              loop.instructions(),
              100 * loop.share(),
              100 * leastShare));
    }
    return faults;
  }

  /** A line of a table. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-8s %4d registers %5d spilled %5d private %3d split  %-32s %s",
        target,
        registers,
        spilled,
        privateBytes,
        splitVectors,
        residency == null ? "" : residency.count + " " + residency.unit,
        loop == null || loop.multiplyAdds() == 0 ? "" : loop);
  }
}
