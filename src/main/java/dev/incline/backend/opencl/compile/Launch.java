package dev.incline.backend.opencl.compile;

import dev.incline.plan.Slot;
import java.util.List;

/** What is handed to a device at once. Neither memory nor a program is needed to know it. */
public sealed interface Launch permits KernelCall, Fusion, GroupFusion {
  /** The memory that it uses; some of it may stand here more than once. */
  List<Slot<?>> memory();

  /** The names of its kernel files; one may stand here more than once. */
  List<String> kernels();
}
