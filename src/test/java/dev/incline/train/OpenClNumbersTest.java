package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pixels over 255, given as numbers, train to the bits that the pixels train to. */
@Tag("slow")
class OpenClNumbersTest {
  private static final int SIDE = 5; // 25 inputs: no multiple of a vector
  private static final Dataset PIXELS = SyntheticData.of("training", 190, SIDE, 1);
  private static final Dataset TEST = SyntheticData.of("test", 47, SIDE, 2);
  private static final List<Network> NETWORKS =
      List.of(
          Network.mlp(SIDE * SIDE, List.of(9), 10, Activation.SIGMOID),
          Network.softmaxRegression(SIDE * SIDE, 10, true));

  @Test
  void numbersGiveTheHashOfPixels() {
    for (Network network : NETWORKS) {
      String expected = hash(new CpuBackend(1), network, PIXELS, TEST, 0);
      Dataset training = numbers(PIXELS, 1);
      Dataset test = numbers(TEST, 1);
      for (int chunk : new int[] {0, 48}) {
        assertThat(hash(new CpuBackend(2), network, training, test, chunk)).isEqualTo(expected);
        assertThat(hash(new ReferenceBackend(), network, training, test, chunk))
            .isEqualTo(expected);
        for (Form form : Form.values()) {
          assertThat(hash(device(form), network, training, test, chunk))
              .as("%s, %s, chunk %d", network, form, chunk)
              .isEqualTo(expected);
        }
      }
      Dataset moved = numbers(PIXELS, 1.000001f);
      assertThat(hash(new CpuBackend(1), network, moved, test, 0)).isNotEqualTo(expected);
    }
  }

  private static Dataset numbers(Dataset pixels, float factor) {
    float[] values = new float[pixels.images().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (pixels.images()[i] & 0xff) / 255f * factor;
    }
    return new Dataset(
        pixels.name(),
        new Inputs.Numbers(values),
        pixels.labels(),
        pixels.rows(),
        1,
        pixels.features(),
        pixels.classNames());
  }

  private static String hash(
      Backend backend, Network network, Dataset training, Dataset test, int chunk) {
    TrainOptions options =
        new TrainOptions(
            2, 16, Recipe.of(new Sgd(0.5, 1e-3)), Initializer.parse("half-normal:0.1"), 42, 0.2);
    Class<?> inputs = training.inputs().type();
    Setup setup = new Setup(network, options, training.rows(), test.rows(), chunk, inputs);
    try (backend) {
      TrainResult result =
          new TestTrainer(backend, network, options, TrainingListener.SILENT)
              .train(training, test, setup);
      return result.finalSha256() + " " + result.test();
    }
  }

  private static Backend device(Form form) {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    OpenClOptions fast = OpenClOptions.STANDARD.withoutSpecialising().withoutOptimising();
    return new OpenClBackend(devices.get(0), fast.withLaunches(form)); // fast to build
  }
}
