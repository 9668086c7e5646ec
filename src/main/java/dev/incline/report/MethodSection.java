package dev.incline.report;

import dev.incline.data.FeatureScaling;
import dev.incline.page.Markup;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.train.TrainResult;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was trained, on what, and how: only what the runs at hand used. */
record MethodSection(Pages pages, List<Run> runs) {
  static final String TITLE = "Setting and method";

  /**
   * An activation.
   *
   * @param value of *a*
   * @param slope at all of **A**
   */
  record Phi(String name, String value, String slope) {}

  static final List<Phi> PHIS =
      List.of(
          new Phi("sigmoid", "1 / (1 + *e*^{−*a*})", "**H** ⊙ (1 − **H**)"),
          new Phi("relu", "max(0, *a*)", "1[**A** > 0]"),
          new Phi("tanh", "tanh *a*", "(1 − **H** ⊙ **H**)"));

  /**
   * Writes it.
   *
   * @param data one sentence
   * @param best of the runs, which has their rows; null where these cannot be had
   */
  void set(String data, @Nullable BestModel best) throws IOException {
    OptimizerSection optimizers = new OptimizerSection(pages, runs);
    pages.heading("Setting");
    pages.paragraph(data);
    pages.paragraph(
        (has(Run::hasValidation) ? validated() : unvalidated())
            + rows()
            + " The kept weights alone are tested, once. The training accuracy is the running one: each batch is scored before its update.");
    pages.paragraph(
        "%s, trained by %s with batches of %s rows for %s%s epochs, from %s %s. Learning rate η: %s. L2 strength λ: %s. Initial weights: %s. Networks: %s. Devices: %s."
            .formatted(
                Numeral.count(runs.size(), "run")
                    + (runs.size() == 1 ? " is reported" : " are reported"),
                optimizers.names(),
                all(r -> r.option("batch")),
                has(MethodSection::isPatient) ? "at most " : "",
                all(r -> r.option("epochs")),
                runs.stream().map(r -> r.result().seed()).distinct().count() == 1
                    ? "seed"
                    : "seeds",
                all(r -> Long.toString(r.result().seed())),
                optimizers.each("lr"),
                optimizers.each("l2"),
                initialWeights(),
                all(r -> r.result().network()),
                all(r -> r.result().device())));
    boolean softmax = has(r -> r.result().model().equals("softmax"));
    boolean layers = has(r -> !r.result().model().equals("softmax"));
    pages.heading("Models");
    pages.paragraph(
        "**X** holds a batch: *N* rows, a row per %s. **Y** holds the labels as rows of 0 with a 1 at the class *y*(*i*) of row *i*."
            .formatted(
                best == null
                    ? "sample"
                    : best.test().hasPixels() ? "image, its pixels divided by 255" : numbers()));
    if (softmax) {
      boolean relu = has(r -> r.option("logit-relu").equals("true"));
      pages.paragraph(
          "*Softmax regression* has one weight matrix and no bias%s:"
              .formatted(relu ? "; its logits pass a ReLU" : ""));
      pages.formula(
          relu
              ? "**Z** = **X** **W** ,\u2003**R** = max(0, **Z**) ,\u2003*S*_{*ic*} = exp(*R*_{*ic*}) / ∑_{*k*} exp(*R*_{*ik*})"
              : "**Z** = **X** **W** ,\u2003*S*_{*ic*} = exp(*Z*_{*ic*}) / ∑_{*k*} exp(*Z*_{*ik*})");
    }
    if (layers) {
      List<Phi> activations = activations();
      pages.paragraph("*The layered network* has hidden layers with an activation φ and biases:");
      pages.formula(
          "**H** = φ(**A**) ,\u2003**A** = **X** **W**_{1} + **b**_{1} ,\u2003φ(*a*) = "
              + String.join(" or ", activations.stream().map(Phi::value).toList()));
      pages.formula(
          "**Z** = **H** **W**_{2} + **b**_{2} ,\u2003*S*_{*ic*} = exp(*Z*_{*ic*}) / ∑_{*k*} exp(*Z*_{*ik*})");
    }
    if (hasDropout()) {
      pages.paragraph(
          "*Dropout* (Srivastava et al. 2014) in training steps: the next layer takes **H** ⊙ **M** in the place of **H**, with a mask **M** drawn anew in each step by Philox4x32-10 (Salmon et al. 2011). A unit is dropped with the probability *P*, the dropout of its layer. Scoring drops none; losses and accuracies of training are those with units dropped:");
      pages.formula("*M*_{*ij*} = 0 with probability *P* , else 1 / (1 − *P*)");
    }
    pages.paragraph("The loss is the mean cross-entropy of the batch, in nats:");
    pages.formula("*L* = − (1 / *N*) ∑_{*i*} log *S*_{*i*, *y*(*i*)}");
    if (hasClassWeights()) {
      pages.paragraph(
          "With class weights *w*, whose mean over the rows that train is 1, a training row counts *w*_{*y*(*i*)} times, in the training losses reported here too; losses of validation and test are without weights. Balanced weights are in proportion to 1 / *n*_{*c*} for *n*_{*c*} training rows of the class *c*:");
      pages.formula("*L* = − (1 / *N*) ∑_{*i*} *w*_{*y*(*i*)} log *S*_{*i*, *y*(*i*)}");
    }
    training(softmax, layers, optimizers);
    pages.heading("Statistics");
    Findings.method(pages, has(Run::hasValidation) ? "validation" : "training");
  }

