package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.store.RunFolder;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training under a shadow, on plain Java with a fault in it. 63 rows, of which 50 train: an epoch
 * is three batches of 16 and one of 2.
 *
 * @param result what it came to
 * @param shadow what the shadow says of it
 */
record ShadowedTraining(TrainResult result, ShadowRecord shadow) {
  private static final int SIDE = 5;
  static final int STEPS = 8;
  static final Network NETWORK = Network.mlp(SIDE * SIDE, List.of(7), 10, Activation.SIGMOID);
  private static final Dataset TRAINING = SyntheticData.of("training", 63, SIDE, 1);
  private static final Dataset TEST = SyntheticData.of("test", 40, SIDE, 2);
  private static final Sgd SGD = new Sgd(0.5, 1e-3);

  private static TrainOptions options(Optimizer optimizer) {
    Recipe recipe = Recipe.of(optimizer);
    return options(
        optimizer.state().isEmpty() ? recipe : recipe.with(Schedule.parse("linear:0.01")));
  }

  static TrainOptions options(Recipe recipe) {
    return new TrainOptions(2, 16, recipe, Initializer.parse("xavier"), 42, 0.2);
  }

  /** Changes one element of a slot when a step is done. */
  record Fault(int step, Slot<float[]> slot, int element, float factor) {
    /** Flips the last bit. */
    static Fault flip(int step, Slot<float[]> slot, int element) {
      return new Fault(step, slot, element, 0);
    }
  }

  static TrainResult unshadowed() {
    try (Backend backend = new CpuBackend(1)) {
      return new TestTrainer(backend, NETWORK, options(SGD), TrainingListener.SILENT)
          .train(TRAINING, TEST);
    }
  }

  static ShadowedTraining of(
      Path folder, String share, List<String> deviations, @Nullable Fault fault)
      throws IOException {
    return of(folder, share, deviations, fault, SGD);
  }

  static ShadowedTraining of(
      Path folder,
      String share,
      List<String> deviations,
      @Nullable Fault fault,
      Optimizer optimizer)
      throws IOException {
    return of(folder, share, deviations, fault, options(optimizer));
  }

  static ShadowedTraining of(
      Path folder,
      String share,
      List<String> deviations,
      @Nullable Fault fault,
      TrainOptions options)
      throws IOException {
    BundleOrigin origin =
        new BundleOrigin(
            "a device", "1.0", "a program", deviations, Map.of(), Map::of, () -> new CpuBackend(1));
    try (Backend backend = new Faulty(fault);
        Backend reference = new CpuBackend(2);
        RunFolder run = RunFolder.at(folder);
        Shadow shadow =
            new Shadow(
                ShadowInterval.parse(share),
                options.over(TRAINING.labels(), 10),
                TRAINING,
                reference,
                origin,
                run)) {
      TrainResult result = new TestTrainer(backend, NETWORK, options, shadow).train(TRAINING, TEST);
      return new ShadowedTraining(result, shadow.record());
    }
  }

  /** Plain Java, one training step of which goes wrong. */
  private static final class Faulty extends BackendInBetween {
    private final @Nullable Fault fault;
    private int steps;

    Faulty(@Nullable Fault fault) {
      super(new CpuBackend(1));
      this.fault = fault;
    }

    @Override
    public Executable compile(Plan plan) {
      Executable compiled = super.compile(plan);
      return plan.name().startsWith("training step")
          ? cursor -> {
            compiled.run(cursor);
            if (fault != null && ++steps == fault.step) {
              float[] held = read(fault.slot);
              float right = held[fault.element];
              held[fault.element] =
                  fault.factor == 0
                      ? Float.intBitsToFloat(Float.floatToIntBits(right) ^ 1)
                      : right * fault.factor;
              write(fault.slot, held);
            }
          }
          : compiled;
    }
  }
}
