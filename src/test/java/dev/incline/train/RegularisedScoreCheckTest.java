package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.ClassWeights;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.Reference;
import dev.incline.train.score.WrongScoreException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps with dropout or class weights: plain Java makes the same masks, and knows the weights. */
@Tag("field")
class RegularisedScoreCheckTest {
  private static final int SIDE = 5;
  private static final Network NETWORK =
      Network.mlp(SIDE * SIDE, List.of(7), 10, Activation.SIGMOID);
  private static final Dataset TRAINING = SyntheticData.of("training set", 125, SIDE, 1);
  private static final Dataset TEST = SyntheticData.of("test set", 1040, SIDE, 2);
  private static final List<Double> WEIGHTS =
      List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);

  private static TrainOptions regularised(List<Double> weights, double dropout) {
    Recipe recipe =
        Recipe.of(new Sgd(0.5, 1e-3))
            .with(new ClassWeights(false, weights))
            .dropping(List.of(dropout));
    return new TrainOptions(2, 16, recipe, Initializer.parse("xavier"), 42, 0.2);
  }

  /** Dropout and class weights change the loss of a training step: plain Java makes the same. */
  @Test
  void stepsWithMasksAndWeightsAreComparedToo() {
    for (boolean streamed : new boolean[] {false, true}) {
      for (TrainOptions options :
          List.of(
              regularised(WEIGHTS, 0), regularised(List.of(), 0.5), regularised(WEIGHTS, 0.5))) {
        CheckRecord checked = train(new CpuBackend(1), options, streamed, true).checked();
        assertThat(checked.outcome()).isEqualTo("bit-equal");
        assertThat(checked.epochRows()).isEqualTo(2 * (12 + 4));
      }
    }
  }

  /** What a step leaves out of its masks and weights. */
  enum Left {
    THE_MASK(1),
    THE_EPOCH_OF_A_MASK(2),
    THE_LAYER_OF_A_MASK(1),
    THE_WEIGHTS(1);

    private final int epoch; // the first that shows it

    Left(int epoch) {
      this.epoch = epoch;
    }

    Op without(Op op) {
      if (op instanceof DropoutMask mask && this == THE_MASK) {
        return new DropoutMask(mask.draw(), mask.mask(), mask.layer(), 0, mask.samples());
      } else if (op instanceof DropoutMask mask && this == THE_LAYER_OF_A_MASK) {
        return new DropoutMask(mask.draw(), mask.mask(), 2, mask.rate(), mask.samples());
      } else if (op instanceof SoftmaxCrossEntropy loss && this == THE_WEIGHTS) {
        return new SoftmaxCrossEntropy(
            loss.logits(),
            loss.labels(),
            loss.order(),
            null,
            loss.gradient(),
            loss.gate(),
            loss.scale(),
            loss.loss(),
            loss.prediction());
      }
      return op;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMaskOrAWeightThatIsLeftOutIsFound(Left left) {
    TrainOptions options = regularised(WEIGHTS, 0.5);
    for (boolean exact : new boolean[] {true, false}) {
      assertThatThrownBy(() -> train(leavingOut(left), options, false, exact))
          .isInstanceOf(WrongScoreException.class)
          .hasMessageMatching(
              "the device scored wrong in the training of epoch %d, row [0-9]+ of the training set: the (loss|prediction) is .*"
                  .formatted(left.epoch));
    }
  }

  private static Backend leavingOut(Left left) {
    return new BackendInBetween(new CpuBackend(1)) {
      @Override
      public Executable compile(Plan plan) {
        List<Op> ops = plan.ops().stream().map(left::without).toList();
        return super.compile(new Plan(plan.name(), plan.given(), ops));
      }

      @Override
      public <A> void write(Slot<A> slot, A array) {
        if (left == Left.THE_EPOCH_OF_A_MASK && array instanceof int[] draw && draw.length == 4) {
          draw[2] = 1;
        }
        super.write(slot, array);
      }
    };
  }

  private static TrainResult train(
      Backend device, TrainOptions options, boolean streamed, boolean exact) {
    Reference reference = new Reference(() -> new CpuBackend(1), exact);
    try (device) {
      TestTrainer trainer =
          new TestTrainer(device, NETWORK, options, TrainingListener.SILENT, reference);
      Setup resident = new Setup(NETWORK, options, TRAINING.rows(), TEST.rows(), 0, byte[].class);
      return trainer.train(TRAINING, TEST, streamed ? resident.streamed(32) : resident);
    }
  }
}
