package dev.incline.report;

import dev.incline.chart.Canvas.Picture;
import dev.incline.chart.Colours;
import dev.incline.chart.Panels;
import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import dev.incline.model.Layer;
import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Interval;
import dev.incline.train.score.Predictions;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One model in depth: what it is, what it confuses, what it looks at, where it is wrong. */
record BestModelSection(Pages pages, Run run) {
  static final String TITLE = "The best model";
  private static final int UNITS = 20;
  private static final int ACROSS = 10; // pictures
  private static final double SIDE = 41; // points
  private static final int PAIRS = 3;
  private static final Thumbnail BLANK = new Thumbnail(new Picture(0, 0, new int[0]), "", SIDE);
  private static final int MISTAKES = 20;

  /** What the run's own records say. */
  void set() throws IOException {
    pages.paragraph(
        Phrase.of(
            "Of all runs, %s has the highest %s accuracy: %s, after epoch %d of %d. Its test loss is %s, its test accuracy %s. It was chosen by %s, not by test.",
            ReportText.code(run.name()),
            run.hasValidation() ? "validation" : "training",
            ReportText.decimal(run.score()),
            run.result().best().epoch(),
            run.result().epochs(),
            ReportText.decimal(run.result().test().loss()),
            ReportText.decimal(run.testAccuracy()),
            run.hasValidation() ? "validation" : "its training rows, none having validated"));
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("network", run.result().network());
    configuration.put("seed", Long.toString(run.result().seed()));
    run.options().keySet().forEach(name -> configuration.putIfAbsent(name, run.option(name)));
    pages.paragraph(
        "Its configuration: %s."
            .formatted(
                configuration.entrySet().stream()
                    .filter(option -> !option.getValue().isEmpty())
                    .map(option -> option.getKey() + " " + option.getValue())
                    .map(Markup::escape)
                    .collect(Collectors.joining(", "))));
    pages.file(
        DataTable.of("best-model", "Configuration of the best model.", "option", configuration));
    pages.figure(
        "best-model-curves",
        Curves.of(run.history().epochs()),
        "Loss and accuracy of the best model; training is measured before each update, validation after the epoch.");
  }

  /** What its weights do on the test rows. */
  void evaluated(BestModel best) throws IOException {
    ConfusionMatrix confusion = best.assessment().confusion();
    Interval interval = confusion.accuracyInterval();
    pages.heading("What it confuses");
    pages.paragraph(
        Phrase.of(
            "The saved weights classify %,d of %,d test rows rightly: an accuracy of %s, with a 95 %% interval from %s to %s (Wilson). %s",
            confusion.right(),
            confusion.rows(),
            ReportText.decimal(confusion.accuracy()),
            ReportText.decimal(interval.low()),
            ReportText.decimal(interval.high()),
            best.confused(1).stream()
                .findFirst()
                .map(
                    pair ->
                        "Its most frequent mistake is to take %s."
                            .formatted(pair.text(best.test().classNames())))
                .orElse("")));
    new ConfusionPart(
            pages,
            confusion,
            best.test().classNames(),
            "best-model",
            "`best-model-classes.csv`",
            "`best-model-confusion.csv`")
        .set(CellExamples.of(best));
    confused(best);
    if (best.test().hasPixels()) {
      pages.heading("What it looks at");
      weights(best);
    }
    pages.heading("Where it is most confidently wrong");
    mistakes(best);
  }

  /** The pairs of classes that are confused most: a row of pictures each, or a line. */
  private void confused(BestModel best) throws IOException {
    List<BestModel.Pair> pairs = best.confused(PAIRS);
    if (pairs.isEmpty()) {
      return;
    }
    List<String> names = best.test().classNames();
    DataTable table =
        DataTable.of(
            "best-model-confused",
            best.test().hasPixels() ? "" : "The pairs of classes that are confused most.",
            pairs,
            Column.text("true class", p -> names.get(p.truth())),
            Column.text("predicted class", p -> names.get(p.predicted())),
            Column.number("test rows", 0, p -> p.rows().size()));
    if (!best.test().hasPixels()) {
      pages.table(table);
      return;
    }
    pages.file(table);
    List<Thumbnail> pictures = new ArrayList<>();
    for (BestModel.Pair pair : pairs) {
      for (int i = 0; i < ACROSS; i++) {
        pictures.add(i < pair.rows().size() ? picture(best, pair.rows().get(i)) : BLANK);
      }
    }
    pages.figure(
        "best-model-confused",
        new Panels(ACROSS, pictures),
        "The pairs confused most, a row each: %s. Shown are the test rows of which the model was most certain: true → predicted class, and the probability it gave the latter."
            .formatted(String.join("; ", pairs.stream().map(pair -> pair.text(names)).toList())));
  }

