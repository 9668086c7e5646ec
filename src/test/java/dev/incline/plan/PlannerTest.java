package dev.incline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Plans as they print: every op, its order, its factors. Whether the mathematics is right, the
 * judges say.
 */
class PlannerTest {
  private static final Source SOURCE = Source.of("s", 9, 6, 8);
  private static final Network DEEP = Network.mlp(6, List.of(5, 4), 3, Activation.SIGMOID);

  @Test
  void aTrainingStepOfADeepNetwork() {
    assertThat(formulas(Planner.trainingStep(DEEP, SOURCE, 2, Recipe.of(new Sgd(0.5, 0.5)))))
        .containsExactly(
            "X = s.images[s.order] / 255",
            "H1 = X W1 + b1 -> sigmoid",
            "H2 = H1 W2 + b2 -> sigmoid",
            "Z = H2 W3 + b3",
            "s.loss, s.prediction = cross-entropy(softmax Z), dZ = its gradient",
            "dH2 = dZ W3ᵀ x sigmoid'(H2)",
            "dH1 = dH2 W2ᵀ x sigmoid'(H1)",
            "W3 = 0.75 · W3 + -0.5 · H2ᵀ dZ",
            "b3 = b3 + -0.5 · column sums of dZ",
            "W2 = 0.75 · W2 + -0.5 · H1ᵀ dH2",
            "b2 = b2 + -0.5 · column sums of dH2",
            "W1 = 0.75 · W1 + -0.5 · Xᵀ dH1",
            "b1 = b1 + -0.5 · column sums of dH1");
  }

  /** Of 7 rows in 4 shards, the last has one. */
  @Test
  void gradientsOfShardsAreAddedByATree() {
    Network network = Network.mlp(6, List.of(5), 3, Activation.SIGMOID);
    Recipe recipe = Recipe.of(new Sgd(0.5, 0.5)).sharded(4);
    assertThat(formulas(Planner.trainingStep(network, SOURCE, 7, recipe)))
        .containsExactly(
            "X = s.images[s.order] / 255",
            "H1 = X W1 + b1 -> sigmoid",
            "Z = H1 W2 + b2",
            "s.loss, s.prediction = cross-entropy(softmax Z), dZ = its gradient",
            "dH1 = dZ W2ᵀ x sigmoid'(H1)",
            "dW2 = H1[0..2]ᵀ dZ[0..2]",
            "db2 = column sums of dZ[0..2]",
            "dW1 = X[0..2]ᵀ dH1[0..2]",
            "db1 = column sums of dH1[0..2]",
            "dW2 = dW2 + H1[2..4]ᵀ dZ[2..4]",
            "db2 = db2 + column sums of dZ[2..4]",
            "dW1 = dW1 + X[2..4]ᵀ dH1[2..4]",
            "db1 = db1 + column sums of dH1[2..4]",
            "dW2@2 = H1[4..6]ᵀ dZ[4..6]",
            "db2@2 = column sums of dZ[4..6]",
            "dW1@2 = X[4..6]ᵀ dH1[4..6]",
            "db1@2 = column sums of dH1[4..6]",
            "dW2@2 = dW2@2 + H1[6..7]ᵀ dZ[6..7]",
            "db2@2 = db2@2 + column sums of dZ[6..7]",
            "dW1@2 = dW1@2 + X[6..7]ᵀ dH1[6..7]",
            "db1@2 = db1@2 + column sums of dH1[6..7]",
            "dW1 = dW1 + dW1@2",
            "db1 = db1 + db1@2",
            "dW2 = dW2 + dW2@2",
            "db2 = db2 + db2@2",
            "W1 = W1 - s.order.scalars · (dW1 + 0.5 · W1)",
            "b1 = b1 - s.order.scalars · db1",
            "W2 = W2 - s.order.scalars · (dW2 + 0.5 · W2)",
            "b2 = b2 - s.order.scalars · db2");
  }

  /** Five rows in 8 shards are five shards of a row; one row is a shard by itself. */
  @Test
  void emptyShardsAreLeftOut() {
    Network network = Network.softmaxRegression(6, 3, false);
    Recipe recipe = Recipe.STANDARD.sharded(8);
    assertThat(formulas(Planner.gradientStep(network, SOURCE, 5, recipe)).subList(3, 10))
        .containsExactly(
            "dW1 = X[0..1]ᵀ dZ[0..1]",
            "dW1 = dW1 + X[1..2]ᵀ dZ[1..2]",
            "dW1@2 = X[2..3]ᵀ dZ[2..3]",
            "dW1@2 = dW1@2 + X[3..4]ᵀ dZ[3..4]",
            "dW1 = dW1 + dW1@2",
            "dW1@4 = X[4..5]ᵀ dZ[4..5]",
            "dW1 = dW1 + dW1@4");
    assertThat(formulas(Planner.gradientStep(network, SOURCE, 1, recipe)).subList(3, 4))
        .containsExactly("dW1 = Xᵀ dZ");
  }

