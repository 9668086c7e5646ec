package dev.incline.backend.opencl.cl;

import org.jocl.CL;
import org.jocl.cl_event;

/** A place in a context's queue that nothing behind it passes until it opens. */
public final class Gate implements AutoCloseable {
  private final ClContext context;
  private final cl_event event;
  private boolean opened;

  public Gate(ClContext context) {
    this.context = context;
    this.event = CL.clCreateUserEvent(context.handle(), null);
  }

  /** Puts it into the queue. */
  public void queue() {
    CL.clEnqueueBarrierWithWaitList(context.queue(), 1, new cl_event[] {event}, null);
    CL.clFlush(context.queue());
  }

  /** Lets everything pass from now on. */
  public void open() {
    if (!opened) {
      opened = true;
      CL.clSetUserEventStatus(event, CL.CL_COMPLETE);
    }
  }

  @Override
  public void close() {
    CL.clReleaseEvent(event);
  }
}
