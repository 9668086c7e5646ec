package dev.incline.inspect;

import dev.incline.backend.Backend;
import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.plan.Source;
import dev.incline.train.feed.Chunk;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one step.
 *
 * @param x [rows x features] inputs, finite
 * @param pixels [rows x features] unsigned bytes that x holds 1/255 of; null where x comes as
 *     floats
 * @param labels [rows]
 */
public record Batch(int rows, int features, float[] x, byte @Nullable [] pixels, byte[] labels) {
  public Batch {
    if (rows < 1 || x.length != (long) rows * features || labels.length != rows) {
      throw new IllegalArgumentException(
          Phrase.of(
              "%d inputs and %d labels are no batch of %d x %d",
              x.length, labels.length, rows, features));
    }
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw new DataException(
            Phrase.of(
                "the batch holds %s in row %d, column %d",
                Numeral.of(x[i]), i / features, i % features));
      }
    }
  }

  /** Rows of images. */
  public static Batch of(int features, byte[] pixels, byte[] labels) {
    float[] x = new float[pixels.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (pixels[i] & 0xff) / 255f;
    }
    return new Batch(labels.length, features, x, pixels, labels);
  }

  /** Rows of numbers. */
  public static Batch of(int features, float[] x, byte[] labels) {
    return new Batch(labels.length, features, x, null, labels);
  }

  /** These rows of a dataset, in this order. */
  public static Batch of(Dataset data, int[] rows) {
    Chunk chunk = Chunk.of(data, rows.length);
    chunk.gather(data, rows, 0, rows.length);
    return chunk.inputs() instanceof Inputs.Numbers numbers
        ? of(data.features(), numbers.array(), chunk.labels())
        : of(data.features(), ((Inputs.Pixels) chunk.inputs()).array(), chunk.labels());
  }

  /** Where its steps read it. */
  public Source source() {
    return Source.of("batch", pixels == null ? float[].class : byte[].class, rows, features, rows);
  }

  /** Writes rows, labels and their order to {@link #source}. */
  public void write(Backend backend) {
    Source source = source();
    if (pixels == null) {
      backend.write(source.inputs().as(float[].class), x);
    } else {
      backend.write(source.images(), pixels);
    }
    backend.write(source.labels(), labels);
    backend.write(source.order(), IntStream.range(0, rows).toArray());
  }

  /**
   * Cut into batches of as many rows each.
   *
   * @param parts divides the rows
   */
  public List<Batch> parts(int parts) {
    int length = rows / parts;
    return IntStream.range(0, parts)
        .mapToObj(part -> choose(IntStream.range(part * length, (part + 1) * length).toArray()))
        .toList();
  }

  /** These of its rows, in this order. */
  Batch choose(int[] chosen) {
    float[] inputs = new float[chosen.length * features];
    byte[] bytes = new byte[pixels == null ? 0 : inputs.length];
    byte[] kept = new byte[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      int from = chosen[i] * features;
      System.arraycopy(x, from, inputs, i * features, features);
      if (pixels != null) {
        System.arraycopy(pixels, from, bytes, i * features, features);
      }
      kept[i] = labels[chosen[i]];
    }
    return new Batch(chosen.length, features, inputs, pixels == null ? null : bytes, kept);
  }

  @Override
  public String toString() {
    return Phrase.of("batch of %d x %d, labels %s", rows, features, Arrays.toString(labels));
  }
}