  private static Thumbnail picture(BestModel best, int row) {
    List<String> names = best.test().classNames();
    boolean isShort = names.stream().allMatch(name -> name.length() <= 3);
    String caption =
        "%s → %s%s%s"
            .formatted(
                Phrase.shortened(names.get(best.truth(row)), 6),
                Phrase.shortened(names.get(best.predicted(row)), 6),
                isShort ? "  " : "\n",
                ReportText.decimal(best.assessment().predictions().confidence(row), 3));
    return thumbnail(best.test(), row, caption);
  }

  static Thumbnail thumbnail(Dataset data, int row, String caption) {
    return new Thumbnail(ofRow(data, row), caption, SIDE);
  }

  private void weights(BestModel best) throws IOException {
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
      String name =
          classes ? Phrase.shortened(best.test().classNames().get(unit), 8) : "unit " + unit;
      double largest = largest(matrix, layer.inputs(), layer.outputs(), unit);
      pictures.add(
          new Thumbnail(
              ofWeights(best.test(), matrix, layer.outputs(), unit),
              name + ": " + ReportText.decimal(largest, 2),
              SIDE));
    }
    pages.figure(
        "best-model-weights",
        new Panels(ACROSS, pictures),
        "First-layer weights as images%s: %s. The number is the size of the %s's largest weight, by which its picture is scaled."
            .formatted(
                units.size() < layer.outputs()
                    ? Phrase.of(
                        ", the %d of %d units with the largest norm", units.size(), layer.outputs())
                    : "",
                best.test().channels() == 1
                    ? "orange pulls the unit up, blue down, white is zero"
                    : "a pixel's red, green and blue are its three weights, light pulls the unit up, dark down, mid-grey is zero",
                classes ? "class" : "unit"));
  }

  private static double norm(float[] matrix, Layer layer, int unit) {
    double squares = 0;
    for (int i = 0; i < layer.inputs(); i++) {
      double w = matrix[i * layer.outputs() + unit];
      squares += w * w;
    }
    return squares;
  }

  private void mistakes(BestModel best) throws IOException {
    Dataset test = best.test();
    List<String> names = test.classNames();
    Predictions predictions = best.assessment().predictions();
    List<Integer> wrong = best.wrong().stream().limit(MISTAKES).toList();
    if (wrong.isEmpty()) {
      pages.paragraph("There is no wrong test row.");
      return;
    }
    String caption =
        "The %s of which the model was most certain: true → predicted class, and the probability it gave the latter."
            .formatted(Numeral.count(wrong.size(), "wrong test row"));
    DataTable table =
        DataTable.of(
            "best-model-mistakes",
            test.hasPixels() ? "" : caption,
            wrong,
            Column.number("test row", 0, row -> row),
            Column.text("true class", row -> names.get(best.truth(row))),
            Column.text("predicted class", row -> names.get(best.predicted(row))),
            Column.number("probability", 4, predictions::confidence));
    if (test.hasPixels()) {
      List<Thumbnail> pictures = wrong.stream().map(row -> picture(best, row)).toList();
      pages.figure("best-model-mistakes", new Panels(ACROSS, pictures), caption);
      pages.file(table);
    } else {
      pages.table(table);
    }
  }

  /** A row: colours as they are; grey is dark on white, as one writes. */
  static Picture ofRow(Dataset data, int row) {
    IntUnaryOperator value = i -> data.images()[row * data.features() + i] & 0xff;
    return picture(data, i -> 0x010101 * (255 - value.applyAsInt(i)), value);
  }

  /**
   * The weights of a unit, scaled by the largest of them. For grey images white is zero; for
   * colours mid-grey is, in each channel.
   *
   * @param matrix [features x units]
   */
  static Picture ofWeights(Dataset data, float[] matrix, int units, int unit) {
    double scale = Math.max(1e-30, largest(matrix, data.features(), units, unit));
    return picture(
        data,
        i -> Colours.signed(matrix[i * units + unit] / scale),
        i -> (int) Math.round(127.5 + 127.5 * matrix[i * units + unit] / scale));
  }

  private static double largest(float[] matrix, int inputs, int units, int unit) {
    return IntStream.range(0, inputs)
        .mapToDouble(i -> Math.abs(matrix[i * units + unit]))
        .max()
        .orElse(0);
  }

  /**
   * A picture.
   *
   * @param single RGB of an input, where a pixel is one
   * @param channel red, green or blue of an input, where a pixel is three
   */
  private static Picture picture(Dataset data, IntUnaryOperator single, IntUnaryOperator channel) {
    int[] rgb = new int[data.height() * data.width()];
    for (int p = 0; p < rgb.length; p++) {
      rgb[p] =
          data.channels() == 1
              ? single.applyAsInt(p)
              : channel.applyAsInt(3 * p) << 16
                  | channel.applyAsInt(3 * p + 1) << 8
                  | channel.applyAsInt(3 * p + 2);
    }
    return new Picture(data.width(), data.height(), rgb);
  }
}
