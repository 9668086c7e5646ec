package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.feed.Scored;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.Classifier;
import dev.incline.train.score.Reference;
import dev.incline.train.score.WrongScoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain Java with a planted bug takes the place of a device, and is found out. */
@Tag("field")
class ScoreCheckTest {
  private static final int SIDE = 5;
  private static final Network NETWORK =
      Network.mlp(SIDE * SIDE, List.of(7), 10, Activation.SIGMOID);
  private static final Dataset TRAINING = SyntheticData.of("training set", 125, SIDE, 1);
  private static final Dataset TEST = SyntheticData.of("test set", 1040, SIDE, 2);
  private static final TrainOptions OPTIONS =
      new TrainOptions(2, 16, Recipe.of(new Sgd(0.5, 1e-3)), Initializer.parse("xavier"), 42, 0.2);

  /** What the device does wrong. */
  enum Bug {
    SKIPS_ITS_LAST_LAUNCH("in the test, row 1001 of the test set: the device wrote no score"),
    READS_A_STALE_BUFFER("in the validation of epoch 2, row 101 of the training set: the "),
    WRITES_ONE_ROW_LESS(
        "in the validation of epoch 1, row 125 of the training set: the device wrote no score"),
    WRITES_ONE_ROW_LESS_IN_TRAINING(", row [0-9]+ of the training set: the device wrote no score"),
    ONE_LOSS_IS_AN_ULP_OFF("in the test, row 778 of the test set: the loss is "),
    ONE_LOSS_IS_NEGATIVE("in the test, row 778 of the test set: the loss -1 is negative"),
    ONE_PREDICTION_IS_WRONG("in the test, row 778 of the test set: the prediction is "),
    ONE_PREDICTION_IS_NO_CLASS(
        "in the test, row 778 of the test set: the prediction 10 is none of the 10 classes"),
    EVERY_LOSS_OF_TRAINING_IS_OFF("in the training of epoch 1, row [0-9]+ of the training set: ");

    private final String message;

    Bug(String message) {
      this.message = message;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Bug bug) {
    for (boolean streamed : new boolean[] {false, true}) {
      WrongScoreException wrong =
          catchThrowableOfType(
              WrongScoreException.class, () -> train(new Buggy(bug), streamed, true));
      assertThat(wrong).as("%s, streamed: %s", bug, streamed).isNotNull();
      if (!streamed) { // there, steps have fewer rows
        assertThat(wrong).hasMessageMatching(".*" + bug.message + ".*");
      }
    }
  }

  @Test
  void aRightDeviceEndsWithTheSameBitsAndIsSaidToBeEqual() {
    TrainResult unchecked;
    try (Backend backend = new CpuBackend(1)) {
      unchecked =
          new TestTrainer(backend, NETWORK, OPTIONS, TrainingListener.SILENT).train(TRAINING, TEST);
    }
    TrainResult checked = train(new CpuBackend(1), false, true);
    assertThat(checked.finalSha256()).isEqualTo(unchecked.finalSha256());
    assertThat(checked.test()).isEqualTo(unchecked.test());
    assertThat(unchecked.checked()).isEqualTo(CheckRecord.NONE);
    assertThat(checked.checked().outcome()).isEqualTo("bit-equal");
    assertThat(checked.checked().rows()).isEqualTo(1065).isEqualTo(checked.checked().of());
    assertThat(checked.checked().epochRows()).isEqualTo(2 * (12 + 4));
  }

  /** Rounding moves scores a little; where no bit counts, that is no fault, and more is one. */
  @Test
  void onADeviceWithoutTheBitsThereIsABound() {
    TrainResult near = train(new Buggy(Bug.ONE_LOSS_IS_AN_ULP_OFF), false, false);
    assertThat(near.checked().outcome()).isEqualTo("within bounds");
    for (Bug bug : List.of(Bug.ONE_PREDICTION_IS_WRONG, Bug.READS_A_STALE_BUFFER)) {
      assertThatThrownBy(() -> train(new Buggy(bug), false, false))
          .isInstanceOf(WrongScoreException.class);
    }
  }

  /** A loss of NaN that the device wrote is its training's fault. */
  @Test
  void divergenceIsNoFaultOfTheDevice() {
    TrainOptions wild =
        new TrainOptions(2, 16, Recipe.of(new Sgd(1e30, 0)), Initializer.parse("xavier"), 42, 0.2);
    try (Backend backend = new CpuBackend(1)) {
      Reference reference = new Reference(() -> new CpuBackend(1), true);
      Network relu = Network.mlp(SIDE * SIDE, List.of(7), 10, Activation.RELU);
      TestTrainer trainer =
          new TestTrainer(backend, relu, wild, TrainingListener.SILENT, reference);
      assertThatThrownBy(() -> trainer.train(TRAINING, TEST)).isInstanceOf(DivergedException.class);
    }
  }

