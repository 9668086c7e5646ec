package dev.incline.report;

import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import dev.incline.model.Weights;
import dev.incline.page.Markup;
import dev.incline.report.pages.ReportText;
import dev.incline.train.score.Assessment;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The run of the highest validation accuracy, with its saved weights evaluated again.
 *
 * @param assessment of {@code weights} on {@code test}
 */
public record BestModel(Run run, Weights weights, Dataset test, Assessment assessment) {
  /**
   * Test rows of one class that were taken for another.
   *
   * @param rows those of which the model was most certain first
   */
  record Pair(int truth, int predicted, List<Integer> rows) {
    String text(List<String> names) {
      return Phrase.of(
          "class %s for class %s: %s",
          Markup.escape(names.get(truth)),
          Markup.escape(names.get(predicted)),
          Numeral.count(rows.size(), "row"));
    }
  }

  /** The pairs of classes that are confused most, most rows first. */
  List<Pair> confused(int most) {
    ConfusionMatrix confusion = assessment.confusion();
    List<Pair> pairs = new ArrayList<>();
    for (int truth = 0; truth < confusion.classes(); truth++) {
      for (int predicted = 0; predicted < confusion.classes(); predicted++) {
        if (truth != predicted && confusion.count(truth, predicted) > 0) {
          pairs.add(new Pair(truth, predicted, List.of()));
        }
      }
    }
    return pairs.stream()
        .sorted(Comparator.comparingInt(p -> -confusion.count(p.truth, p.predicted)))
        .limit(most)
        .map(p -> new Pair(p.truth, p.predicted, rows(p)))
        .toList();
  }

  private List<Integer> rows(Pair pair) {
    return wrong().stream()
        .filter(row -> truth(row) == pair.truth && predicted(row) == pair.predicted)
        .toList();
  }

  /** The test rows that were taken for a wrong class, the most certain first. */
  List<Integer> wrong() {
    return IntStream.range(0, test.rows())
        .filter(row -> predicted(row) != truth(row))
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -sure(row)))
        .toList();
  }

  List<String> names() {
    return test.classNames();
  }

  String text(Pair pair) {
    return pair.text(names());
  }

  double sure(int row) {
    return assessment.predictions().confidence(row);
  }

  /** A row, what it is, what it was taken for, and how surely. */
  Thumbnail picture(int row) {
    boolean isShort = names().stream().allMatch(name -> name.length() <= 3);
    String caption =
        "%s → %s%s%s"
            .formatted(
                Phrase.shortened(names().get(truth(row)), 6),
                Phrase.shortened(names().get(predicted(row)), 6),
                isShort ? "  " : "\n",
                ReportText.decimal(sure(row), 3));
    return Pictures.captioned(Pictures.ofRow(test, row), caption);
  }

  int truth(int row) {
    return test.labels()[row] & 0xff;
  }

  int predicted(int row) {
    return assessment.predictions().predicted()[row];
  }
}
