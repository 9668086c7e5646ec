package dev.incline.run.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.train.EpochRecord;
import dev.incline.train.Progress;
import dev.incline.train.score.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class EpochPrinterTest {
  private final StringWriter text = new StringWriter();

  @Test
  void linesAreAligned() {
    EpochPrinter printer = new EpochPrinter(new PrintWriter(text), 10, 0.1, 0);
    printer.epochFinished(new EpochRecord(1, 0.61234, 0.84712, 0.3, 0.9, 0.21, 228_000, 0.1));
    printer.epochFinished(new EpochRecord(10, 0.5, 0.9, 0.25, 0.91, 12.5, 3_840, 0.05));
    printer.progress(new Progress(10, 250, 1000, new Score(0.5, 0.75), 100)); // not in a file
    assertThat(text.toString().lines())
        .containsExactly(
            "epoch  1/10  train loss 0.6123 acc 0.8471  val loss 0.3000 acc 0.9000"
                + "     0.21 s      228,000 samples/s",
            "epoch 10/10  train loss 0.5000 acc 0.9000  val loss 0.2500 acc 0.9100"
                + "    12.50 s        3,840 samples/s  lr 0.05");
  }

  @Test
  void onATerminalALineGivesWayToTheNext() {
    EpochPrinter printer = new EpochPrinter(new PrintWriter(text), 2, 0.1, 80);
    printer.progress(new Progress(1, 250, 1000, new Score(0.5, 0.75), 100));
    assertThat(text.toString())
        .isEqualTo("epoch 1/2   25 %  loss 0.5000 acc 0.7500          100 samples/s  18 s left");
    printer.progress(new Progress(2, 900, 1000, new Score(0.5, 0.75), 100));
    assertThat(text.toString())
        .endsWith("\repoch 2/2   90 %  loss 0.5000 acc 0.7500          100 samples/s  1 s left ");
    printer.end();
    assertThat(text.toString()).endsWith("left " + System.lineSeparator());
    int length = text.toString().length();
    printer.end();
    assertThat(text.toString()).hasSize(length);
  }

  /** What wraps cannot be written over: of a narrow terminal the line has what fits. */
  @Test
  void theChangingLineFitsTheTerminal() {
    for (int columns = 20; columns <= 90; columns++) {
      text.getBuffer().setLength(0);
      EpochPrinter printer = new EpochPrinter(new PrintWriter(text), 10, 0.1, columns);
      printer.progress(new Progress(1, 250, 1000, new Score(0.5, 0.75), 100));
      assertThat(text.toString()).hasSizeLessThan(columns).startsWith("epoch  1/10   25 %");
      assertThat(text.toString().contains("  1 min 38 s left")).isEqualTo(columns > 35);
    }
  }
}
