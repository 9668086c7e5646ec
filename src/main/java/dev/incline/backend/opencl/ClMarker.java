package dev.incline.backend.opencl;

import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_event;

/** A place in the queue: reached once everything queued before it is done. */
final class ClMarker extends ClObject {
  private final ClContext context;
  private final cl_event event = new cl_event();

  ClMarker(ClContext context) {
    this.context = context;
    try {
      CL.clEnqueueMarkerWithWaitList(context.queue(), 0, null, event);
      CL.clFlush(context.queue()); // else nobody promises that it is ever reached
    } catch (CLException e) {
      super.forget();
      throw new ClException("clEnqueueMarkerWithWaitList", context.device().title(), e);
    }
  }

  /** Waits until the place is reached. */
  void await() {
    try {
      CL.clWaitForEvents(1, new cl_event[] {event});
    } catch (CLException e) {
      throw new ClException("clWaitForEvents", context.device().title(), e);
    }
  }

  @Override
  void release() {
    CL.clReleaseEvent(event);
  }
}
