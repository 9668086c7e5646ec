package dev.incline.sweep;

import dev.incline.backend.Backend;
import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Failure;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.TrainingRun;
import dev.incline.model.Network;
import dev.incline.option.ScheduleOptions;
import dev.incline.store.Claim;
import dev.incline.store.RunFolder;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.sweep.SweepObserver.Trained;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.Setup;
import dev.incline.train.ShadowRecord;
import dev.incline.train.StoppedException;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.train.checkpoint.Checkpoint;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.train.checkpoint.RunSize;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this process has a claim to. It works in a folder of its own, which gets the run's
 * name when the run is over: so a folder of that name is always whole. It goes on from the
 * checkpoint of whoever had the run before.
 *
 * @param name of the run's folder
 * @param command of this process, for those who find the run's folder taken
 */
record RunAttempt(
    Path sweep,
    SweepFolder runs,
    String name,
    Configuration configuration,
    Claim claim,
    SharingTerms terms,
    DataSource.Pair data,
    SweepObserver observer,
    String command) {
  private static final Logger log = LoggerFactory.getLogger(RunAttempt.class);

  /**
   * Trains the run, or adopts what is finished of it.
   *
   * @return null where it is not over: it was stopped, or another process has taken it
   */
  @Nullable RunEnd end(Worker worker) {
    try {
      if (runs.putAside(name)) {
        return runs.end(name, Trained.ELSEWHERE);
      }
      RunEnd adopted = adopted();
      return adopted != null ? adopted : published(RunEnd.of(train(worker), null, Trained.HERE));
    } catch (StoppedException e) {
      return runs.isOver(name) ? runs.end(name, Trained.ELSEWHERE) : null;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return broken(Failure.of(e));
    } finally {
      if (runs.isOver(name)) {
        runs.clear(name);
      }
    }
  }

  private RunEnd published(RunEnd end) throws IOException {
    return runs.publish(name, claim.work()) ? end : runs.end(name, Trained.ELSEWHERE);
  }

  /** A run may have been killed when it was finished, before its folder got its name. */
  private @Nullable RunEnd adopted() throws IOException {
    List<Path> places = new ArrayList<>(claim.earlier());
    places.add(0, claim.work());
    for (Path place : places) {
      if (Files.exists(place.resolve(StoredRun.RESULT))) {
        StoredRun stored = StoredRun.read(place);
        if (stored.hasModel()) {
          boolean first = runs.publish(name, place);
          return first
              ? RunEnd.of(stored.result(), null, Trained.BEFORE)
              : runs.end(name, Trained.ELSEWHERE);
        }
      }
    }
    return null;
  }

  /** A run that finished is one, whatever failed then; its folder is kept in any case. */
  private @Nullable RunEnd broken(Failure failure) {
    Path work = claim.work();
    try {
      if (runs.isOver(name)) { // another was faster, and took the folder of work away
        return runs.end(name, Trained.ELSEWHERE);
      }
      if (Files.exists(work.resolve(StoredRun.RESULT))) {
        RunRecord record = StoredRun.read(work).result();
        log.warn("{} is finished and whole, but then: {}", name, failure.message());
        return published(RunEnd.of(record, null, Trained.HERE));
      }
      if (claim.isLost()) {
        return null;
      }
      RunEnd end = new RunEnd(null, failure, Trained.HERE);
      return Files.exists(work.resolve(StoredRun.FAILURE)) ? published(end) : end;
    } catch (IOException again) {
      return new RunEnd(null, Failure.of(again), Trained.HERE);
    }
  }

  private RunRecord train(Worker worker) throws IOException {
    Path work = claim.work();
    try (RunFolder draft = RunFolder.at(work)) {
      draft.lock(command);
      try (Backend backend = worker.open()) {
        TrainingRun training =
            new TrainingRun(
                configuration,
                worker.environment(backend.name()),
                sweep.resolve(name).toString(),
                () -> ShadowRecord.NONE,
                worker.reference(backend));
        TrainingState from = inherited(training.identity());
        try (PrintWriter text = log(work)) {
          RunRecord record = train(training, from, backend, worker, draft, text);
          record.warnings().forEach(warning -> text.println("WARNING: " + warning));
          if (text.checkError()) { // which a full disk is, and a PrintWriter keeps to itself
            throw new IOException("cannot write %s".formatted(work.resolve(StoredRun.LOG)));
          }
          if (!isRung()) {
            Checkpoints.delete(work);
          }
          return record;
        }
      }
    }
  }

  private static PrintWriter log(Path work) throws IOException {
    return new PrintWriter(
        Files.newBufferedWriter(
            work.resolve(StoredRun.LOG), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true);
  }

  private RunRecord train(
      TrainingRun training,
      @Nullable TrainingState from,
      Backend backend,
      Worker worker,
      RunFolder draft,
      PrintWriter text)
      throws IOException {
    TrainingListener heard = observer.started(name, configuration, backend.name(), text);
    if (from != null) {
      text.println(Phrase.of("going on from a checkpoint in epoch %d", from.epoch()));
    }
    try {
      Setup setup = configuration.setup(data.sizes(), backend, backend.capacity());
      DataSource.Pair scaled = configuration.scaled(data);
      TrainingListener all =
          TrainingListener.all(List.of(checkpoints(training.identity(), draft), told(), heard));
      if (from == null) {
        return training.train(backend, setup, scaled, draft, all);
      }
      return Files.exists(draft.path().resolve(StoredRun.CONFIG))
          ? training.resume(backend, setup, scaled, draft, all, from)
          : training.train(backend, setup, scaled, draft, all, from);
    } catch (WrongScoreException e) {
      String told = worker.wrong(e, backend, draft);
      told = told.replace(draft.path().toString(), sweep.resolve(name).toString()); // it moves
      text.println(told);
      throw e.saying(told);
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      text.println(Failure.of(e).message());
      throw e;
    }
  }

  private Checkpoints checkpoints(String identity, RunFolder draft) {
    Network network = configuration.network(data.training().features(), data.training().classes());
    RunSize size = RunSize.of(network, configuration.training(), data.training().rows());
    Checkpoints checkpoints =
        new Checkpoints(
            draft,
            identity,
            size,
            terms.checkpoints(),
            () -> claim.isLost() || terms.stopping().getAsBoolean());
    return isRung() ? checkpoints.atEnd() : checkpoints;
  }

  /** Whether a later rung may go on from its end. */
  private boolean isRung() {
    return configuration.training().lastEpoch() < configuration.training().epochs();
  }

  /** Tells other processes how far the run is. */
  private TrainingListener told() {
    int epochs = configuration.training().epochs();
    return (EpochRecord epoch) -> claim.at(Phrase.of("epoch %d/%d", epoch.epoch(), epochs));
  }

  /**
   * Where the run's last holder came to, or the run of the rung before.
   *
   * @return null where no checkpoint is whole: the run begins anew
   */
  private @Nullable TrainingState inherited(String identity) throws IOException {
    for (Path earlier : claim.earlier()) {
      if (Files.exists(earlier.resolve(StoredRun.FAILURE))) {
        continue;
      }
      TrainingState state = state(earlier, identity);
      if (state != null) {
        for (String each : List.of(StoredRun.CONFIG, StoredRun.ENVIRONMENT, StoredRun.LOG)) {
          Files.copy(
              earlier.resolve(each),
              claim.work().resolve(each),
              StandardCopyOption.REPLACE_EXISTING);
        }
        return state;
      }
    }
    boolean halving =
        configuration.values().origin(ScheduleOptions.STOP_AFTER).equals(Halving.ORIGIN);
    for (int end = configuration.training().lastEpoch() - 1; halving && end > 0; end--) {
      String rung =
          configuration.values().with(ScheduleOptions.STOP_AFTER, end, Halving.ORIGIN).folderName();
      TrainingState state = state(sweep.resolve(rung), identity);
      if (state != null) {
        return state;
      }
    }
    return null;
  }

  /** Of a training that differs at most in when it ends. */
  private static @Nullable TrainingState state(Path run, String identity) throws IOException {
    for (Path file : Files.isDirectory(run) ? Checkpoints.files(run) : List.<Path>of()) {
      try {
        Checkpoint checkpoint = Checkpoint.read(file);
        if (endless(checkpoint.training()).equals(endless(identity))) {
          return checkpoint.state();
        }
      } catch (IOException e) {
        log.warn("{}", e.getMessage());
      }
    }
    return null;
  }

  private static String endless(String identity) {
    return identity.replaceFirst("stop-after=\\d+(, )?", "");
  }
}
