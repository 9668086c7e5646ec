package dev.incline.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.incline.backend.Demand;
import dev.incline.model.Activation;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What plans are said to take, against what the JVM says that this thread allocates for them. */
class CpuDemandTest {
  private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Network NETWORK = Network.mlp(200, List.of(300, 7), 10, Activation.RELU);
  private static final Source SOURCE = Source.of("training", 1000, 200, 800);
  private static final Momentum MOMENTUM = new Momentum(0.1, 1e-3, 0.9, false);

  private static Plan step(int batch) {
    return Planner.trainingStep(NETWORK, SOURCE, batch, Recipe.of(MOMENTUM));
  }

  private static Plan evaluation(int batch) {
    return Planner.evaluation(NETWORK, SOURCE, batch);
  }

  @Test
  void plansTakeWhatTheyAreSaidToTake() {
    try (CpuBackend warm = new CpuBackend(3)) {
      warm.compile(step(2)); // loads the classes
    }
    for (List<Plan> plans :
        List.of(
            List.of(step(64)),
            List.of(evaluation(500)),
            List.of(step(64), step(32), evaluation(500), evaluation(300)))) {
      try (CpuBackend backend = new CpuBackend(3)) {
        Demand demand = backend.demand(plans);
        long before = JVM.getCurrentThreadAllocatedBytes();
        plans.forEach(backend::compile);
        long taken = JVM.getCurrentThreadAllocatedBytes() - before;
        assertThat((double) demand.total()).isBetween(0.98 * taken, 1.0 * taken);
      }
    }
  }
}