  /** What a table's row is to the networks. */
  private String numbers() {
    List<String> scaled =
        Arrays.stream(FeatureScaling.Kind.values())
            .filter(kind -> has(r -> scale(r).equals(kind.toString())))
            .map(FeatureScaling.Kind::words)
            .toList();
    return "sample, its numbers %s%s"
        .formatted(
            String.join(" or, in other runs, ", scaled),
            has(r -> r.option("missing").equals("mean"))
                ? "; a missing number is the mean of its feature over the rows that train"
                : "");
  }

  private static String scale(Run run) {
    String scale = run.option("scale");
    return scale.isEmpty() ? FeatureScaling.Kind.STANDARD.toString() : scale;
  }

  private String validated() {
    String share = all(r -> share(r.option("validation")));
    List<String> which = new ArrayList<>();
    if (has(r -> split(r).equals("last"))) {
      which.add("The last %s of the training file".formatted(share));
    }
    if (has(r -> split(r).equals("shuffled"))) {
      which.add("%s of the training file, drawn from the seed,".formatted(share));
    }
    if (has(r -> split(r).equals("stratified"))) {
      which.add("%s of each class of the training file, drawn from the seed,".formatted(share));
    }
    return "%s validates; the rest trains, in a new order each epoch. After each epoch the validation rows are scored. The weights of the epoch with the %s are kept.%s"
        .formatted(
            String.join(" or, in other runs, ", which),
            !has(MethodSection::monitorsLoss)
                ? "highest validation accuracy"
                : runs.stream().allMatch(MethodSection::monitorsLoss)
                    ? "lowest validation loss"
                    : "highest validation accuracy, in other runs the lowest validation loss,",
            has(MethodSection::isPatient) ? " " + patience() : "");
  }

  /** How many rows each part has, where that was recorded. */
  private String rows() {
    List<String> parts =
        runs.stream()
            .map(r -> r.result().rows())
            .filter(rows -> rows.test() > 0)
            .distinct()
            .map(TrainResult.Rows::words)
            .toList();
    return parts.isEmpty() ? "" : " %s.".formatted(Excerpt.list(parts, "; in other runs "));
  }

  /** Those of each model, where there are several. */
  private String initialWeights() {
    Function<Run, String> start = r -> r.option(r.option("weights").isEmpty() ? "init" : "weights");
    List<String> models = runs.stream().map(r -> r.option("model")).distinct().toList();
    List<String> each = new ArrayList<>();
    for (String model : models) {
      List<Run> own = runs.stream().filter(r -> r.option("model").equals(model)).toList();
      String name = model.equals("softmax") ? "softmax regression" : "layered network";
      String weights = new MethodSection(pages, own).all(start);
      each.add(models.size() == 1 ? weights : weights + " (" + name + ")");
    }
    return String.join("; ", each);
  }

