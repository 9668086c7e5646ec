package dev.incline.cli.model;

import dev.incline.data.ImageRows;
import dev.incline.train.score.Predictions;

/** Hears what a model says of files, in their order. */
interface Answers {
  /**
   * The next rows of a file are predicted.
   *
   * @param first of them, from 0; at 0 the file begins
   * @param from the row of {@code predictions} that is theirs
   */
  void add(String file, int first, ImageRows rows, Predictions predictions, int from);

  /**
   * A file cannot be read.
   *
   * @param begun whether some of its rows were added
   */
  void addFailure(String file, String reason, boolean begun);
}
