package dev.incline.train.feed;

import dev.incline.plan.Source;
import java.util.List;

/** Brings the rows of a pass to where its steps read them. */
public interface Feed {
  /**
   * What steps may read from. Order, loss and prediction are the same slots in each, by position.
   */
  List<Source> sources();

  /**
   * Starts a pass over these rows of the file. A pass on the same device that was under way and
   * shares a source with this one is over.
   *
   * @param order [samples] row numbers
   */
  void begin(int[] order);

  /**
   * The source, by its index, that holds the rows of the step at this position. Steps may begin
   * anywhere, and follow each other by position.
   */
  int at(int position);

  /**
   * The position, whole batches away, up to which steps should be asked for at once: no further
   * than rows are where those of this one are.
   */
  int end(int position);
}
