package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.model.Recipe;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device and plain Java share the steps of a training. */
@Tag("slow")
@Timeout(300)
class OpenClRanksTest {
  static List<Recipe> recipes() {
    return ShardsTest.recipes();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theBitsOfOneDevice(Recipe recipe) {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    Backend openCl = new OpenClBackend(devices.get(0), OpenClOptions.STANDARD);
    Backend both = RanksTest.ranked(List.of(new CpuBackend(1), openCl));
    TrainResult shared = ShardsTest.train(both, ShardsTest.DEEP, recipe, 0);
    TrainResult one = ShardsTest.train(new CpuBackend(1), ShardsTest.DEEP, recipe, 0);
    assertThat(shared.finalSha256()).isEqualTo(one.finalSha256());
    assertThat(shared.test()).isEqualTo(one.test());
  }
}
