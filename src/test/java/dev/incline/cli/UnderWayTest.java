package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.train.EpochRecord;
import dev.incline.train.Progress;
import dev.incline.train.Score;
import dev.incline.train.TrainingListener;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a clock that the test moves. */
@Tag("field")
class UnderWayTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 5_000_000;

  private UnderWay begin(boolean terminal) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new UnderWay(err, terminal, () -> now, "building kernels");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void pass(UnderWay underWay, int seconds) {
    for (int i = 0; i < 4 * seconds; i++) {
      now += 250;
      underWay.tick();
    }
  }

  @Test
  void aLineComesAfterTwoTenThirtyAndSixtySecondsThenEveryMinute() {
    try (UnderWay underWay = begin(false)) {
      pass(underWay, 1);
      assertThat(printed()).isEmpty();
      pass(underWay, 199);
    }
    assertThat(printed().lines())
        .containsExactly(
            "building kernels ... 2 s",
            "building kernels ... 10 s",
            "building kernels ... 30 s",
            "building kernels ... 60 s",
            "building kernels ... 120 s",
            "building kernels ... 180 s");
  }

  @Test
  void aTerminalSaysSoAfterHalfASecondAndIsLeftClean() {
    try (UnderWay underWay = begin(true)) {
      now += 400;
      underWay.tick();
      assertThat(printed()).isEmpty();
      now += 100;
      underWay.tick();
      assertThat(printed()).startsWith("\rbuilding kernels ... 0 s ").doesNotContain("\n");
    }
    assertThat(printed()).endsWith("\r" + " ".repeat(79) + "\r");
  }

  @Test
  void nothingIsSaidOnceItIsOver() {
    UnderWay underWay = begin(false);
    underWay.close();
    pass(underWay, 20);
    assertThat(printed()).isEmpty();
  }

  @Test
  void manyShortCasesAreNoSilenceOfMinutes() {
    List<Finding> heard = new ArrayList<>();
    try (UnderWay underWay = begin(false)) {
      Verification.Listener listener = underWay.beside(heard::add);
      for (int i = 0; i < 40; i++) {
        listener.begins("case " + i);
        pass(underWay, 1);
        listener.found(new Finding("case", 1, 1, 0, 0, ""));
      }
    }
    assertThat(heard).hasSize(40);
    assertThat(printed().lines())
        .containsExactly(
            "examining the device: case 1 ... 2 s",
            "examining the device: case 9 ... 10 s",
            "examining the device: case 29 ... 30 s");
  }

  @Test
  void aSlowEpochIsSaidWithWhatIsDoneOfIt() {
    try (UnderWay underWay = begin(false)) {
      TrainingListener listener = underWay.of(3);
      listener.epochFinished(new EpochRecord(1, 1, 1, 1, 1, 1, 1));
      pass(underWay, 1);
      listener.progress(new Progress(2, 450, 1000, new Score(1, 0.5), 10));
      pass(underWay, 2);
    }
    assertThat(printed().lines()).containsExactly("epoch 2/3, 45 % ... 2 s");
  }

  @Test
  void onATerminalTheEpochsOwnLineIsLeftAloneAndTheTestIsSaid() {
    try (UnderWay underWay = begin(true)) {
      TrainingListener listener = underWay.of(1);
      listener.progress(new Progress(1, 450, 1000, new Score(1, 0.5), 10));
      pass(underWay, 5);
      assertThat(printed()).isEmpty();
      listener.epochFinished(new EpochRecord(1, 1, 1, 1, 1, 1, 1));
      pass(underWay, 1);
      assertThat(printed()).contains("the test ... 1 s");
    }
  }
}
