package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.data.image.ColourImage;
import dev.incline.data.image.GreyImage;
import dev.incline.data.image.ImageFile;
import dev.incline.data.image.StoredPicture;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;

/**
 * Pictures of one size, as they are or resized, each labelled by its folder.
 *
 * @param first the first of them
 * @param source their folder, for messages
 * @param size of all of them
 * @param images pixels of each: [height x width], or [height x width x 3] of one in colours
 * @param notes what was done to pixels of some, such as colours that were turned grey
 * @param sha256 of the sums and names of all files, in their order
 */
record PictureRows(
    Path first,
    String source,
    ImageShape size,
    byte[][] images,
    Labels labels,
    Set<String> notes,
    String sha256) {
  private static final long LARGEST = 64L << 20;
  private static final int MOST = Integer.MAX_VALUE - 64;

  /**
   * Reads them, on all cores.
   *
   * @param files in the order of the rows
   * @param folder of the folders of the classes
   * @param options what is done to them
   * @throws DataException naming a picture that cannot be read, or two of different sizes
   */
  static PictureRows read(List<Path> files, Path folder, PictureOptions options) {
    GreyImage first = image(files.get(0), bytes(files.get(0)), options).red();
    ImageShape size = shape(first);
    requireRoom(folder.toString(), files.size(), size);
    byte[][] images = new byte[files.size()][];
    String[] sums = new String[files.size()];
    Set<String> notes = new ConcurrentSkipListSet<>();
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            i -> {
              byte[] bytes = bytes(files.get(i));
              ColourImage image = image(files.get(i), bytes, options);
              requireSame(files.get(0), size, files.get(i), shape(image.red()));
              images[i] = image.isColoured() ? image.pixels() : image.red().pixels();
              notes.addAll(image.notes());
              sums[i] = Sha256.of(bytes);
            });
    MessageDigest all = Sha256.digest();
    Labels.Collector labels = new Labels.Collector(folder.toString());
    for (int i = 0; i < sums.length; i++) {
      Path file = folder.relativize(files.get(i));
      labels.add(String.valueOf(file.getName(0)), "picture", i);
      String line = sums[i] + "  " + file.getName(0) + "/" + file.getFileName() + "\n";
      all.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return new PictureRows(
        files.get(0),
        folder.toString(),
        size,
        images,
        labels.labels(),
        notes,
        Sha256.hex(all.digest()));
  }

  private static byte[] bytes(Path file) {
    try {
      return InputFile.bytes(file, LARGEST);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private static ColourImage image(Path file, byte[] bytes, PictureOptions options) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FileKind.HEAD));
    FileKind kind = FileKind.of(head);
    if (kind != FileKind.PNG && kind != FileKind.JPEG) {
      throw new DataException(
          "%s is %s, not a PNG or JPEG picture: move it elsewhere"
              .formatted(file, FileKind.phrase(head)));
    }
    try {
      StoredPicture picture =
          ImageFile.read(file.toString(), bytes.length, new ByteArrayInputStream(bytes));
      ColourImage image = options.grey() ? ColourImage.of(picture.grey()) : picture.colours();
      return options.resizing() == null ? image : options.resizing().of(image);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private static ImageShape shape(GreyImage image) {
    return new ImageShape(image.height(), image.width());
  }

  private static void requireSame(Path one, ImageShape its, Path other, ImageShape shape) {
    if (!its.equals(shape)) {
      throw new DataException(
          "%s has %s pixels (height x width) but %s %s: all pictures must be of one size, or scaled to one with --resize %s"
              .formatted(other, shape, one, its, its));
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
    return coloured() > 0 ? 3 : 1;
  }

  private int coloured() {
    int coloured = 0;
    for (byte[] image : images) {
      coloured += image.length > size.values() ? 1 : 0;
    }
    return coloured;
  }

  ImageShape shape(int channels) {
    return new ImageShape(size.height(), size.width(), channels);
  }

  /**
   * All of them with so many channels: a grey pixel is three equal ones.
   *
   * @param channels at least {@link #channels()}
   * @throws DataException where that is more than an array holds
   */
  LabelledRows rows(int channels) {
    requireRoom(source, images.length, shape(channels));
    int features = shape(channels).values();
    byte[] pixels = new byte[features * images.length];
    for (int row = 0; row < images.length; row++) {
      int times = features / images[row].length;
      for (int i = 0; i < features; i++) {
        pixels[row * features + i] = images[row][i / times];
      }
    }
    return new LabelledRows(source, new Inputs.Pixels(pixels), features, labels);
  }

  private static void requireRoom(String source, int pictures, ImageShape shape) {
    if ((long) shape.values() * pictures > MOST) {
      throw new DataException(
          Phrase.of("%s holds %,d pictures of %s: more than can be held", source, pictures, shape));
    }
  }

  /** What they are as rows of so many channels. */
  String taken(int channels) {
    Set<String> all = new TreeSet<>(notes);
    int grey = images.length - coloured();
    if (channels == 3 && grey > 0) {
      all.add(Phrase.of("%,d grey ones: three equal channels", grey));
    }
    return "%s pictures in folders of their classes%s"
        .formatted(
            channels == 3 ? "colour" : "grey",
            all.isEmpty() ? "" : " (" + String.join("; ", all) + ")");
  }
}
