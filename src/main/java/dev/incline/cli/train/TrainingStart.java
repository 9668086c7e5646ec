package dev.incline.cli.train;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.Configuration;
import dev.incline.run.Resumption;
import dev.incline.run.Training;
import dev.incline.run.Watch;
import dev.incline.run.device.Companions;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.RankDevices;
import dev.incline.run.watch.StopRequest;
import dev.incline.run.watch.UnderWay;
import dev.incline.shadow.BreachException;
import dev.incline.store.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.StoppedException;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a training, alone or with other ranks, as the one that leaves the run's files or as one
 * that does not.
 *
 * @param command to record: the command line, program name first
 * @param err hears warnings, progress and epochs
 */
record TrainingStart(
    WatchOptions watching, RankOptions ranking, List<String> command, PrintWriter err) {
  /** Says what a training came to. */
  interface Result {
    /**
     * Tells it.
     *
     * @param choice why the device was taken; empty where there was no choice
     * @return the exit code
     */
    int tell(RunRecord record, String choice);
  }

  /**
   * The devices of this process.
   *
   * @throws InvalidOptionException where they do not go with the other options
   */
  RankDevices devices(Configuration configuration) {
    RankDevices devices = RankDevices.of(configuration.values());
    watching.validate(devices.first());
    ranking.validate(configuration);
    if (ranking.isShared()) {
      watching.validateShared();
      devices.requireOne();
    }
    return devices;
  }

  /**
   * Trains, and leaves the run's files.
   *
   * @param from null for a training from the beginning
   */
  int lead(
      Configuration configuration,
      RankDevices devices,
      RunFolder folder,
      @Nullable Resumption from,
      Result result)
      throws IOException, NoSuchDeviceException {
    try (StopRequest stop = new StopRequest(folder::close); // the process ends when all is said
        Companions met = ranking.isShared() ? met() : null) {
      RankDevices all = met == null ? devices : devices.with(met);
      return led(training(configuration, all, folder, from, watching.watch()), stop, result);
    }
  }

  private int led(Training training, StopRequest stop, Result result)
      throws IOException, NoSuchDeviceException {
    try {
      RunRecord record = training.run(stop::isWanted);
      boolean drawn = training.tidy(record);
      int code = result.tell(record, training.device().reason());
      return code == ExitCode.DONE && !drawn ? ExitCode.FAILED : code;
    } catch (StoppedException e) {
      String wayOn =
          ShellWords.of(
              List.of("incline", "train", "--resume", training.folder().path().toString()));
      err.println("incline: %s. Go on with: %s".formatted(e.getMessage(), wayOn));
      return ExitCode.FAILED;
    }
  }

  /**
   * Takes part in a training whose files another rank leaves, to its end: where that rank stops,
   * this one hears of it.
   *
   * @param from null for a training from the beginning
   */
  int follow(Configuration configuration, RankDevices devices, @Nullable Resumption from)
      throws IOException, NoSuchDeviceException {
    try (Scratch scratch = new Scratch();
        RunFolder folder = RunFolder.at(scratch.folder());
        StopRequest stop = new StopRequest(scratch::close);
        Companions met = met()) {
      RankDevices all = devices.with(met);
      Watch watch = watching.watch().following();
      stop.isWanted(); // from here on, it ends with the others
      try {
        training(configuration, all, folder, from, watch).run(() -> false);
      } catch (BreachException e) { // whose evidence is there
        scratch.keep();
        throw e;
      }
      err.println("rank " + met.meeting().rank() + " has taken part to the end");
      return ExitCode.DONE;
    }
  }

  private Companions met() {
    return UnderWay.during("waiting for the other ranks", watching.watch().quiet(), ranking::meet);
  }

  private Training training(
      Configuration configuration,
      RankDevices devices,
      RunFolder folder,
      @Nullable Resumption from,
      Watch watch) {
    return new Training(configuration, devices, folder, from, watch, command, err);
  }
}
