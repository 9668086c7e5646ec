package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.data.image.GreyImage;
import dev.incline.data.image.ImageFile;
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
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;

/**
 * Pictures of one size, each labelled by its folder.
 *
 * @param first the first of them
 * @param notes what was done to pixels of some, such as colours that were turned grey
 * @param sha256 of the sums and names of all files, in their order
 */
record PictureRows(
    Path first, LabelledRows rows, ImageShape shape, Set<String> notes, String sha256) {
  private static final long LARGEST = 64L << 20;
  private static final int MOST = Integer.MAX_VALUE - 64;

  /**
   * Reads them, on all cores.
   *
   * @param files in the order of the rows
   * @param folder of the folders of the classes
   * @throws DataException naming a picture that cannot be read, or two of different sizes
   */
  static PictureRows read(List<Path> files, Path folder) {
    GreyImage first = grey(files.get(0), bytes(files.get(0)));
    int features = first.width() * first.height();
    if ((long) features * files.size() > MOST) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d pictures of %d x %d: more than can be held",
              folder, files.size(), first.height(), first.width()));
    }
    byte[] pixels = new byte[features * files.size()];
    String[] sums = new String[files.size()];
    Set<String> notes = new ConcurrentSkipListSet<>();
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            i -> {
              byte[] bytes = bytes(files.get(i));
              GreyImage image = grey(files.get(i), bytes);
              requireSize(files.get(0), first, files.get(i), image);
              System.arraycopy(image.pixels(), 0, pixels, i * features, features);
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
        new LabelledRows(folder.toString(), new Inputs.Pixels(pixels), features, labels.labels()),
        new ImageShape(first.height(), first.width()),
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

  private static GreyImage grey(Path file, byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FileKind.HEAD));
    FileKind kind = FileKind.of(head);
    if (kind != FileKind.PNG && kind != FileKind.JPEG) {
      throw new DataException(
          "%s is %s, not a PNG or JPEG picture: move it elsewhere"
              .formatted(file, FileKind.phrase(head)));
    }
    try {
      return ImageFile.read(file.toString(), bytes.length, new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private static void requireSize(Path one, GreyImage its, Path other, GreyImage image) {
    if (its.width() != image.width() || its.height() != image.height()) {
      throw new DataException(
          Phrase.of(
              "%s is %d x %d pixels but %s %d x %d: all pictures must be of one size",
              other, image.width(), image.height(), one, its.width(), its.height()));
    }
  }

  /**
   * Pictures of the test have the size of these.
   *
   * @throws DataException naming one of each
   */
  void requireSame(PictureRows test) {
    if (!test.shape.equals(shape)) {
      throw new DataException(
          "%s has %s pixels but %s %s (height x width): all pictures must be of one size"
              .formatted(test.first, test.shape, first, shape));
    }
  }

  String taken() {
    return "pictures in folders of their classes%s"
        .formatted(notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
  }
}
