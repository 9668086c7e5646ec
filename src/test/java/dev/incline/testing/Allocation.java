package dev.incline.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that this thread has allocated since this was made. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long before = THREADS.getCurrentThreadAllocatedBytes();

  /** Fails where more was allocated. */
  public void requireAtMost(long bytes) {
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (taken > bytes) {
      throw new AssertionError("%,d bytes allocated, more than %,d".formatted(taken, bytes));
    }
  }
}