  private static boolean monitorsLoss(Run run) {
    return run.option("monitor").equals("loss");
  }

  private static boolean isPatient(Run run) {
    return !run.option("patience").isEmpty() && !run.option("patience").equals("0");
  }

  private String patience() {
    String epochs =
        ReportText.list(
            runs.stream()
                .filter(MethodSection::isPatient)
                .map(r -> r.option("patience"))
                .distinct()
                .sorted(SettingGroup::compareValues)
                .toList());
    return "%s stops early, once %s epochs in a row brought no better one."
        .formatted(
            runs.stream().allMatch(MethodSection::isPatient) ? "A run" : "A run with patience",
            epochs);
  }

  private static String split(Run run) {
    String split = run.option("validation-split");
    return split.isEmpty() ? "last" : split;
  }

  private static String unvalidated() {
    return "All rows of the training file train, in a new order each epoch; none validates, so settings are compared by their training accuracy, which says little about new rows. The weights after the last epoch are kept.";
  }

  private void training(boolean softmax, boolean layers, OptimizerSection optimizers)
      throws IOException {
    pages.heading("Training");
    pages.paragraph("Backpropagation gives the gradients; ⊙ multiplies element by element:");
    pages.formula(
        "∂*L*/∂**Z** = (**S** − **Y**) / *N*"
            + (hasClassWeights() ? " , row *i* times *w*_{*y*(*i*)} with class weights" : ""));
    if (softmax) {
      boolean relu = has(r -> r.option("logit-relu").equals("true"));
      pages.formula(
          relu
              ? "∂*L*/∂**W** = **X**^{⊤} ( ∂*L*/∂**R** ⊙ 1[**Z** > 0] ) ,\u2003∂*L*/∂**R** = (**S** − **Y**) / *N*\u2003(softmax regression)"
              : "∂*L*/∂**W** = **X**^{⊤} ∂*L*/∂**Z**\u2003(softmax regression)");
    }
    if (layers) {
      pages.formula(
          "∂*L*/∂**W**_{2} = **H**^{⊤} ∂*L*/∂**Z** ,\u2003∂*L*/∂**b**_{2} = ∑_{*i*} (∂*L*/∂**Z**)_{*i*} ,\u2003∂*L*/∂**H** = ∂*L*/∂**Z** **W**_{2}^{⊤}");
      if (hasDropout()) {
        pages.paragraph(
            "Where units are dropped, ∂*L*/∂**H** is multiplied by the same mask **M**.");
      }
      List<Phi> activations = activations();
      pages.formula(
          "∂*L*/∂**A** = ∂*L*/∂**H** ⊙ "
              + (activations.size() == 1 ? activations.get(0).slope : "φ′(**A**)")
              + " ,\u2003∂*L*/∂**W**_{1} = **X**^{⊤} ∂*L*/∂**A** ,\u2003∂*L*/∂**b**_{1} = ∑_{*i*} (∂*L*/∂**A**)_{*i*}");
    }
    optimizers.write();
    optimizers.schedules();
  }

  private boolean has(Function<Run, Boolean> property) {
    return runs.stream().anyMatch(property::apply);
  }

  private boolean hasDropout() {
    return has(r -> r.option("dropout").matches(".*[1-9].*"));
  }

  private boolean hasClassWeights() {
    return has(r -> !r.option("class-weights").isEmpty());
  }

  private List<Phi> activations() {
    return PHIS.stream()
        .filter(phi -> has(r -> List.of(r.option("activation").split(",")).contains(phi.name)))
        .toList();
  }

  /** The values that occur, in order. */
  private String all(Function<Run, String> value) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    runs.stream().map(value).map(Objects::requireNonNull).forEach(values::add);
    List<String> escaped = values.stream().map(Markup::escape).toList();
    return escaped.size() > Excerpt.LISTED ? Listing.of(escaped) : ReportText.list(escaped);
  }

  private static String share(String validation) {
    try {
      return "%s %%".formatted(ReportText.number(100 * Double.parseDouble(validation)));
    } catch (NumberFormatException e) {
      return "part"; // a run that did not record it
    }
  }
}
