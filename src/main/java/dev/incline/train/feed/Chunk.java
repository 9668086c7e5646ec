package dev.incline.train.feed;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.plan.Source;

/**
 * Rows of a data set brought together on the host, on their way to a staging source.
 *
 * @param images [rows x D]
 * @param labels [rows]
 */
public record Chunk(byte[] images, byte[] labels) {
  /** Room for as many rows as the source has. */
  public static Chunk of(Source source) {
    return new Chunk(new byte[source.images().size()], new byte[source.labels().size()]);
  }

  /** Copies the {@code count} rows from position {@code first} on; what lies behind them stays. */
  public void gather(Dataset data, int[] order, int first, int count) {
    int features = data.features();
    for (int place = 0; place < count; place++) {
      int row = order[first + place];
      System.arraycopy(data.images(), row * features, images, place * features, features);
      labels[place] = data.labels()[row];
    }
  }

  public void write(Backend backend, Source source) {
    backend.write(source.images(), images);
    backend.write(source.labels(), labels);
  }
}
