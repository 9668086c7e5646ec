package dev.incline.train.feed;

import dev.incline.backend.Backend;
import dev.incline.backend.RowRange;
import dev.incline.data.Dataset;
import dev.incline.plan.Source;
import java.util.List;

/**
 * Rows pass through two sources in chunks, in the order of the pass: chunk i through source i mod
 * 2. Steps are asked for and not waited for, so the device is at chunk i - 1 while the host brings
 * chunk i together and writes it; a write waits for the steps of chunk i - 2 alone.
 *
 * <pre>
 *   host    | gather 2, write 2 | gather 3, write 3 | gather 4, write 4 |
 *   device  |      steps of chunk 1     |     steps of chunk 2     |  steps of chunk 3 ...
 * </pre>
 *
 * <p>The steps of a chunk are asked for in two turns: a device whose cores both compute and copy
 * takes up the next chunk's write between them, not only when it has run out of steps.
 */
public final class Streamed implements Feed {
  /** What a device needs of the rows of a pass. */
  public interface Needed {
    /**
     * Of a batch.
     *
     * @param position of its first row
     * @param rows in it
     */
    RowRange of(int position, int rows);
  }

  private static final int NONE = -1;

  private final Backend backend;
  private final Dataset data;
  private final List<Source> sources;
  private final int rows; // of a chunk
  private final int turn; // rows asked for at once: half a chunk, in whole batches
  private final int batch;
  private final Needed needed;
  private final Chunk host;
  private int[] order = {};
  private int held = NONE; // the chunk that steps read

  /**
   * Writes where in its chunk each position lies, which no epoch changes.
   *
   * @param sources two, that differ in images and labels only
   * @param batches per chunk
   * @param batch positions per batch; a chunk of them has at most the rows of a source
   * @param needed what the other rows are is undefined
   * @param host as large as the images and labels of a source
   */
  public Streamed(
      Backend backend,
      Dataset data,
      List<Source> sources,
      int batches,
      int batch,
      Needed needed,
      Chunk host) {
    this.backend = backend;
    this.data = data;
    this.sources = sources;
    this.rows = batches * batch;
    this.turn = (batches + 1) / 2 * batch;
    this.batch = batch;
    this.needed = needed;
    this.host = host;
    int[] places = new int[sources.get(0).order().size()];
    for (int position = 0; position < places.length; position++) {
      places[position] = position % rows;
    }
    backend.write(sources.get(0).order(), places);
  }

  @Override
  public List<Source> sources() {
    return sources;
  }

  @Override
  public void begin(int[] rowNumbers) {
    order = rowNumbers;
    held = NONE;
  }

  @Override
  public int at(int position) {
    int chunk = position / rows;
    int index = chunk % 2;
    if (chunk != held) {
      int first = chunk * rows;
      gather(first, Math.min(rows, order.length - first));
      host.write(backend, sources.get(index));
      held = chunk;
    }
    return index;
  }

  private void gather(int first, int count) {
    for (int begun = 0; begun < count; begun += batch) {
      RowRange here = needed.of(first + begun, Math.min(batch, count - begun));
      int place = begun + here.first();
      host.gather(data, order, first + place, here.end() - here.first(), place);
    }
  }

  @Override
  public int end(int position) {
    int start = position / rows * rows;
    long end = start + (position - start < turn ? turn : (long) rows);
    return (int) Math.min(Integer.MAX_VALUE, end);
  }
}
