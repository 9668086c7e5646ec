package dev.incline.plan;

/**
 * A batch's rows, cut into equal, contiguous ranges of ceil(rows / count) rows; the last ones are
 * shorter, or empty.
 *
 * @param rows of the batch
 * @param count of the shards, a power of two
 */
record Shards(int rows, int count) {
  /** The first row of a shard, from 0; of the one behind the last: {@link #rows}. */
  int first(int shard) {
    return (int) Math.min(rows, (long) shard * ((rows + count - 1) / count));
  }

  /** Whether no row lies in the shards from this one on. */
  boolean isEmptyFrom(int shard) {
    return first(shard) == rows;
  }
}
