package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.compile.Launch;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.compile.LaunchPolicy;
import dev.incline.backend.opencl.compile.Lowering;
import dev.incline.backend.opencl.compile.ProgramText;
import dev.incline.backend.opencl.compile.ProgramTexts;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a class of GPUs compiles for representative trainings, as the program itself decides. */
final class GpuPrograms {
  private static final double DENSITY = 0.19; // of MNIST
  private static final int INPUTS = 784;
  private static final int CLASSES = 10;
  private static final int EVALUATED = 512; // rows of a step that scores
  private static final int SMALL = 64; // rows of a batch
  private static final int LARGE = 512;
  private static final Source SOURCE = Source.of("training", 1000, INPUTS, 1000);

  private static final Pattern ROW_LENGTH = Pattern.compile("(?<=-DLD[ABC]=)(\\d+)");
  private static final int VECTOR = 4; // floats

  private static final Network SOFTMAX = Network.softmaxRegression(INPUTS, CLASSES, true);
  private static final Network MLP = mlp(Activation.SIGMOID, 128);
  private static final Network WIDE = mlp(Activation.RELU, 1024);
  private static final Network DEEP = mlp(Activation.RELU, 512, 256);

  private GpuPrograms() {}

  private static Network mlp(Activation activation, int... hidden) {
    List<Integer> widths = new ArrayList<>();
    for (int width : hidden) {
      widths.add(width);
    }
    return Network.mlp(INPUTS, widths, CLASSES, activation);
  }

  /** The distinct programs of the standard training. */
  static Collection<ProgramText> ofStandard(GpuClass gpu) {
    List<Plan> plans = List.of(step(MLP, SMALL, Recipe.STANDARD));
    Map<String, ProgramText> programs = new LinkedHashMap<>();
    add(programs, gpu, Form.OPS, plans);
    add(programs, gpu, Form.ROWS, plans);
    return programs.values();
  }

  /** The distinct programs of all trainings and evaluations, however they are launched. */
  static Collection<ProgramText> ofAll(GpuClass gpu) {
    Map<String, ProgramText> programs = new LinkedHashMap<>();
    add(programs, gpu, Form.OPS, plans());
    if (gpu != GpuClass.RTX_3060) { // a class of each vendor is enough
      add(programs, gpu, Form.ROWS, plansByRows());
      add(programs, gpu, Form.TILED, List.of(step(WIDE, LARGE, Recipe.STANDARD)));
    }
    return programs.values();
  }

  private static void add(
      Map<String, ProgramText> programs, GpuClass gpu, Form form, List<Plan> plans) {
    OpenClOptions options = OpenClOptions.STANDARD.withLaunches(form);
    LaunchPolicy policy = options.policy(gpu.device());
    boolean sparse = policy.skipsZeros(DENSITY);
    for (Plan plan : plans) {
      for (Launch launch : new Lowering(policy).of(plan, images -> sparse)) {
        ProgramText text = ProgramTexts.of(launch, options.kernels(), gpu.device());
        programs.putIfAbsent(text.source() + essence(text.options()), text);
      }
    }
  }

  /** Few, for each step is a program of its own: all activations, and all that a recipe adds. */
  private static List<Plan> plansByRows() {
    Network deep =
        Network.mlp(INPUTS, List.of(256, 33), List.of(Activation.RELU, Activation.TANH), CLASSES);
    Recipe everything =
        Recipe.of(new Adam(1e-3, 1e-2, 0.9, 0.999, 1e-8, true))
            .with(new ClassWeights(false, Collections.nCopies(CLASSES, 1.0)))
            .dropping(List.of(0.5, 0.5));
    return List.of(
        step(SOFTMAX, SMALL, Recipe.STANDARD),
        step(deep, SMALL, everything),
        Planner.evaluation(MLP, SOURCE, EVALUATED));
  }

  /**
   * Row lengths that are whole vectors differ in the number that an address is multiplied by, and
   * in nothing else; activations, in what is done to a finished sum. Of such programs one is
   * compiled.
   */
  private static String essence(String options) {
    return ROW_LENGTH
        .matcher(options.replaceAll("(?<=-DACTIVATION=)[1-9]", "any"))
        .replaceAll(m -> Integer.parseInt(m.group(1)) % VECTOR == 0 ? "whole vectors" : m.group());
  }

  /** Networks and batches by plain descent; recipes on the standard network. */
  private static List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    for (Network network : List.of(SOFTMAX, MLP, WIDE, DEEP)) {
      plans.add(step(network, SMALL, Recipe.STANDARD));
    }
    plans.add(step(WIDE, LARGE, Recipe.STANDARD));
    for (Network network : List.of(SOFTMAX, MLP)) {
      plans.add(Planner.evaluation(network, SOURCE, EVALUATED));
    }
    recipes(MLP).forEach(recipe -> plans.add(step(MLP, SMALL, recipe)));
    return plans;
  }

  private static Plan step(Network network, int batch, Recipe recipe) {
    return Planner.trainingStep(network, SOURCE, batch, recipe);
  }

  private static List<Recipe> recipes(Network network) {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(Recipe.STANDARD.with(Schedule.parse("linear")));
    recipes.add(Recipe.of(new Momentum(0.1, 1e-3, 0.9, false)));
    recipes.add(Recipe.of(new Momentum(0.1, 1e-3, 0.9, true)));
    recipes.add(Recipe.of(new Adam(1e-3, 0, 0.9, 0.999, 1e-8, false)));
    recipes.add(Recipe.of(new Adam(1e-3, 1e-2, 0.9, 0.999, 1e-8, true)));
    recipes.add(Recipe.STANDARD.with(new ClassWeights(false, Collections.nCopies(CLASSES, 1.0))));
    int hidden = network.layers().size() - 1;
    if (hidden > 0) {
      Recipe plain = Recipe.of(new Sgd(0.1, 0));
      recipes.add(plain.dropping(Collections.nCopies(hidden, 0.5)));
    }
    return recipes;
  }
}
