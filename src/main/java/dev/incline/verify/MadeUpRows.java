package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.plan.Source;
import dev.incline.wording.Numeral;
import java.util.Random;

/**
 * Rows that a verification trains on.
 *
 * @param inputs what they are made of: {@code byte[].class} or {@code float[].class}
 * @param density share of inputs that are not zero
 */
record MadeUpRows(Class<?> inputs, double density) {
  static final int ROWS = 40;

  /** Images as sparse as handwriting. */
  static final MadeUpRows IMAGES = new MadeUpRows(byte[].class, 0.2);

  /** A table. */
  static final MadeUpRows NUMBERS = new MadeUpRows(float[].class, 1);

  Source source(String name, int features, int samples) {
    String rows = name + (inputs == byte[].class ? " density " + Numeral.of(density) : " numbers");
    return Source.of(rows, inputs, ROWS, features, samples);
  }

  /** Writes inputs, labels and an order, the same each time. */
  void write(Backend backend, Source source, int classes, Random random) {
    byte[] pixels = new byte[source.inputs().size()];
    float[] numbers = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.nextDouble() < density ? random.nextInt(256) : 0);
      numbers[i] = pixels[i] / 64f;
    }
    byte[] labels = new byte[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = (byte) random.nextInt(classes);
    }
    if (inputs == byte[].class) {
      backend.write(source.images(), pixels);
    } else {
      backend.write(source.inputs().as(float[].class), numbers);
    }
    backend.write(source.labels(), labels);
    backend.write(source.order(), random.ints(source.order().size(), 0, ROWS).toArray());
  }
}
