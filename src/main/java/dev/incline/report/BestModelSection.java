package dev.incline.report;

import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import dev.incline.model.Layer;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One model in depth: what it is, what it confuses, what it looks at, where it is wrong. The words
 * are in the resource {@code report/best-model.md}.
 */
record BestModelSection(Pages pages, Run run) {
  static final String TITLE = "The best model";
  private static final int UNITS = 20;
  private static final int PAIRS = 3;
  private static final int MISTAKES = 20;

  /**
   * Writes it.
   *
   * @param best the run evaluated on its test rows; null where these cannot be had
   */
  void set(@Nullable BestModel best) throws IOException {
    Map<String, String> options = run.configuration("network", run.result().network());
    pages.table(DataTable.of("best-model", "option", options));
    pages.figure("best-model-curves", Curves.of(run.history().epochs()));
    options.values().removeIf(String::isEmpty);
    List<String> configuration = new ArrayList<>();
    options.forEach((name, value) -> configuration.add(name + " " + value));
    Map<String, Object> facts = new HashMap<>();
    facts.put("run", run);
    facts.put("configuration", String.join(", ", configuration));
    facts.put("evaluated", best == null ? false : evaluated(best));
    pages.prose("best-model", facts);
  }

  /** What its weights do on the test rows. */
  private Map<String, Object> evaluated(BestModel best) {
    ConfusionMatrix confusion = best.assessment().confusion();
    List<BestModel.Pair> pairs = best.confused(PAIRS);
    List<Integer> wrong = best.wrong().stream().limit(MISTAKES).toList();
    Map<String, Object> facts = new HashMap<>();
    facts.put("confusion", confusion);
    facts.put("interval", confusion.accuracyInterval());
    facts.put("pairs", String.join("; ", pairs.stream().map(best::text).toList()));
    facts.put("worst", pairs.stream().limit(1).map(best::text).toList());
    facts.put(
        "classes",
        new ConfusionPart(
                pages,
                confusion,
                best.names(),
                "best-model",
                "`best-model-classes.csv`",
                "`best-model-confusion.csv`")
            .facts(CellExamples.of(best)));
    facts.put("wrong", wrong.size());
    facts.put("pictures", best.test().hasPixels());
    facts.put("weights", best.test().hasPixels() ? weights(best) : false);
    if (!wrong.isEmpty()) {
      pages.table(confused(best, pairs));
      pages.table(mistakes(best, wrong));
    }
    if (!wrong.isEmpty() && best.test().hasPixels()) {
      pages.figure("best-model-confused", Pictures.panels(pictures(best, pairs)));
      pages.figure(
          "best-model-mistakes", Pictures.panels(wrong.stream().map(best::picture).toList()));
    }
    return facts;
  }

  /** A row for each pair. */
  private static List<Thumbnail> pictures(BestModel best, List<BestModel.Pair> pairs) {
    List<Thumbnail> pictures = new ArrayList<>();
    for (BestModel.Pair pair : pairs) {
      pair.rows().stream().limit(Pictures.ACROSS).map(best::picture).forEach(pictures::add);
      while (pictures.size() % Pictures.ACROSS > 0) {
        pictures.add(Pictures.blank());
      }
    }
    return pictures;
  }

  private static DataTable confused(BestModel best, List<BestModel.Pair> pairs) {
    return DataTable.of(
        "best-model-confused",
        pairs,
        Column.text("true class", p -> best.names().get(p.truth())),
        Column.text("predicted class", p -> best.names().get(p.predicted())),
        Column.number("test rows", 0, p -> p.rows().size()));
  }

  private static DataTable mistakes(BestModel best, List<Integer> wrong) {
    return DataTable.of(
        "best-model-mistakes",
        wrong,
        Column.number("test row", 0, row -> row),
        Column.text("true class", row -> best.names().get(best.truth(row))),
        Column.text("predicted class", row -> best.names().get(best.predicted(row))),
        Column.number("probability", 4, best::sure));
  }

  /** Of many units those with the largest norm. */
  private Map<String, Object> weights(BestModel best) {
    Dataset test = best.test();
    Layer layer = best.weights().network().layers().get(0);
    float[] matrix = best.weights().matrices().get(0); // [inputs x outputs]
    boolean classes = best.weights().network().layers().size() == 1;
    List<Integer> units =
        IntStream.range(0, layer.outputs())
            .boxed()
            .sorted(Comparator.comparingDouble(u -> -norm(matrix, layer, u)))
            .limit(UNITS)
            .sorted(classes ? Comparator.naturalOrder() : Comparator.comparing(u -> 0))
            .toList();
    List<Thumbnail> pictures = new ArrayList<>();
    for (int unit : units) {
      String name = classes ? Phrase.shortened(best.names().get(unit), 8) : "unit " + unit;
      double largest = Pictures.largest(matrix, layer.outputs(), unit);
      pictures.add(
          Pictures.captioned(
              Pictures.ofWeights(test, matrix, layer.outputs(), unit),
              name + ": " + ReportText.decimal(largest, 2)));
    }
    pages.figure("best-model-weights", Pictures.panels(pictures));
    return Map.of(
        "some",
        units.size() < layer.outputs(),
        "shown",
        units.size(),
        "units",
        layer.outputs(),
        "grey",
        test.channels() == 1,
        "unit",
        classes ? "class" : "unit");
  }

  private static double norm(float[] matrix, Layer layer, int unit) {
    double squares = 0;
    for (int i = 0; i < layer.inputs(); i++) {
      double w = matrix[i * layer.outputs() + unit];
      squares += w * w;
    }
    return squares;
  }
}
