package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The training steps to compare: both models, each activation, and each part of a recipe. */
final class StepCases {
  /**
   * Of 128 units, more than 256 work-items take at once, four each: how a GPU draws the mask of a
   * row.
   */
  private static final int WIDER = 9;

  private static final int LARGEST_GROUP = 256; // work-items of a row on a GPU

  private StepCases() {}

  /** What to compare of the networks of both models, of this size. */
  static List<Task> all(NetworkSize size, Backend device, Backend reference) {
    int inputs = size.inputs();
    int hidden = size.hidden();
    List<Task> all = new ArrayList<>();
    Recipe scheduled = Objects.requireNonNull(others().get("scheduled"));
    if (size.thin()) {
      for (Network network :
          List.of(
              Network.softmaxRegression(inputs, 10, true),
              Network.mlp(inputs, List.of(hidden, hidden / 2 + 1), 10, Activation.SIGMOID))) {
        Lockstep steps = of(network, size.batch(), size.steps(), device, reference);
        boolean deep = network.layers().size() > 1; // one has its rate in the plan, one in a slot
        all.add(deep ? steps.by(scheduled).asAWhole(", scheduled") : steps.asAWhole(""));
        all.add(whole(network, size.batch(), size.scorings(), device, reference).evaluation());
      }
      return all;
    }
    for (Network network :
        List.of(
            Network.softmaxRegression(inputs, 10, true),
            Network.softmaxRegression(inputs, 10, false),
            Network.mlp(inputs, List.of(hidden), 10, Activation.SIGMOID),
            Network.mlp(inputs, List.of(hidden), 10, Activation.RELU),
            Network.mlp(inputs, List.of(hidden), 10, Activation.TANH),
            Network.mlp(inputs, List.of(hidden, hidden / 2 + 1), 10, Activation.RELU))) {
      Lockstep steps = of(network, size.batch(), size.steps(), device, reference);
      all.add(steps.opByOp(""));
      all.add(steps.asAWhole(""));
      all.add(of(network, size.batch(), size.scorings(), device, reference).evaluation());
    }
    Network first = Network.mlp(inputs, List.of(hidden), 10, Activation.SIGMOID);
    Lockstep steps = of(first, size.batch(), size.steps(), device, reference);
    others().forEach((name, recipe) -> all.add(steps.by(recipe).asAWhole(", " + name)));
    all.add(steps.overNumbers().asAWhole(", numbers"));
    if (WIDER * hidden > LARGEST_GROUP) { // not where each instruction is simulated
      Network wide = Network.mlp(inputs, List.of(WIDER * hidden), 10, Activation.TANH);
      Recipe dropping = Objects.requireNonNull(others().get("nesterov, dropout"));
      Lockstep wider = of(wide, size.batch(), size.steps(), device, reference).by(dropping);
      all.add(wider.opByOp(", dropout"));
      all.add(wider.asAWhole(", nesterov, dropout"));
    }
    return all;
  }

  /** As many rows in the last batch as in the others: a driver compiles one step. */
  private static Lockstep whole(
      Network network, int batch, int steps, Backend device, Backend reference) {
    return new Lockstep(
        network, batch, steps, 0, Recipe.STANDARD, MadeUpRows.IMAGES, device, reference);
  }

  /** A step's rates as training has them by default; the last batch is shorter. */
  private static Lockstep of(
      Network network, int batch, int steps, Backend device, Backend reference) {
    return new Lockstep(
        network,
        batch,
        steps,
        batch / 2 + 1,
        Recipe.STANDARD,
        MadeUpRows.IMAGES,
        device,
        reference);
  }

  /** What steps are made by beside plain descent at one rate: each part of a recipe, by name. */
  private static Map<String, Recipe> others() {
    List<Double> dropped = List.of(0.2);
    Map<String, Recipe> all = new LinkedHashMap<>();
    all.put("scheduled", Recipe.STANDARD.with(Schedule.parse("cosine")));
    all.put("momentum", Recipe.of(new Momentum(0.1, 1e-3, 0.9, false)));
    all.put("nesterov, dropout", Recipe.of(new Momentum(0.1, 1e-3, 0.9, true)).dropping(dropped));
    all.put(
        "adam, class weights",
        Recipe.of(new Adam(1e-3, 1e-3, 0.9, 0.999, 1e-8, false)).with(ClassWeights.BALANCED));
    all.put("shards", Recipe.STANDARD.sharded(4));
    all.put("adamw", Recipe.of(new Adam(1e-3, 1e-3, 0.9, 0.999, 1e-8, true)));
    return all;
  }
}
