package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Demand;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.testing.BackendInBetween;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plans are said to take, against the memory of the buffers that were made for them. */
@Tag("slow")
class OpenClDemandTest {
  /** So wide that rows of a CPU device have gaps. */
  private static final Network NETWORK = Network.mlp(60, List.of(512), 10, Activation.SIGMOID);

  private static final Source SOURCE = Source.of("training", 100, 60, 80);
  private static final List<Plan> PLANS = plans();

  private static List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    for (int batch : new int[] {16, 9}) {
      plans.add(
          Planner.trainingStep(
              NETWORK, SOURCE, batch, Recipe.of(new Adam(0.1, 1e-3, 0.9, 0.999, 1e-8, true))));
      plans.add(Planner.evaluation(NETWORK, SOURCE, 3 * batch));
    }
    return plans;
  }

  private static OpenClBackend open(Tiling.Family family, Input input) {
    OpenClOptions fast = OpenClOptions.STANDARD.withoutOptimising(); // to build
    return new OpenClBackend(TestDevices.all().get(0), fast.withFamily(family).withInput(input));
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTER, AUTO, 0",
    "REGISTER, AUTO, 1",
    "REGISTER, SPARSE, 1",
    "REGISTER, DENSE, 0",
    "LOCAL, AUTO, 0",
    "LOCAL, SPARSE, 0"
  })
  void plansTakeWhatTheyAreSaidToTake(Tiling.Family family, Input input, byte pixel) {
    byte[] images = new byte[SOURCE.images().size()];
    Arrays.fill(images, pixel);
    try (OpenClBackend backend = open(family, input)) {
      Demand atMost = backend.demand(PLANS);
      assertThat(backend.taken()).as("nothing is allocated").isZero();
      backend.write(SOURCE.images(), images);
      Demand demand = backend.demand(PLANS);
      PLANS.forEach(backend::compile);
      assertThat(backend.taken()).isEqualTo(demand.total());
      assertThat(atMost.total())
          .isBetween(demand.total(), demand.total() + 4 * 60 * (16 + 9 + 48 + 27) + 20_000);
    }
  }

  @Test
  void theDeviceSaysWhatABufferTakes() {
    try (OpenClBackend backend = open(Tiling.Family.REGISTER, Input.AUTO)) {
      assertThat(backend.demand(PLANS).largest().size()).isEqualTo(60 * 512);
      assertThat(backend.capacity().piece()).isPositive();
    }
  }

  @Test
  void whatWasPreparedHoldsTheSlotsOfThePlanAndNothingElse() {
    try (OpenClBackend backend = open(Tiling.Family.REGISTER, Input.AUTO)) {
      PLANS.forEach(backend::prepare);
      Set<Object> slots = new HashSet<>();
      PLANS.forEach(plan -> slots.addAll(plan.slots()));
      long prepared = backend.taken();
      assertThat(prepared).isPositive();
      PLANS.forEach(plan -> backend.release(plan.slots()));
      assertThat(backend.taken()).isZero();
    }
  }

  /** Its memory does not grow with what was compared. */
  @Test
  void aVerificationLeavesNothing() {
    OpenClBackend ops =
        new OpenClBackend(
            TestDevices.all().get(0),
            OpenClOptions.STANDARD.withoutSpecialising().withoutOptimising());
    Verification.ofOps(() -> watched(ops), OpCases.TINY.only("ColumnSums"), finding -> {});
    OpenClBackend steps = open(Tiling.Family.REGISTER, Input.SPARSE);
    Network network = Network.mlp(20, List.of(8), 10, Activation.RELU);
    Verification.ofTraining(
        () -> watched(steps),
        network,
        new TrainingRows(9, 4, 12, List.of(30), false),
        Recipe.of(new Momentum(0.1, 0, 0.9, false)),
        finding -> {});
  }

  private static BackendInBetween watched(OpenClBackend backend) {
    return new BackendInBetween(backend) {
      @Override
      public void close() {
        long left = backend.taken();
        super.close();
        assertThat(left).isZero();
      }
    };
  }
}
