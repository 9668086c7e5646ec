package dev.incline.option;

import static dev.incline.option.Option.named;

import dev.incline.model.Activation;
import dev.incline.model.ClassWeights;
import dev.incline.model.Initializer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.option.Kind.Form;
import dev.incline.train.checkpoint.InitialWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of the network and of its training. In the order of config.yaml and of the help. */
public final class Options {
  /** Largest width of a hidden layer: its square still fits an array. */
  public static final int WIDEST = 16_384;

  private static final String NETWORK = "Network";
  private static final Kind<Double> SHARE =
      Kind.number("a number from 0 to below 1", x -> x >= 0 && x < 1);
  static final List<Option<?>> ALL = new ArrayList<>();

  public static final Option<ModelKind> MODEL =
      named("model", Kind.words(List.of(ModelKind.values())))
          .under(NETWORK)
          .help("MODEL", "softmax (regression, no bias) or mlp (hidden layers)")
          .usually(ModelKind.MLP)
          .folderAlways(0, "%s")
          .inCourse("Model", "type", Map.of("SoftmaxRegression", "softmax", "TwoLayerNet", "mlp"))
          .also("arch", "architecture", "network", "net")
          .declared(ALL);

  public static final Option<List<Integer>> HIDDEN =
      named("hidden", Kind.wholes("up to 32 whole numbers from 1 to 16384", Options::areWidths))
          .under(NETWORK)
          .help("N[,N...]", "Widths of the hidden layers of mlp, %s")
          .usually(List.of(128))
          .onlyWhen(
              "model",
              Options::isLayered,
              "does not go with --model softmax, which has no hidden layer")
          .folderAlways(0, "%s")
          .called("hidden units")
          .inCourse("Model", "hidden_size")
          .also("hidden-size", "hidden-sizes", "hidden-units", "hidden-layers", "layers", "units")
          .declared(ALL);

  public static final Option<List<Activation>> ACTIVATION =
      named("activation", Kind.perLayer(Kind.words(Activation.hidden())))
          .under(NETWORK)
          .help(
              "NAME[,NAME...]",
              "Activation of the hidden layers of mlp, %s; one for all layers, or one for each")
          .usually(List.of(Activation.SIGMOID))
          .onlyWhen(
              "model",
              Options::isLayered,
              "does not go with --model softmax, which has no hidden layer")
          .folder(0, "%s")
          .also("nonlinearity", "non-linearity", "act")
          .declared(ALL);

  public static final Option<List<Double>> DROPOUT =
      named(
              "dropout",
              Kind.perLayer(Kind.number("a number from 0 to below 1", x -> x >= 0 && x < 1)))
          .help(
              "P[,P...]",
              "Share of the units of a hidden layer of mlp that each training step drops, %s; one for all layers, or one for each. Others count 1/(1 - P) times; scoring drops none")
          .usually(List.of(0.0))
          .addedLater()
          .onlyWhen(
              "model",
              Options::isLayered,
              "does not go with --model softmax, which has no hidden layer")
          .folder(4, "dropout%s")
          .inCourse("Train", "dropout")
          .also("dropout-rate", "drop-rate", "p-drop", "keep-prob")
          .declared(ALL);

  public static final Option<Boolean> LOGIT_RELU =
      named("logit-relu", Kind.truth(Form.TRUTH))
          .under(NETWORK)
          .help("true|false", "Apply ReLU to the logits of softmax")
          .usually(true)
          .onlyWhen(
              "model", v -> !isLayered(v), "does not go with --model mlp, whose logits are linear")
          .folder(0, "linear")
          .declared(ALL);

  public static final Option<Integer> EPOCHS =
      named("epochs", Kind.whole(1, 100_000))
          .help("N", "Passes over the training rows, %s")
          .usually(10)
          .folder(3, "epochs%s")
          .inCourse("Train", "epochs")
          .also("num-epochs", "n-epochs", "nb-epochs", "max-epochs", "iterations", "passes")
          .declared(ALL);

  public static final Option<Integer> BATCH =
      named("batch", Kind.whole(1, 1_000_000))
          .help("N", "Rows per step, %s")
          .usually(64)
          .folder(2, "batch%s")
          .called("batch size")
          .unit("rows")
          .inCourse("Train", "batch_size")
          .also("batch-size", "minibatch", "mini-batch", "bs")
          .declared(ALL);

  public static final Option<Integer> SHARDS =
      named("shards", Kind.powerOfTwo(Recipe.MAX_SHARDS))
          .help(
              "N",
              "Cut each batch into so many ranges of rows, whose gradients are added by a fixed binary tree, %s: the result depends on their number, not on which device computes which")
          .usually(1)
          .addedLater()
          .folder(2, "shards%s")
          .inCourse("Train", "shards")
          .also("num-shards", "world-size", "data-parallel", "accumulation-steps", "microbatches")
          .declared(ALL);

  public static final Option<OptimizerKind> OPTIMIZER =
      named("optimizer", Kind.words(List.of(OptimizerKind.values())))
          .help("NAME", "How parameters follow the gradient: %s, each as PyTorch defines it")
          .usually(OptimizerKind.SGD)
          .addedLater()
          .folder(1, "%s")
          .also("optimiser", "optim", "opt", "solver", "solver-type", "updater", "nesterov")
          .declared(ALL);

