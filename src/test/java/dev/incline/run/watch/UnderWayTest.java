package dev.incline.run.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.incline.cli.data.DataCheckCommand;
import dev.incline.cli.data.DataCommand;
import dev.incline.cli.device.BenchCommand;
import dev.incline.cli.device.BundleReplay;
import dev.incline.cli.device.TuneCommand;
import dev.incline.cli.inspect.GradcheckCommand;
import dev.incline.cli.inspect.StepOptions;
import dev.incline.cli.inspect.TraceCommand;
import dev.incline.cli.model.EvaluateCommand;
import dev.incline.cli.model.PredictCommand;
import dev.incline.cli.report.PlotCommand;
import dev.incline.cli.report.ReportCommand;
import dev.incline.cli.train.SweepCommand;
import dev.incline.experiment.Configuration;
import dev.incline.run.Training;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.DeviceTrust;
import dev.incline.sweep.SweepObserver;
import dev.incline.testing.Given;
import dev.incline.train.EpochRecord;
import dev.incline.train.Progress;
import dev.incline.train.TrainingListener;
import dev.incline.train.score.Score;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a clock that the test moves. */
@Tag("field")
@Tag("slow")
class UnderWayTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 5_000_000;

  private UnderWay begin(boolean terminal) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new UnderWay(err, terminal ? 80 : 0, () -> now, "building kernels");
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
      listener.epochFinished(new EpochRecord(1, 1, 1, 1, 1, 1, 1, 1));
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
      listener.epochFinished(new EpochRecord(1, 1, 1, 1, 1, 1, 1, 1));
      pass(underWay, 1);
      assertThat(printed()).contains("the test ... 1 s");
    }
  }

  private static final Configuration TWO_EPOCHS =
      Configuration.of(Given.flags("model=softmax", "epochs=2"), warning -> {});

  @Test
  void aSweepOfLongRunsSaysSomethingEachMinute() {
    List<String> over = new ArrayList<>();
    SweepObserver printer =
        new SweepObserver() {
          @Override
          public TrainingListener started(
              String run, Configuration configuration, String device, PrintWriter log) {
            return epoch -> {};
          }

          @Override
          public void over(String run, SweepObserver.RunEnd end) {
            over.add(run);
          }
        };
    try (UnderWay underWay = begin(false)) {
      SweepObserver observer = underWay.beside(printer, 12);
      PrintWriter log = new PrintWriter(Writer.nullWriter());
      TrainingListener run = observer.started("lr-0.1", TWO_EPOCHS, "cpu", log);
      pass(underWay, 40);
      run.epochFinished(new EpochRecord(1, 1, 1, 1, 1, 1, 1, 1));
      pass(underWay, 50);
      observer.over("lr-0.1", new SweepObserver.RunEnd(null, null, SweepObserver.Trained.HERE));
      pass(underWay, 3);
    }
    assertThat(over).containsExactly("lr-0.1");
    assertThat(printed().lines())
        .containsExactly(
            "0 of 12 runs over, lr-0.1 in epoch 1/2 ... 2 s",
            "0 of 12 runs over, lr-0.1 in epoch 1/2 ... 10 s",
            "0 of 12 runs over, lr-0.1 in epoch 1/2 ... 30 s",
            "0 of 12 runs over, lr-0.1 after epoch 1/2 ... 60 s",
            "1 of 12 runs over ... 2 s");
  }

  /** A class of a command, or one that commands share, which does what may last. */
  private static boolean saysWhatLasts(Class<?> one) {
    JavaClass imported = new ClassFileImporter().importClass(one);
    return imported.getMethodCallsFromSelf().stream()
        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(UnderWay.class));
  }

  @Test
  void everyCommandSaysWhatLasts() {
    assertThat(
            List.of(
                DataCheckCommand.class,
                StepOptions.class, // reads the batch of trace and gradcheck
                TraceCommand.class,
                GradcheckCommand.class,
                ReportCommand.class,
                PlotCommand.class,
                EvaluateCommand.class,
                PredictCommand.class,
                Training.class,
                SweepCommand.class,
                BenchCommand.class,
                TuneCommand.class,
                BundleReplay.class,
                DeviceTrust.class,
                ChosenDevice.class)) // opens the device of every command
        .allMatch(UnderWayTest::saysWhatLasts);
    assertThat(saysWhatLasts(DataCommand.class)).isFalse();
  }

  @Test
  void whatIsDoneUnderItGivesItsResultAndItsFailure() {
    assertThat(UnderWay.during("a sum", () -> 3)).isEqualTo(3);
    assertThatThrownBy(
            () ->
                UnderWay.during(
                    "a read",
                    true,
                    () -> {
                      throw new IOException("gone");
                    }))
        .isInstanceOf(IOException.class);
  }
}
