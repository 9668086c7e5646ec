package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.cl.ClObject;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trainings one after the other in one process; bin/soak makes them a thousand. */
class RepeatedTrainingTest {
  private static final int TRAININGS = Integer.getInteger("trainings", 20);
  private static final long HEAP_MARGIN = 4 << 20;
  private static final Dataset TRAINING = SyntheticData.of("training", 120, 8, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 8, 2);
  private static final Network NETWORK = Network.mlp(64, List.of(9), 10, Activation.SIGMOID);
  private static final TrainOptions OPTIONS =
      new TrainOptions(1, 16, Recipe.of(new Sgd(0.1, 1e-3)), Initializer.parse("xavier"), 42, 0.2);

  @Test
  void leaveNoHandleAndNoMemoryBehind() throws IOException {
    long handles = ClObject.live();
    train(TRAININGS / 2);
    long heap = heap();
    String resident = resident();
    train(TRAININGS - TRAININGS / 2);
    System.out.printf(
        "%d trainings: %d handles open, heap %,d KiB after half of them and %,d KiB at the end, resident %s and %s%n",
        TRAININGS, ClObject.live() - handles, heap >> 10, heap() >> 10, resident, resident());
    assertThat(ClObject.live()).isEqualTo(handles);
    assertThat(heap() - heap).isLessThan(HEAP_MARGIN);
  }

  private static void train(int times) {
    for (int i = 0; i < times; i++) {
      try (Backend backend = new OpenClBackend(TestDevices.all().get(0), OpenClOptions.STANDARD)) {
        new TestTrainer(backend, NETWORK, OPTIONS, TrainingListener.SILENT).train(TRAINING, TEST);
      }
    }
  }

  /** Bytes in use once everything unreachable is gone. */
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The process's memory as Linux counts it. */
  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}
