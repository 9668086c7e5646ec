package dev.incline.train.score;

import static dev.incline.train.score.ClassifierTest.TEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenClClassifierTest {
  @Test
  void aDeviceSaysWhatPlainJavaSays() {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    Assessment device =
        ClassifierTest.assess(
            new OpenClBackend(devices.get(0), OpenClOptions.STANDARD), TEST.rows());
    Assessment plain = ClassifierTest.assess(new CpuBackend(2), TEST.rows());
    assertThat(device.score()).isEqualTo(ClassifierTest.TRAINED.test());
    assertThat(device.confusion()).isEqualTo(plain.confusion());
    assertThat(device.predictions().probabilities()).isEqualTo(plain.predictions().probabilities());
  }
}
