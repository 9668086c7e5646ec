package dev.incline.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/** A program that keeps nothing of 1 GiB, and prints how many MiB of heap were ever in use. */
public final class Garbage {
  private static final int MIB = 1 << 20;
  private static volatile byte[] last = new byte[0];

  private Garbage() {}

  public static void main(String[] args) {
    for (int i = 0; i < 1024; i++) {
      last = new byte[MIB];
    }
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    System.out.println((peak + last.length) / MIB);
  }
}