  @Test
  void aGradientStepChangesNoParameter() {
    Network network = Network.softmaxRegression(6, 3, true);
    Plan plan = Planner.gradientStep(network, SOURCE, 2, Recipe.STANDARD);
    assertThat(formulas(plan))
        .containsExactly(
            "X = s.images[s.order] / 255",
            "Z = X W1 -> relu",
            "s.loss, s.prediction = cross-entropy(softmax Z), dZ = its gradient x relu'(Z)",
            "dW1 = Xᵀ dZ");
    assertThat(plan.ops().get(3).writes())
        .isEqualTo(List.of(Planner.gradientOf(Slot.floats("W1", 6, 3))));
    assertThat(formulas(Planner.gradientStep(DEEP, SOURCE, 2, Recipe.STANDARD)))
        .contains("db3 = column sums of dZ", "dW1 = Xᵀ dH1");
  }

  @Test
  void anEvaluationIsTheWayForward() {
    Plan plan = Planner.evaluation(DEEP, SOURCE, 8);
    assertThat(formulas(plan))
        .hasSize(5)
        .last()
        .isEqualTo("s.loss, s.prediction = cross-entropy(softmax Z)");
    assertThat(plan.slots())
        .contains(Planner.logits(DEEP, 8))
        .doesNotContain(Slot.floats("dZ", 8, 3));
  }

  @Test
  void hiddenLayersWithoutAnActivationPassTheGradientOn() {
    Network linear = Network.mlp(6, List.of(5), 3, Activation.IDENTITY);
    assertThat(formulas(Planner.trainingStep(linear, SOURCE, 2, Recipe.of(new Sgd(1, 0)))))
        .contains("dH1 = dZ W2ᵀ");
  }

  @Test
  void theGradientIsThatOfTheMean() {
    Plan plan = Planner.trainingStep(DEEP, SOURCE, 4, Recipe.of(new Sgd(0.5, 0.5)));
    assertThat(plan.ops().get(4))
        .isInstanceOfSatisfying(
            SoftmaxCrossEntropy.class, op -> assertThat(op.scale()).isEqualTo(0.25f));
  }

  @Test
  void aPlanPrintsAsATable() {
    assertThat(
            Planner.evaluation(Network.softmaxRegression(6, 3, false), SOURCE, 2)
                .toString()
                .lines())
        .containsExactly(
            "plan evaluation, 6-3, batch 2",
            "  1  GatherRows           2 x 6        X = s.images[s.order] / 255",
            "  2  MatMul               2 x 3        Z = X W1",
            "  3  SoftmaxCrossEntropy  1 x 8        s.loss, s.prediction = cross-entropy(softmax Z)");
  }

  @Test
  void whatIsReadIsGivenOrWrittenBefore() {
    Slot<float[]> a = Slot.floats("a", 2, 2);
    Slot<float[]> b = Slot.floats("b", 1, 2);
    Op sums = new ColumnSums(a, b, 1, 0);
    assertThatThrownBy(() -> new Plan("p", java.util.Set.of(), List.of(sums)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plan p reads a [2 x 2] before anything is in it: b = column sums of a");
    assertThatThrownBy(() -> new Plan("p", java.util.Set.of(a), List.of()))
        .hasMessage("plan p has no ops");
    Op again = new ColumnSums(b, Slot.floats("a", 1, 2), 1, 0);
    assertThatThrownBy(() -> new Plan("p", java.util.Set.of(a), List.of(sums, again)))
        .hasMessage("plan p has two slots named a");
    assertThat(new Plan("p", java.util.Set.of(a), List.of(sums)).slots()).isEqualTo(List.of(a, b));
  }

  @Test
  void aCursorLeavesAWholeBatch() {
    Plan plan = Planner.evaluation(DEEP, SOURCE, 3);
    plan.requireCursor(0);
    plan.requireCursor(5);
    for (int cursor : new int[] {-1, 6}) {
      assertThatThrownBy(() -> plan.requireCursor(cursor))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "cursor %d leaves no batch of 3 in 8 samples: X = s.images[s.order] / 255"
                  .formatted(cursor));
    }
    Plan without = Plan.of(new ColumnSums(Slot.floats("a", 2, 2), Slot.floats("b", 1, 2), 1, 0));
    without.requireCursor(7);
    assertThatThrownBy(() -> without.requireCursor(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void sourcesOverOneFileShareItsRows() {
    Source other = SOURCE.choose("v", 4);
    assertThat(other.images()).isEqualTo(Slot.bytes("s.images", 9, 6));
    assertThat(other.labels()).isEqualTo(Slot.bytes("s.labels", 9, 1));
    assertThat(other.order()).isEqualTo(Slot.ints("v.order", 1, 4));
    assertThat(other.loss()).isEqualTo(Slot.floats("v.loss", 1, 4));
    assertThat(other.prediction()).isEqualTo(Slot.ints("v.prediction", 1, 4));
  }

  private static List<String> formulas(Plan plan) {
    return plan.ops().stream().map(Op::formula).toList();
  }
}