  /** What goes on from a checkpoint did not see the best validation: it is run again. */
  @Test
  void aResumedTrainingIsCheckedToo() {
    EveryStep keeping = new EveryStep();
    List<TrainingState> states = keeping.states();
    Reference reference = new Reference(() -> new CpuBackend(1), true);
    TrainResult whole;
    try (Backend backend = new CpuBackend(1)) {
      whole = new TestTrainer(backend, NETWORK, OPTIONS, keeping).train(TRAINING, TEST);
    }
    for (TrainingState state : List.of(states.get(3), states.get(states.size() - 1))) {
      try (Backend backend = new CpuBackend(1)) {
        TrainResult resumed =
            new TestTrainer(backend, NETWORK, OPTIONS, TrainingListener.SILENT, reference)
                .train(TRAINING, TEST, state);
        assertThat(resumed.finalSha256()).isEqualTo(whole.finalSha256());
        assertThat(resumed.test()).isEqualTo(whole.test());
        assertThat(resumed.checked().rows()).isEqualTo(1065);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITES_ONE_ROW_LESS", "READS_A_STALE_BUFFER", "ONE_PREDICTION_IS_WRONG"})
  void aClassifierIsChecked(Bug bug) {
    var weights = Initializer.parse("xavier").draw(NETWORK, 3);
    Reference reference = new Reference(() -> new CpuBackend(1), true);
    try (Backend right = new CpuBackend(1);
        Backend wrong = new Buggy(bug)) {
      Classifier sound = new Classifier(right, weights, TEST.rows(), reference);
      sound.assess(TEST);
      assertThat(sound.checked()).isEqualTo(new CheckRecord(1040, 1040, 0, "bit-equal"));
      Classifier classifier = new Classifier(wrong, weights, TEST.rows(), reference);
      assertThatThrownBy(() -> classifier.assess(TEST)).isInstanceOf(WrongScoreException.class);
      Classifier again = new Classifier(wrong, weights, TEST.rows(), reference);
      assertThatThrownBy(() -> again.classify(new Inputs.Pixels(TEST.images())))
          .isInstanceOf(WrongScoreException.class);
    }
  }

  private static TrainResult train(Backend device, boolean streamed, boolean exact) {
    Reference reference = new Reference(() -> new CpuBackend(1), exact);
    try (device) {
      TestTrainer trainer =
          new TestTrainer(device, NETWORK, OPTIONS, TrainingListener.SILENT, reference);
      Setup resident = new Setup(NETWORK, OPTIONS, TRAINING.rows(), TEST.rows(), 0, byte[].class);
      return trainer.train(TRAINING, TEST, streamed ? resident.streamed(32) : resident);
    }
  }

  /** Plain Java with the bug. */
  private static final class Buggy extends BackendInBetween {
    private static final int ROW = 777;

    private final Bug bug;
    private final Map<String, Object> first = new HashMap<>(); // what each slot held once

    Buggy(Bug bug) {
      super(new CpuBackend(1));
      this.bug = bug;
    }

    @Override
    public Executable compile(Plan plan) {
      Executable inner = super.compile(plan);
      boolean rest = plan.name().endsWith("batch 40") || plan.name().endsWith("batch 16");
      return bug == Bug.SKIPS_ITS_LAST_LAUNCH && plan.name().startsWith("evaluation")
          ? cursor -> {
            if (!rest || cursor < 1000) {
              inner.run(cursor);
            }
          }
          : inner;
    }

    @Override
    public <A> A read(Slot<A> slot) {
      A held = super.read(slot);
      String name = slot.name();
      boolean training = name.startsWith("training");
      if (held instanceof float[] loss && name.endsWith(".loss")) {
        switch (bug) {
          case READS_A_STALE_BUFFER -> {
            if (!training) {
              A stale = slot.type().cast(first.computeIfAbsent(name, key -> loss.clone()));
              return slot.type().cast(((float[]) stale).clone());
            }
          }
          case WRITES_ONE_ROW_LESS -> {
            if (!training) {
              loss[loss.length - 1] = Scored.NO_LOSS;
            }
          }
          case WRITES_ONE_ROW_LESS_IN_TRAINING ->
              loss[loss.length - 1] = training ? Scored.NO_LOSS : loss[loss.length - 1];
          case ONE_LOSS_IS_AN_ULP_OFF -> {
            if (loss.length > ROW) {
              loss[ROW] = Math.nextUp(loss[ROW]);
            }
          }
          case ONE_LOSS_IS_NEGATIVE -> {
            if (loss.length > ROW) {
              loss[ROW] = -1;
            }
          }
          case EVERY_LOSS_OF_TRAINING_IS_OFF -> {
            for (int i = 0; i < loss.length && training; i++) {
              loss[i] += 1;
            }
          }
          default -> {}
        }
      }
      if (held instanceof int[] prediction && prediction.length > ROW) {
        if (bug == Bug.ONE_PREDICTION_IS_WRONG) {
          prediction[ROW] = (prediction[ROW] + 1) % 10;
        } else if (bug == Bug.ONE_PREDICTION_IS_NO_CLASS) {
          prediction[ROW] = 10;
        }
      }
      return held;
    }
  }
}
