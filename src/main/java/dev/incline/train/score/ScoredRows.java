package dev.incline.train.score;

import dev.incline.data.Dataset;
import dev.incline.model.Draw;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.train.feed.Scored;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a pass scores.
 *
 * @param pass its name, such as {@code test}
 * @param data the rows are in it
 * @param order [samples] row numbers of the data, from 0
 * @param batch rows of a step; the last one may have fewer
 * @param recipe of the training step that scored them; {@link Recipe#STANDARD} of an evaluation
 * @param draw of the first row, where the recipe drops units
 */
public record ScoredRows(
    String pass, Dataset data, int[] order, int batch, Recipe recipe, Draw draw) {
  /** Of an evaluation. */
  public ScoredRows(String pass, Dataset data, int[] order, int batch) {
    this(pass, data, order, batch, Recipe.STANDARD, Draw.first(0));
  }

  public ScoredRows named(String name) {
    return new ScoredRows(name, data, order, batch, recipe, draw);
  }

  /** How much the loss of a position counts. */
  double weight(int position) {
    int label = data.labels()[order[position]] & 0xff;
    return recipe.classWeights().exist() ? recipe.classWeights().values().get(label) : 1;
  }

  public int samples() {
    return order.length;
  }

  /**
   * Looks at the scores of the positions from {@code from} up to before {@code to}.
   *
   * @param weights see {@link WrongScore}
   * @throws WrongScoreException when one is missing or impossible
   */
  public void requirePossible(
      @Nullable Weights weights, Scored scored, int from, int to, int classes) {
    for (int position = from; position < to; position++) {
      String reason = scored.impossible(position, classes);
      if (reason != null) {
        throw new WrongScoreException(new WrongScore(this, weights, position, scored, reason));
      }
    }
  }
}
