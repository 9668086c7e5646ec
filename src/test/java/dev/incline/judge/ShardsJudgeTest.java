package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.model.Recipe;
import dev.incline.plan.Add;
import dev.incline.plan.Op;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients in shards, in double precision. That their order is the right one, this cannot tell.
 */
class ShardsJudgeTest {
  private static void judge(JudgedCase judged, int shards, UnaryOperator<Plan> edit) {
    int batch = judged.batch();
    ReferenceMlp mlp = judged.reference();
    double[][] x = judged.x(batch);
    int[] y = judged.y(batch);
    Tolerance tolerance = new Tolerance(mlp, x, y);
    ReferenceMlp.Gradient truth = mlp.gradient(x, y);
    Recipe recipe = Recipe.STANDARD.sharded(shards);
    try (Backend backend = new CpuBackend(1)) {
      judged.load(backend, judged.order());
      Plan plan = Planner.gradientStep(judged.network(), judged.source(), batch, recipe);
      backend.compile(edit.apply(plan)).run(0);
      List<Parameters> parameters = Parameters.of(judged.network());
      for (int l = 0; l < parameters.size(); l++) {
        Slot<float[]> weight = parameters.get(l).weight();
        float[] dw = backend.read(Planner.gradientOf(weight));
        for (int i = 0; i < dw.length; i++) {
          int row = i / weight.cols();
          int column = i % weight.cols();
          double bound = tolerance.w[l][row][column];
          Tolerance.check("d" + weight.name(), dw[i], truth.w()[l][row][column], bound);
        }
        Slot<float[]> bias = parameters.get(l).bias();
        if (bias != null) {
          float[] db = backend.read(Planner.gradientOf(bias));
          Tolerance.check("d" + bias.name(), db, truth.b()[l], tolerance.b[l]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 64})
  void areThoseOfTheWholeBatch(int shards) {
    JudgedCases.smooth().forEach(judged -> judge(judged, shards, plan -> plan));
  }

  /** The sums of one half of the shards. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void aPartThatIsLeftOutIsSeen(int shards) {
    UnaryOperator<Plan> half =
        plan -> {
          List<Op> ops = new ArrayList<>(plan.ops());
          ops.removeIf(Add.class::isInstance);
          return new Plan(plan.name(), plan.given(), ops);
        };
    assertThatThrownBy(() -> judge(JudgedCases.SIGMOID, shards, half))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("dW1");
  }
}
