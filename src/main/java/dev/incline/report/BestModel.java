package dev.incline.report;

import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import dev.incline.model.Weights;
import dev.incline.page.Markup;
import dev.incline.report.pages.ReportText;
import dev.incline.train.score.Assessment;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    int classes = names().size();
    return cells().entrySet().stream()
        .map(cell -> new Pair(cell.getKey() / classes, cell.getKey() % classes, cell.getValue()))
        .filter(pair -> pair.truth != pair.predicted)
        .sorted(Comparator.comparingInt(pair -> -pair.rows.size()))
        .limit(most)
        .toList();
  }

  /**
   * The test rows of each cell of the confusion matrix, numbered row by row; most certain first.
   */
  Map<Integer, List<Integer>> cells() {
    return certain()
        .collect(
            Collectors.groupingBy(
                row -> truth(row) * names().size() + predicted(row),
                TreeMap::new,
                Collectors.toList()));
  }

  /** The test rows that were taken for a wrong class, the most certain first. */
  List<Integer> wrong() {
    return certain().filter(row -> predicted(row) != truth(row)).toList();
  }

  private Stream<Integer> certain() {
    return IntStream.range(0, test.rows())
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -sure(row)));
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
