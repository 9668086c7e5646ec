package dev.incline.train.checkpoint;

import dev.incline.model.Network;
import dev.incline.plan.Planner;
import dev.incline.store.RunFolder;
import dev.incline.train.TrainOptions;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;

/**
 * The most bytes that a run's files take, known before it starts.
 *
 * @param model its file
 * @param checkpoint one of them
 * @param rest the history and all other files
 */
public record RunSize(long model, long checkpoint, long rest) {
  private static final long SMALL = 1 << 13; // a file's header
  private static final long FILES = 1 << 16; // small ones, in whole blocks of a file system
  private static final long EPOCH = 2048; // an epoch's line, in each file that has it
  private static final long INPUT = 50; // a feature's scaling, or a pixel's mean, in a model's file
  private static final int CHECKPOINTS = Checkpoints.KEPT + 1; // one is written before one goes

  /**
   * Of a training.
   *
   * @param rows of the training data
   */
  public static RunSize of(Network network, TrainOptions options, int rows) {
    long weights = Float.BYTES * network.parameters();
    long state =
        Planner.state(network, options.optimizer()).stream()
            .mapToLong(slot -> (long) Float.BYTES * slot.size())
            .sum();
    long epochs = EPOCH * options.epochs();
    return new RunSize(
        weights + INPUT * network.inputs() + SMALL,
        weights + state + 2L * Float.BYTES * rows + SMALL + epochs,
        FILES + epochs);
  }

  /** What a finished run leaves. */
  public long result() {
    return model + rest;
  }

  /**
   * Stops a run that its disk has no room for.
   *
   * @param checkpoints whether the run is to leave some on its way
   * @param wayOn what to do, after "free some space"
   * @throws IOException naming the folder and both sizes
   */
  public void requireRoom(RunFolder folder, boolean checkpoints, String wayOn) throws IOException {
    long all = checkpoints ? CHECKPOINTS * checkpoint : 0;
    long needed = result() + all - Checkpoints.bytes(folder.path()); // those there make way
    long free = folder.free();
    if (free < needed) {
      throw new IOException(
          "the disk of %s has no room for this run: it needs %s%s, and %s are free. Free some space%s"
              .formatted(
                  folder.path(),
                  Numeral.bytes(needed),
                  checkpoints
                      ? Phrase.of(
                          " (%d checkpoints at once take %s)", CHECKPOINTS, Numeral.bytes(all))
                      : "",
                  Numeral.bytes(free),
                  wayOn));
    }
    folder.requireLength(Math.max(model, checkpoints ? checkpoint : 0));
  }
}
