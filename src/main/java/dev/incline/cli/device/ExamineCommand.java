package dev.incline.cli.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.incline.backend.Backend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.Probe;
import dev.incline.backend.opencl.Probes;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.compile.LaunchChoice;
import dev.incline.bench.Stopwatch;
import dev.incline.bench.TrainingRate;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.doctor.Speed;
import dev.incline.examine.Examination;
import dev.incline.examine.ExaminationLog;
import dev.incline.examine.TrainingJob;
import dev.incline.model.Network;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.TrialSize;
import dev.incline.run.watch.ProcessEnd;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a child process does: examines one device and tells each step at once, for the process that
 * started it. Not for people.
 */
@Command(name = Examination.COMMAND, hidden = true)
public final class ExamineCommand implements Callable<Integer> {
  /** Windows ends a launch after 2 s, and so do some drivers. */
  private static final double LONG_LAUNCH =
      Double.parseDouble(System.getProperty("incline.probe.seconds", "2.5"));

  /** Which ops and steps are compared. */
  enum Cases {
    FULL,
    QUICK,
    TINY;

    OpCases ops() {
      return switch (this) {
        case FULL -> OpCases.FULL;
        case QUICK -> OpCases.QUICK;
        case TINY -> OpCases.TINY;
      };
    }

    NetworkSize network() {
      return switch (this) {
        case FULL -> NetworkSize.MNIST;
        case QUICK -> NetworkSize.QUICK;
        case TINY -> NetworkSize.TINY;
      };
    }
  }

  @Mixin private final Flags flags = Flags.device();

  @Option(names = "--probes")
  private boolean probes;

  @Option(names = "--cases")
  private @Nullable Cases cases;

  @Option(names = "--training")
  private @Nullable String training;

  @Option(names = "--square", description = "Rows of the product whose speed is measured")
  private int square;

  @Option(names = "--trial")
  private @Nullable TrialSize trial;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws NoSuchDeviceException, JsonProcessingException {
    ProcessEnd.withParent(ExitCode.FAILED);
    ChosenDevice device = new ChosenDevice(flags.values());
    device.believe();
    device.quietly(); // the parent speaks
    ExaminationLog log = new ExaminationLog(spec.commandLine().getOut());
    try {
      examine(device, log);
      log.done();
    } catch (ClException | OutOfMemoryError e) {
      log.failed(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  private void examine(ChosenDevice device, ExaminationLog log)
      throws NoSuchDeviceException, JsonProcessingException {
    if (probes) {
      List<Probe> answers =
          Probes.ask(device.openClDevice("it has no probes"), device.kernels(), LONG_LAUNCH, log);
      if (!answers.stream().allMatch(Probe::isPassed) && !device.isTrusted()) {
        return; // the verdict stands, or there can be none
      }
    }
    if (cases != null) {
      verify(device, cases, log);
    }
    if (training != null) {
      TrainingJob job = TrainingJob.of(training);
      Backend backend = device.open();
      Verification.ofTraining(
          () -> backend, new Network(job.layers()), job.rows(), job.recipe(), log);
    }
    if (square > 0 || trial != null) {
      device.optimise(true); // speed is that of trainings
    }
    if (square > 0) {
      log.begins("a measurement of its speed");
      try (Backend backend = device.open()) {
        Speed speed = Speed.of(stopwatch -> Speed.measure(backend, stopwatch, square));
        log.measured(speed.launchMicroseconds(), speed.gflops());
      }
    }
    if (trial != null) {
      log.begins("a short training");
      try (Backend backend = device.open()) {
        log.trained(TrainingRate.glance(backend, Stopwatch.TRIAL, trial.network(), trial.batch()));
      }
    }
  }

  private static void verify(ChosenDevice device, Cases chosen, ExaminationLog log)
      throws NoSuchDeviceException {
    if (chosen != Cases.FULL && device.kernels().folder() != null) {
      device.optimise(false); // what takes the time after an edit is building
    }
    List<Backend> opened = new ArrayList<>();
    Backend ops = device.openForManyShapes();
    Backend steps = device.open();
    opened.addAll(List.of(ops, steps));
    Verification.run(() -> ops, () -> steps, chosen.ops(), chosen.network(), log);
    for (LaunchChoice.Form form : device.otherForms()) {
      Backend other = device.open(form);
      opened.add(other);
      String how = ", launches " + form.name().toLowerCase(Locale.ROOT);
      Verification.ofSteps(() -> other, chosen.network().thinned(), how, log);
    }
    if (device.kernels().folder() != null) {
      for (Backend backend : opened) {
        ((OpenClBackend) backend).programs().forEach(log::built);
      }
    }
  }
}