  public static final Option<Double> LR =
      named("lr", Kind.number("a number from 1e-30 to 1e30", x -> x >= 1e-30 && x <= 1e30))
          .help("RATE", "Learning rate, %s")
          .usually(
              "0.1; with momentum and nesterov 0.01, with adam and adamw 0.001",
              values -> values.get(OPTIMIZER).learningRate())
          .folderAlways(1, "lr%s")
          .called("learning rate")
          .symbol("η")
          .inCourse("Train", "learning_rate")
          .also("learning-rate", "rate", "eta")
          .declared(ALL);

  public static final Option<Double> L2 =
      named("l2", Kind.number("a number from 0 to 1e6", x -> x >= 0 && x <= 1e6))
          .help(
              "LAMBDA",
              "L2 strength, for weights and not for biases, %s; with adamw decoupled weight decay")
          .usually(Sgd.STANDARD.l2())
          .folderAlways(1, "l2_%s")
          .called("L2 strength")
          .symbol("λ")
          .inCourse("Train", "reg")
          .also(
              "weight-decay",
              "wd",
              "decay",
              "reg",
              "lambda",
              "regularization",
              "regularisation",
              "l2-reg",
              "reg-strength")
          .declared(ALL);

  public static final Option<Double> MOMENTUM =
      ofOptimizer("momentum", SHARE)
          .help("FACTOR", "Share of the last step that momentum and nesterov keep, %s")
          .usually(0.9)
          .symbol("μ")
          .inCourse("Train", "momentum")
          .also("mu", "momentum-factor")
          .declared(ALL);

  public static final Option<Double> BETA1 =
      ofOptimizer("beta1", SHARE)
          .help("FACTOR", "Share of its mean gradient that adam keeps, %s")
          .usually(0.9)
          .called("Adam's")
          .symbol("β1")
          .also("beta-1", "betas", "adam-beta1")
          .declared(ALL);

  public static final Option<Double> BETA2 =
      ofOptimizer("beta2", SHARE)
          .help("FACTOR", "Share of its mean squared gradient that adam keeps, %s")
          .usually(0.999)
          .called("Adam's")
          .symbol("β2")
          .also("beta-2", "adam-beta2")
          .declared(ALL);

  public static final Option<Double> EPSILON =
      ofOptimizer("epsilon", Kind.number("a number from 1e-30 to 1", x -> x >= 1e-30 && x <= 1))
          .help("NUMBER", "What adam adds to the root that it divides by, %s")
          .usually(1e-8)
          .called("Adam's")
          .symbol("ε")
          .also("eps", "adam-epsilon", "adam-eps")
          .declared(ALL);

  public static final Option<ClassWeights> CLASS_WEIGHTS =
      named("class-weights", Kind.classWeights())
          .help(
              "W0[,W1,...]",
              "A training row's loss and gradient times the weight of its class: %s. Scaled to a mean of 1 over the rows that train. The training loss shown has the weights, losses of validation and test do not")
          .without("all rows count the same")
          .folder(4, "classes_%s")
          .called("class weights")
          .inCourse("Train", "class_weight")
          .also("class-weight", "sample-weight", "balanced")
          .declared(ALL);

  public static final Option<Initializer> INIT =
      named("init", Kind.initializer())
          .help("INIT", "Initial weights, %s")
          .usually(
              "normal:0.001; with ReLU on the logits half-normal:0.01",
              values -> Initializer.defaultFor(values.network(1, 2))) // of any size
          .onlyWhen(
              "weights",
              v -> !v.has(Options.WEIGHTS),
              "does not go with --weights: both say how the weights start")
          .folder(4, "%s")
          .called("initial weights")
          .identity(Options::olderInit)
          .also("initializer", "initialiser", "initialization", "weight-init")
          .declared(ALL);

  public static final Option<Path> WEIGHTS =
      named("weights", Kind.file())
          .help("FILE", InitialWeights.SYNTAX + "; in place of --init")
          .also("pretrained", "load", "initial-weights", "load-weights")
          .declared(ALL);

  public static final Option<Long> SEED =
      named("seed", Kind.whole())
          .help("N", "Seed of initial weights and shuffles, %s")
          .usually(42L)
          .folderAlways(9, "seed%s")
          .also("random-seed", "random-state", "rng-seed")
          .declared(ALL);

  private Options() {}

  private static boolean isLayered(OptionValues values) {
    return values.get(MODEL) == ModelKind.MLP;
  }

  /** An option of some optimizers. */
  private static Declaration<Double> ofOptimizer(String name, Kind<Double> kind) {
    return named(name, kind)
        .addedLater()
        .onlyWhen(
            "optimizer",
            values -> values.get(OPTIMIZER).uses(name),
            values ->
                "does not go with --optimizer %s, which uses %s"
                    .formatted(values.get(OPTIMIZER), values.get(OPTIMIZER).uses()),
            OptimizerKind.users(name));
  }

  private static boolean areWidths(List<Integer> widths) {
    return widths.size() <= 32 && widths.stream().allMatch(w -> w >= 1 && w <= WIDEST);
  }

  /** Checkpoints hold the number as Java wrote it, whatever numbers look like elsewhere. */
  private static String olderInit(String text) {
    int colon = text.indexOf(':');
    try {
      return colon > 0
          ? text.substring(0, colon + 1) + Double.parseDouble(text.substring(colon + 1))
          : text;
    } catch (NumberFormatException e) {
      return text; // damaged, and refused where it is read
    }
  }
}
