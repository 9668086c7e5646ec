package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.Labels;
import dev.incline.data.image.ColourImage;
import dev.incline.data.image.ImageFile;
import dev.incline.data.image.StoredPicture;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pictures of a folder of folders, on all cores.
 *
 * @param folder of the folders of the classes
 * @param files in the order of the rows
 * @param options what is done to them
 * @param progress hears how many are read
 */
record PictureReading(
    Path folder, List<Path> files, PictureOptions options, ReadingProgress progress) {
  private static final long LARGEST = 64L << 20;
  private static final int MANY = 2000; // pictures that are worth to be kept decoded
  private static final int STEP = 64; // pictures between two words on progress

  /** A picture as it becomes a row, and the sum of its file. */
  private record Picture(ColourImage image, String sha256) {
    ImageShape shape() {
      return new ImageShape(image.red().height(), image.red().width());
    }

    /** [height x width], or [height x width x 3] of one in colours. */
    byte[] pixels() {
      return image.isColoured() ? image.pixels() : image.red().pixels();
    }
  }

  /**
   * Reads them.
   *
   * @throws DataException naming a picture that cannot be read and is not to be left out, two of
   *     different sizes, or a class of which no picture can be read
   */
  PictureRows rows() {
    return files.size() < MANY ? read() : kept(RowCache.usual());
  }

  /** The same from the cache, where names and contents are those that it was decoded from. */
  PictureRows kept(RowCache cache) {
    String content;
    try {
      content = cache.sum(files, this::sum);
    } catch (DataException e) {
      return read(); // which says what is wrong, or leaves the file out
    }
    RowCache.Kept kept =
        cache.rows(
            content, List.of("pictures", options.toString()), () -> readOf(content).kept(folder));
    return PictureRows.of(kept, folder);
  }

  /** As it was summed. */
  private PictureRows readOf(String content) {
    PictureRows rows = read();
    if (rows.broken().isEmpty() && !rows.sha256().equals(content)) {
      throw new DataException(folder + " changed while it was read: start again");
    }
    return rows;
  }

  /** Of all files. */
  private String sum() {
    String[] sums = new String[files.size()];
    IntStream.range(0, sums.length).parallel().forEach(i -> sums[i] = sum(files.get(i)));
    return sum(IntStream.range(0, sums.length).toArray(), sums);
  }

  private static String sum(Path file) {
    try {
      return Sha256.of(InputFile.bytes(file, LARGEST));
    } catch (IOException e) {
      throw new DataException(file.toString(), e);
    }
  }

  private PictureRows read() {
    int first = 0;
    Picture one = picture(0);
    while (one == null && ++first < files.size()) {
      one = picture(first);
    }
    if (one == null) {
      throw noneOf(folder);
    }
    Path its = files.get(first);
    ImageShape size = one.shape();
    PictureRows.requireRoom(folder.toString(), files.size(), size);
    byte[][] images = new byte[files.size()][];
    String[] sums = new String[files.size()];
    Set<String> notes = new ConcurrentSkipListSet<>();
    AtomicInteger done = new AtomicInteger();
    IntStream.range(0, images.length)
        .parallel()
        .forEach(
            i -> {
              Picture picture = picture(i);
              if (picture != null) {
                PictureRows.requireSame(its, size, files.get(i), picture.shape());
                images[i] = picture.pixels();
                sums[i] = picture.sha256;
                notes.addAll(picture.image.notes());
              }
              int soFar = done.incrementAndGet();
              if (soFar % STEP == 0) {
                progress.at(soFar, images.length);
              }
            });
    int[] whole = IntStream.range(0, images.length).filter(i -> sums[i] != null).toArray();
    requireClasses(whole);
    return new PictureRows(
        its,
        folder.toString(),
        size,
        PictureRows.Pixels.of(folder.toString(), images, whole, size),
        labels(whole),
        notes,
        sum(whole, sums),
        broken(sums));
  }

  /** The picture; null where it is broken, and to be left out. */
  private @Nullable Picture picture(int i) {
    Path file = files.get(i);
    try {
      byte[] bytes = InputFile.bytes(file, LARGEST);
      return new Picture(image(file, bytes), Sha256.of(bytes));
    } catch (IOException e) {
      return broken(
          file, new DataException("%s cannot be read: %s".formatted(file, Reason.of(e)), e));
    } catch (DataException e) {
      return broken(file, e);
    }
  }

  private @Nullable Picture broken(Path file, DataException reason) {
    if (Files.isDirectory(file)) {
      throw new DataException(
          "%s is a folder: the pictures of a class lie in its own folder, %s, and no deeper"
              .formatted(file, file.getParent())); // there may be a thousand pictures in it
    } else if (options.skipBroken()) {
      return null;
    }
    throw new DataException(
        reason.getMessage() + ". With --skip-broken such files are left out", reason);
  }

  private ColourImage image(Path file, byte[] bytes) throws IOException {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FileKind.HEAD));
    FileKind kind = FileKind.of(head);
    if (kind != FileKind.PNG && kind != FileKind.JPEG) {
      throw new DataException(
          "%s is %s, not a PNG or JPEG picture: move it elsewhere"
              .formatted(file, FileKind.phrase(head)));
    }
    StoredPicture stored =
        ImageFile.read(file.toString(), bytes.length, new ByteArrayInputStream(bytes));
    ColourImage image = options.grey() ? ColourImage.of(stored.grey()) : stored.colours();
    return options.resizing() == null ? image : options.resizing().of(image);
  }

  /** Of each class something is left. */
  private void requireClasses(int[] whole) {
    Set<Path> left = new HashSet<>();
    for (int i : whole) {
      left.add(files.get(i).getParent());
    }
    for (Path file : files) {
      if (!left.contains(file.getParent())) {
        throw noneOf(file.getParent());
      }
    }
  }

  private static DataException noneOf(@Nullable Path folder) {
    return new DataException(
        "%s: no picture in it can be read, so --skip-broken would leave out all".formatted(folder));
  }

  private Labels labels(int[] whole) {
    Labels.Collector labels = new Labels.Collector(folder.toString());
    for (int row = 0; row < whole.length; row++) {
      labels.add(String.valueOf(inside(whole[row]).getName(0)), "picture", row);
    }
    return labels.labels();
  }

  /** Of the sums and names of all files, in their order. */
  private String sum(int[] whole, String[] sums) {
    MessageDigest all = Sha256.digest();
    for (int i : whole) {
      Path file = inside(i);
      String line = sums[i] + "  " + file.getName(0) + "/" + file.getFileName() + "\n";
      all.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(all.digest());
  }

  /** Those that are left out, in words; empty where none is. */
  private String broken(String[] sums) {
    List<Path> broken =
        IntStream.range(0, sums.length)
            .filter(i -> sums[i] == null)
            .mapToObj(this::inside)
            .toList();
    return broken.isEmpty()
        ? ""
        : Phrase.of(
            "%,d of %,d files in %s cannot be read, and are left out: %s",
            broken.size(), sums.length, folder, Listing.of(broken));
  }

  private Path inside(int i) {
    return folder.relativize(files.get(i));
  }
}
