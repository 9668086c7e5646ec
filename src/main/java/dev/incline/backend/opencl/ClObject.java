package dev.incline.backend.opencl;

import java.util.concurrent.atomic.AtomicLong;
import org.jocl.CLException;

/**
 * Owner of one OpenCL handle: the handle never leaves the package, closing twice is closing once,
 * and the number of open handles of the process is known.
 */
abstract class ClObject implements AutoCloseable {
  private static final AtomicLong LIVE = new AtomicLong();

  private boolean open = true;

  ClObject() {
    LIVE.incrementAndGet();
  }

  /** Handles of this process that are not closed yet. */
  static long live() {
    return LIVE.get();
  }

  /** For a constructor that fails before it holds a handle: there is nothing to release. */
  final void forget() {
    open = false;
    LIVE.decrementAndGet();
  }

  /** Releases the handle. */
  abstract void release();

  @Override
  public final void close() {
    if (!open) {
      return;
    }
    open = false;
    LIVE.decrementAndGet();
    try {
      release();
    } catch (CLException e) {
      throw new ClException("releasing " + getClass().getSimpleName(), "the device", e);
    }
  }
}
