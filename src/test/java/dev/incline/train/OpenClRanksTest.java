package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.model.Recipe;
import dev.incline.train.RankProcesses.RankEnd;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
    Backend both = RanksTest.ranked(List.of(new CpuBackend(1), openCl()));
    TrainResult shared = ShardsTest.train(both, ShardsTest.DEEP, recipe, 0);
    TrainResult one = ShardsTest.train(new CpuBackend(1), ShardsTest.DEEP, recipe, 0);
    assertThat(shared.finalSha256()).isEqualTo(one.finalSha256());
    assertThat(shared.test()).isEqualTo(one.test());
  }

  /** As in processes of their own. */
  @Test
  void theBitsOfOneDeviceOverTcp() throws Exception {
    Recipe recipe = ShardsTest.recipes().get(2);
    List<RankEnd> ends =
        new RankProcesses(2, Duration.ofMinutes(2))
            .run(
                rank -> rank == 0 ? new CpuBackend(1) : openCl(),
                backend -> ShardsTest.train(backend, ShardsTest.DEEP, recipe, 0));
    TrainResult one = ShardsTest.train(new CpuBackend(1), ShardsTest.DEEP, recipe, 0);
    assertThat(ends)
        .allSatisfy(
            end -> {
              assertThat(end.failure()).isNull();
              TrainResult shared = Objects.requireNonNull(end.result());
              assertThat(shared.finalSha256()).isEqualTo(one.finalSha256());
              assertThat(shared.test()).isEqualTo(one.test());
            });
  }

  private static Backend openCl() {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    return new OpenClBackend(devices.get(0), OpenClOptions.STANDARD.withoutOptimising());
  }
}
