package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients in shards, on a device: the bits of plain Java. */
@Tag("slow")
class OpenClShardsTest {
  private static Backend openCl(OpenClOptions.Input input) {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    OpenClOptions fast = OpenClOptions.STANDARD.withoutOptimising(); // to build
    return new OpenClBackend(devices.get(0), fast.withInput(input));
  }

  static List<Recipe> recipes() {
    return ShardsTest.recipes();
  }

  /** Batches of 16 and 3 rows: shards that begin within a tile of the sparse kernels. */
  @ParameterizedTest
  @MethodSource("recipes")
  void sparse(Recipe recipe) {
    equalsPlainJava(recipe, OpenClOptions.Input.SPARSE, 0);
  }

  @Test
  void denseAndStreamed() {
    equalsPlainJava(recipes().get(0), OpenClOptions.Input.DENSE, 32);
  }

  /** More of them than one kernel takes arguments for. */
  @Test
  void aLaunchForEachStage() {
    equalsPlainJava(Recipe.STANDARD.sharded(16), OpenClOptions.Input.SPARSE, 0);
  }

  private static void equalsPlainJava(Recipe recipe, OpenClOptions.Input input, int chunk) {
    Network network = ShardsTest.DEEP;
    String plain = ShardsTest.train(new CpuBackend(1), network, recipe, 0).finalSha256();
    assertThat(ShardsTest.train(openCl(input), network, recipe, chunk).finalSha256())
        .isEqualTo(plain);
  }
}
