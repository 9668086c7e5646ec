package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The judges of the mathematics over the first OpenCL device. */
@Tag("slow")
class OpenClJudgeTest extends JudgeSuite {
  @Override
  protected Backend open() {
    List<ClDevice> devices = ClDevice.all();
    if (devices.isEmpty()) {
      throw new AssertionError(ClDevice.whyNone());
    }
    return new OpenClBackend(devices.get(0), OpenClOptions.STANDARD.withoutOptimising());
  }
}
