package dev.incline.run;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.data.DataSource;
import dev.incline.experiment.TrainingRun;
import dev.incline.run.device.ChosenDevice;
import dev.incline.store.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.Setup;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is done for a training that cannot go on as it was.
 *
 * @param listener of the training, where it goes on
 * @param checkpoints that know its last good state
 */
record Rescue(
    TrainingRun run,
    DataSource.Pair data,
    RunFolder folder,
    TrainingListener listener,
    Checkpoints checkpoints,
    Consumer<String> warn) {

  /** After a divergence, which is what is told first even if nothing can be written. */
  void keepFiniteState() {
    TrainingState last = checkpoints.last();
    Path checkpoint = checkpoint();
    if (last != null && checkpoint != null) {
      warn.accept(
          "the last finite state known, %s, is in %s: --weights takes it"
              .formatted(place(last), checkpoint));
    }
  }

  /** Null where there is no state, or, with a warning, where it cannot be written. */
  private @Nullable Path checkpoint() {
    try {
      return checkpoints.write();
    } catch (UncheckedIOException e) {
      warn.accept(Reason.of(e));
      return null;
    }
  }

  /**
   * Leaves a checkpoint of the last good state, where there is one.
   *
   * @throws ClException always: the failure
   */
  RunRecord stop(ClException failure) {
    keepLastState("the last good state", ", and --device cpu where the device is lost");
    throw failure;
  }

  /** After the device scored rows wrong. Its steps may have been wrong too. */
  void keepDoubtedState() {
    keepLastState("the last state", " --device cpu, where you trust the device's training steps");
  }

  private void keepLastState(String name, String hint) {
    TrainingState last = checkpoints.last();
    Path checkpoint = checkpoint();
    if (last != null && checkpoint != null) {
      warn.accept(
          "%s, %s, is in %s. Go on with: incline train --resume %s%s"
              .formatted(name, place(last), checkpoint, folder.path(), hint));
    }
  }

  /** Goes on in plain Java from the last good state, or from the start where there is none. */
  RunRecord goOn(ClException failure) throws IOException {
    TrainingState last = checkpoints.last();
    Path unused = checkpoint(); // for a process that dies on the way
    warn.accept(
        "%s%n         Going on in plain Java from %s"
            .formatted(failure.getMessage(), last == null ? "the start" : place(last)));
    try (Backend cpu = ChosenDevice.plainJava()) {
      Setup setup = run.configuration().setup(data.sizes(), cpu, cpu.capacity());
      return last == null
          ? run.train(cpu, setup, data, folder, listener)
          : run.resume(cpu, setup, data, folder, listener, last);
    }
  }

  private static String place(TrainingState state) {
    return Phrase.of("epoch %d after step %d", state.epoch(), state.step());
  }
}
