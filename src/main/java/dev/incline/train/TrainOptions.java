package dev.incline.train;

import dev.incline.data.Split;
import dev.incline.model.Initializer;
import dev.incline.model.Optimizer;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training rows; {@link #EPOCHS}
 * @param batch rows per step; the last, shorter batch of an epoch is kept; {@link #BATCH}
 * @param optimizer with a learning rate as {@link #LEARNING_RATE} says, and an L2 as {@link #L2}
 * @param initializer how the weights start
 * @param seed of the initial weights and of every epoch's shuffle
 * @param validation the share of the training rows that validates; 0 to train on all; {@link
 *     #VALIDATION}
 * @param validationSplit which rows validate; drawn from the seed where they are drawn
 */
public record TrainOptions(
    int epochs,
    int batch,
    Optimizer optimizer,
    Initializer initializer,
    long seed,
    double validation,
    Split.Choice validationSplit) {

  public static final String EPOCHS = "a whole number from 1 to 100000";
  public static final String BATCH = "a whole number from 1 to 1000000";
  public static final String LEARNING_RATE = "a number from 1e-30 to 1e30";
  public static final String L2 = "a number from 0 to 1e6";
  public static final String SEED = "a whole number of 64 bits";
  public static final String VALIDATION = "0 or a number above 0 and below 1";

  /**
   * @throws InvalidOptionException naming the flag, the legal range and the value
   */
  public TrainOptions {
    require(epochs >= 1 && epochs <= 100_000, "--epochs", EPOCHS, epochs);
    require(batch >= 1 && batch <= 1_000_000, "--batch", BATCH, batch);
    requireLegal(optimizer);
    require(validation >= 0 && validation < 1, "--validation", VALIDATION, validation);
  }

  /** The last rows validate. */
  public TrainOptions(
      int epochs,
      int batch,
      Optimizer optimizer,
      Initializer initializer,
      long seed,
      double validation) {
    this(epochs, batch, optimizer, initializer, seed, validation, Split.Choice.LAST);
  }

  /**
   * Checks an optimizer's values.
   *
   * @throws InvalidOptionException naming the flag, the legal range and the value
   */
  public static void requireLegal(Optimizer optimizer) {
    double learningRate = optimizer.learningRate();
    double l2 = optimizer.l2();
    require(learningRate >= 1e-30 && learningRate <= 1e30, "--lr", LEARNING_RATE, learningRate);
    require(l2 >= 0 && l2 <= 1e6, "--l2", L2, l2);
  }

  private static void require(boolean legal, String flag, String range, Object value) {
    if (!legal) {
      throw new InvalidOptionException(
          "%s must be %s, not %s".formatted(flag, range, Numeral.value(value)));
    }
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
  Split split(int rows) {
    try {
      return Split.of(rows, validation);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }
}
