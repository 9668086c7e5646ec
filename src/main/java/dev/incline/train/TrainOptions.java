package dev.incline.train;

import dev.incline.data.Split;
import dev.incline.model.Initializer;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * How a network is trained. Whoever makes it has checked the values: those of a command line or a
 * file are, by the declarations of their options.
 *
 * @param epochs passes over the training rows
 * @param batch rows per step; the last, shorter batch of an epoch is kept
 * @param recipe of a step
 * @param initializer how the weights start
 * @param seed of the initial weights and of every epoch's shuffle
 * @param validation the share of the training rows that validates; 0 to train on all
 * @param validationSplit which rows validate; drawn from the seed where they are drawn
 * @param monitor which epoch is better, by its validation
 * @param patience epochs without a better one after which the training ends; 0 for never
 * @param stopAfter the epoch that is the last, whatever the recipe was made for; 0 for none
 */
public record TrainOptions(
    int epochs,
    int batch,
    Recipe recipe,
    Initializer initializer,
    long seed,
    double validation,
    Split.Choice validationSplit,
    Monitor monitor,
    int patience,
    int stopAfter) {
  /** The last rows validate, by their accuracy, and all epochs are trained. */
  public TrainOptions(
      int epochs, int batch, Recipe recipe, Initializer initializer, long seed, double validation) {
    this(
        epochs,
        batch,
        recipe,
        initializer,
        seed,
        validation,
        Split.Choice.LAST,
        Monitor.ACCURACY,
        0,
        0);
  }

  /** The most epochs that are trained. */
  public int lastEpoch() {
    return stopAfter == 0 ? epochs : Math.min(stopAfter, epochs);
  }

  /** Why a training ended early, and when; empty where it did not. */
  String stopped(History history) {
    int done = history.epochs().size();
    return done == lastEpoch() && done < epochs
        ? Phrase.of("after epoch %d of %d, as --stop-after says", done, epochs)
        : history.stopped(patience, epochs);
  }

  /** How the parameters follow the gradient. */
  public Optimizer optimizer() {
    return recipe.optimizer();
  }

  /** Whether a training with these epochs behind it is over: planned ones or patience ran out. */
  boolean isOver(List<EpochRecord> done) {
    boolean waits = patience > 0 && !done.isEmpty();
    return done.size() >= lastEpoch() || (waits && new History(done, monitor).waited() >= patience);
  }

  /**
   * The same with what the rows that train decide.
   *
   * @param labels [rows] of the training file
   * @throws InvalidOptionException where class weights do not fit them
   */
  public TrainOptions over(byte[] labels, int classes) {
    return new TrainOptions(
        epochs,
        batch,
        recipe.over(labels, split(labels).training(), classes),
        initializer,
        seed,
        validation,
        validationSplit,
        monitor,
        patience,
        stopAfter);
  }

  /**
   * Which rows train and which validate.
   *
   * @param labels [rows] of the training file
   * @throws InvalidOptionException when either would be none
   */
  public Split split(byte[] labels) {
    split(labels.length); // says what is wrong with the sizes
    return Split.of(labels, validation, validationSplit, seed);
  }

  /**
   * As many rows for each part as {@link #split(byte[])} has, but the last ones validate.
   *
   * @throws InvalidOptionException when either would be none
   */
  public Split split(int rows) {
    try {
      return Split.of(rows, validation, validationSplit, seed);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }
}
