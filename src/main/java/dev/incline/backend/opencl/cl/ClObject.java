package dev.incline.backend.opencl.cl;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One OpenCL handle: it never leaves this package, closing twice is closing once, and the number of
 * open handles of the process is known. A context owns what is made in it, and closes it with
 * itself, so that nothing is left open wherever a failure comes from.
 */
public abstract class ClObject implements AutoCloseable {
  private static final AtomicLong LIVE = new AtomicLong();

  private final ClDevice device;
  private final @Nullable ClContext owner;
  private boolean open = true;

  /**
   * @param owner null for a context
   */
  ClObject(ClDevice device, @Nullable ClContext owner) {
    this.device = device;
    this.owner = owner;
    LIVE.incrementAndGet();
    if (owner != null) {
      owner.own(this);
    }
  }

  /** Handles of this process that are not closed yet. */
  public static long live() {
    return LIVE.get();
  }

  /** The device that it is on. */
  public ClDevice device() {
    return device;
  }

  /** For a constructor that fails before it holds a handle: there is nothing to release. */
  final void forget() {
    open = false;
    LIVE.decrementAndGet();
    if (owner != null) {
      owner.disown(this);
    }
  }

  /** Releases the handle. */
  abstract void release();

  /**
   * @throws ClException when the device does not release it; it counts as closed all the same
   */
  @Override
  public final void close() {
    if (open) {
      forget();
      release();
    }
  }
}
