package dev.incline.backend.opencl.cl;

import org.jocl.CL;
import org.jocl.cl_event;

/** A place in the queue: reached once everything queued before it is done. */
public final class ClMarker extends ClObject {
  private final cl_event event = new cl_event();

  /** Queues it. */
  public ClMarker(ClContext context) {
    super(context.device(), context);
    try {
      Cl.run(
          device(),
          "clEnqueueMarkerWithWaitList",
          "",
          () -> CL.clEnqueueMarkerWithWaitList(context.queue(), 0, null, event));
    } catch (ClException e) {
      forget();
      throw e;
    }
    // else nobody promises that it is ever reached
    Cl.run(device(), "clFlush", "", () -> CL.clFlush(context.queue()));
  }

  /** Waits until the place is reached. */
  public void await() {
    Cl.run(device(), "clWaitForEvents", "", () -> CL.clWaitForEvents(1, new cl_event[] {event}));
  }

  @Override
  void release() {
    Cl.run(device(), "clReleaseEvent", "", () -> CL.clReleaseEvent(event));
  }
}
