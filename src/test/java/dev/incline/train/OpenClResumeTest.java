package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training changes devices on its way; what stops one is the same tensor on each. */
class OpenClResumeTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(5), 10, Activation.RELU);

  private static TrainOptions options(Optimizer optimizer) {
    return new TrainOptions(
        2,
        16,
        Recipe.of(optimizer).with(Schedule.parse("linear:0.01")),
        Initializer.parse("xavier"),
        42,
        0.2);
  }

  private static Backend openCl() {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    return new OpenClBackend(devices.get(0), OpenClOptions.STANDARD.withoutOptimising());
  }

  private static TrainResult train(
      Backend opened, Optimizer optimizer, TrainingListener listener, TrainingState from) {
    try (Backend backend = opened) {
      return new TestTrainer(backend, NETWORK, options(optimizer), listener)
          .train(TRAINING, TEST, from);
    }
  }

  private static TrainingState initial(Optimizer optimizer) {
    return TrainingState.initial(Initializer.parse("xavier").draw(NETWORK, 42), optimizer);
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.1, 1e-3),
        new Momentum(0.1, 1e-3, 0.9, true),
        new Adam(0.01, 1e-3, 0.9, 0.999, 1e-8, true));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aStateOfOneDeviceGoesOnOnTheOther(Optimizer optimizer) {
    EveryStep onCpu = new EveryStep();
    TrainResult whole = train(new CpuBackend(1), optimizer, onCpu, initial(optimizer));
    EveryStep onDevice = new EveryStep();
    assertThat(train(openCl(), optimizer, onDevice, initial(optimizer)).finalSha256())
        .isEqualTo(whole.finalSha256());
    assertThat(onDevice.states()).hasSameSizeAs(onCpu.states()).hasSize(9);
    for (TrainingState state : onDevice.states()) {
      assertThat(train(new CpuBackend(1), optimizer, TrainingListener.SILENT, state).finalSha256())
          .isEqualTo(whole.finalSha256());
    }
    for (int step : new int[] {1, 4, 6}) {
      TrainResult result =
          train(openCl(), optimizer, TrainingListener.SILENT, onCpu.states().get(step));
      assertThat(result.finalSha256()).isEqualTo(whole.finalSha256());
      assertThat(result.weights().sha256()).isEqualTo(whole.weights().sha256());
    }
  }

  @Test
  void bothNameTheSameFirstTensor() {
    DivergedException plain = diverged(new CpuBackend(1));
    assertThat(plain)
        .hasMessageContaining("is the first tensor that is not finite")
        .hasMessageContaining("of the training file");
    assertThat(diverged(openCl())).hasMessage(plain.getMessage());
  }

  private static DivergedException diverged(Backend backend) {
    Optimizer wild = new Sgd(1e20, 1e-3);
    return catchThrowableOfType(
        DivergedException.class,
        () -> train(backend, wild, TrainingListener.SILENT, initial(wild)));
  }
}
