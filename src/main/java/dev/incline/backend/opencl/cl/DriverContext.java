package dev.incline.backend.opencl.cl;

import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * The driver's side of a context. PoCL reads its library for each context that compiles, which
 * takes half a second. So a process of many short tests has one context for each device: {@code
 * -Dincline.shared.context=true}.
 */
final class DriverContext {
  private static final boolean SHARED = Boolean.getBoolean("incline.shared.context");

  private static final Map<cl_device_id, cl_context> KEPT = new HashMap<>();

  private DriverContext() {}

  /** To be released by {@code clReleaseContext}, shared or not. */
  static synchronized cl_context open(ClDevice device) {
    if (!SHARED) {
      return create(device);
    }
    cl_context kept = KEPT.computeIfAbsent(device.handle().device, id -> create(device));
    CL.clRetainContext(kept);
    return kept;
  }

  private static cl_context create(ClDevice device) {
    cl_device_id[] devices = {device.handle().device};
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.handle().platform);
    return CL.clCreateContext(properties, 1, devices, null, null, null);
  }
}
