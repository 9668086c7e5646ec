package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.backend.opencl.cl.ClDevice;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On the first device, with products over the images as they are and over their non-zeros. */
@Tag("slow")
class StreamedOpenClTest {
  @Nested
  class Dense extends StreamingContract {
    @Override
    Backend open() {
      return StreamedOpenClTest.open(Input.DENSE);
    }
  }

  @Nested
  class Sparse extends StreamingContract {
    @Override
    Backend open() {
      return StreamedOpenClTest.open(Input.SPARSE);
    }
  }

  @Test
  void theHashIsThatOfPlainJava() {
    Setup chunks = StreamingContract.setup(StreamingContract.MLP, 16, 48);
    String plain = StreamingContract.train(new CpuBackend(1), chunks).finalSha256();
    for (Input input : Input.values()) {
      assertThat(StreamingContract.train(open(input), chunks).finalSha256()).isEqualTo(plain);
    }
  }

  private static Backend open(Input input) {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    OpenClOptions fast = OpenClOptions.STANDARD.withoutSpecialising().withoutOptimising();
    return new OpenClBackend(devices.get(0), fast.withInput(input)); // fast to build
  }
}
