package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pictures of one size, as they are or resized, each labelled by its folder.
 *
 * @param first the first of them
 * @param source their folder, for messages
 * @param size of all of them, in one channel
 * @param pixels of all of them
 * @param notes what was done to pixels of some, such as colours that were turned grey
 * @param sha256 of the sums and names of all files, in their order
 * @param broken those that were left out, in words; empty where none was
 */
record PictureRows(
    Path first,
    String source,
    ImageShape size,
    Pixels pixels,
    Labels labels,
    Set<String> notes,
    String sha256,
    String broken) {
  private static final int MOST = Integer.MAX_VALUE - 64;

  /**
   * Of all pictures.
   *
   * @param values [rows x height x width x channels]
   * @param rows number of pictures
   * @param coloured how many of them are in colours
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pixels(byte[] values, int rows, int coloured) {
    /**
     * Puts some pictures behind each other, and lets go of each.
     *
     * @param images of one channel, or of three; are taken out of the array
     * @param chosen places of those to take
     */
    static Pixels of(String source, byte[][] images, int[] chosen, ImageShape size) {
      int coloured = 0;
      for (int i : chosen) {
        coloured += images[i].length > size.values() ? 1 : 0;
      }
      ImageShape shape = size.with(coloured > 0 ? 3 : 1);
      requireRoom(source, chosen.length, shape);
      byte[] values = new byte[shape.values() * chosen.length];
      for (int row = 0; row < chosen.length; row++) {
        put(images[chosen[row]], values, row * shape.values(), shape.values());
        images[chosen[row]] = new byte[0]; // two copies of all would be too many
      }
      return new Pixels(values, chosen.length, coloured);
    }

    /** A grey pixel becomes as many equal ones as the values ask for. */
    private static void put(byte[] image, byte[] values, int at, int count) {
      int times = count / image.length;
      for (int i = 0; i < count; i++) {
        values[at + i] = image[i / times];
      }
    }
  }

  /** For the cache. */
  RowCache.Kept kept(Path folder) {
    List<String> facts = new ArrayList<>();
    facts.add(folder.relativize(first).toString());
    facts.add(size.toString());
    facts.add(Integer.toString(pixels.coloured));
    facts.add(sha256);
    facts.add(broken);
    facts.addAll(notes);
    return new RowCache.Kept(
        new Inputs.Pixels(pixels.values),
        shape(channels()).values(),
        labels.words(),
        labels.codes(),
        facts);
  }

  /** From the cache. */
  static PictureRows of(RowCache.Kept kept, Path folder) {
    List<String> facts = kept.facts();
    Pixels pixels =
        new Pixels(
            ((Inputs.Pixels) kept.inputs()).array(),
            kept.codes().length,
            Integer.parseInt(facts.get(2)));
    return new PictureRows(
        folder.resolve(facts.get(0)),
        folder.toString(),
        ImageShape.parse(facts.get(1)),
        pixels,
        kept.labels(folder.toString()),
        new TreeSet<>(facts.subList(5, facts.size())),
        facts.get(3),
        facts.get(4));
  }

  static void requireSame(Path one, ImageShape its, Path other, ImageShape shape) {
    if (!its.equals(shape)) {
      throw new DataException(
          "%s has %s pixels (height x width) but %s %s: all pictures must be of one size, or scaled to one with --resize %s"
              .formatted(other, shape, one, its, its));
    }
  }

  static void requireRoom(String source, int pictures, ImageShape shape) {
    if ((long) shape.values() * pictures > MOST) {
      throw new DataException(
          Phrase.of("%s holds %,d pictures of %s: more than can be held", source, pictures, shape));
    }
  }

  /**
   * Pictures of the test have the size of these.
   *
   * @throws DataException naming one of each
   */
  void requireSame(PictureRows test) {
    requireSame(first, size, test.first, test.size);
  }

  /** 3 where one picture is in colours, else 1. */
  int channels() {
    return pixels.coloured > 0 ? 3 : 1;
  }

  ImageShape shape(int channels) {
    return size.with(channels);
  }

  /**
   * All of them with so many channels: a grey pixel is three equal ones.
   *
   * @param channels at least {@link #channels()}
   * @throws DataException where that is more than an array holds
   */
  LabelledRows rows(int channels) {
    int features = shape(channels).values();
    byte[] values = pixels.values;
    if (channels > channels()) {
      requireRoom(source, pixels.rows, shape(channels));
      values = new byte[features * pixels.rows];
      Pixels.put(pixels.values, values, 0, values.length);
    }
    return new LabelledRows(source, new Inputs.Pixels(values), features, labels);
  }

  /** What they are as rows of so many channels. */
  String taken(int channels) {
    Set<String> all = new TreeSet<>(notes);
    int grey = pixels.rows - pixels.coloured;
    if (channels == 3 && grey > 0) {
      all.add(Phrase.of("%,d grey ones: three equal channels", grey));
    }
    return "%s pictures in folders of their classes%s"
        .formatted(
            channels == 3 ? "colour" : "grey",
            all.isEmpty() ? "" : " (" + String.join("; ", all) + ")");
  }
}
