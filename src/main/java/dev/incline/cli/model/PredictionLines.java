package dev.incline.cli.model;

import dev.incline.data.ImageRows;
import dev.incline.train.score.Predictions;
import dev.incline.wording.CsvRecord;
import dev.incline.wording.Numeral;
import java.io.PrintWriter;
import java.util.List;

/** Prints a line of CSV for each row as soon as it is predicted: file, row, class, probability. */
final class PredictionLines implements Answers {
  private final List<String> classes;
  private final PrintWriter out;
  private boolean headed;

  PredictionLines(List<String> classes, PrintWriter out) {
    this.classes = classes;
    this.out = out;
  }

  @Override
  public void add(String file, int first, ImageRows rows, Predictions predictions, int from) {
    StringBuilder lines = new StringBuilder();
    if (!headed) {
      lines.append("file,row,class,probability\n");
      headed = true;
    }
    for (int row = 0; row < rows.rows(); row++) {
      String name = classes.get(predictions.predicted()[from + row]);
      String number = Integer.toString(first + row + 1);
      String probability = Numeral.of((float) predictions.confidence(from + row));
      lines.append(CsvRecord.of(List.of(file, number, name, probability))).append('\n');
    }
    out.print(lines);
    out.flush();
  }

  @Override
  public void addFailure(String file, String reason, boolean begun) {
    // standard error names it
  }
}
