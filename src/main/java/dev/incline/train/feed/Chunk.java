package dev.incline.train.feed;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;

/**
 * Rows of a data set brought together on the host, on their way to a staging source.
 *
 * @param inputs [rows x D]
 * @param labels [rows]
 */
public record Chunk(Inputs inputs, byte[] labels) {
  /** All rows. */
  public static Chunk of(Dataset data) {
    return new Chunk(data.inputs(), data.labels());
  }

  /** Room for as many rows of a data set. */
  public static Chunk of(Dataset data, int rows) {
    return new Chunk(data.inputs().zeros(rows * data.features()), new byte[rows]);
  }

  /** Copies the {@code count} rows from position {@code first} on; what lies behind them stays. */
  public void gather(Dataset data, int[] order, int first, int count) {
    gather(data, order, first, count, 0);
  }

  /** The same to this place and those behind it. */
  void gather(Dataset data, int[] order, int first, int count, int place) {
    int features = data.features();
    for (int i = 0; i < count; i++) {
      int row = order[first + i];
      inputs.copy(data.inputs(), (long) row * features, (place + i) * features, features);
      labels[place + i] = data.labels()[row];
    }
  }

  public void write(Backend backend, Source source) {
    write(backend, source.inputs(), inputs);
    backend.write(source.labels(), labels);
  }

  /** Writes inputs into a slot of their kind. */
  public static <A> void write(Backend backend, Slot<A> slot, Inputs inputs) {
    backend.write(slot, slot.type().cast(inputs.array()));
  }
}
