package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.IdxReader;
import dev.incline.data.ImageRows;
import dev.incline.data.PixelStatistics;
import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of images for a network.
 *
 * @param name for messages
 * @param file where its bytes lie
 */
public record ImageSource(String name, Path file) {
  /** The file under its own name. */
  public static ImageSource of(Path file) {
    return new ImageSource(file.toString(), file);
  }

  /**
   * Reads the file.
   *
   * @param format null to tell it by the file's first bytes
   * @param features pixels per image that the network takes
   * @param asIs take a PNG's or JPEG's pixels as they are, of exactly the right size; else the
   *     glyph in it is made light on dark, scaled and centred
   * @throws DataException naming the file and what is wrong, with row and column where there are
   */
  public ImageRows read(@Nullable ImageFormat format, int features, boolean asIs) {
    return read(format, features, asIs, null);
  }

  /**
   * Reads the file for a model.
   *
   * @param trained the images that the model was trained on: a PNG or JPEG is framed as a glyph
   *     only where they are, else it is fitted to their size, in colours where they have them; null
   *     where they are not known: it is framed
   * @throws DataException as {@link #read(ImageFormat, int, boolean)}
   */
  public ImageRows read(
      @Nullable ImageFormat format, int features, boolean asIs, @Nullable PixelStatistics trained) {
    return opened(
        format,
        kind ->
            kind == ImageFormat.IDX
                ? IdxReader.rows(name, file, features)
                : whole(kind, features, asIs, trained));
  }

  /**
   * As {@link #read(ImageFormat, int, boolean, PixelStatistics)}, in pieces where the format allows
   * it, so that they take little memory. Of a damaged file some may come before it is found to be
   * one.
   *
   * @param most rows of a piece
   */
  public void pieces(
      @Nullable ImageFormat format,
      int features,
      boolean asIs,
      @Nullable PixelStatistics trained,
      int most,
      Consumer<ImageRows> taker) {
    opened(
        format,
        kind -> {
          if (kind == ImageFormat.IDX) {
            IdxReader.pieces(name, file, features, most, taker);
          } else if (kind == ImageFormat.NPY) {
            NpyImages.pieces(name, file, features, most, taker);
          } else {
            taker.accept(whole(kind, features, asIs, trained));
          }
          return kind;
        });
  }

  private interface Reading<T> {
    T of(ImageFormat kind) throws IOException;
  }

  private <T> T opened(@Nullable ImageFormat format, Reading<T> reading) {
    if (Files.isDirectory(file)) {
      throw new DataException(name + " is a folder: name the files in it");
    }
    try {
      InputFile.require(file, InputFile.LARGE);
      ImageFormat kind = format != null ? format : ImageFormat.of(name, head());
      kind.require(name, head());
      return reading.of(kind);
    } catch (NoSuchFileException e) {
      throw new DataException(name + " does not exist", e);
    } catch (EOFException e) {
      throw new DataException(name + " is truncated", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + Reason.of(e), e);
    }
  }

  private ImageRows whole(
      ImageFormat kind, int features, boolean asIs, @Nullable PixelStatistics trained)
      throws IOException {
    long size = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return kind.reader == null
          ? picture(ImageFile.read(name, size, in), features, asIs, trained)
          : kind.reader.read(name, size, in, features);
    }
  }

  private byte[] head() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(FileKind.HEAD);
    }
  }

  private ImageRows picture(
      StoredPicture picture, int features, boolean asIs, @Nullable PixelStatistics trained) {
    boolean coloured =
        trained == null ? asIs && 3 * picture.pixels() == features : trained.channels() == 3;
    return coloured
        ? colours(picture.colours(), asIs, trained)
        : grey(picture.grey(), features, asIs, trained);
  }

  private ImageRows colours(ColourImage image, boolean asIs, @Nullable PixelStatistics trained) {
    if (trained == null) {
      return new ImageRows(image.pixels(), 1, image.notes());
    }
    int width = image.red().width();
    int height = image.red().height();
    if (asIs && (width != trained.width() || height != trained.height())) {
      throw new DataException(
          Phrase.of(
              "%s is %d x %d pixels, but the network takes %d x %d: leave --as-is out to have it scaled",
              name, width, height, trained.width(), trained.height()));
    }
    return PictureFit.fit(image, trained);
  }

  private ImageRows grey(
      GreyImage image, int features, boolean asIs, @Nullable PixelStatistics trained) {
    if (!asIs && trained != null && !trained.areFramed()) {
      return PictureFit.fit(image, trained);
    }
    int side = (int) Math.round(Math.sqrt(features));
    if (asIs) {
      boolean square = side * side == features;
      if (square
          ? image.width() != side || image.height() != side
          : image.pixels().length != features) {
        throw new DataException(
            Phrase.of(
                "%s is %d x %d pixels, but the network takes %s: leave --as-is out to have it scaled",
                name, image.width(), image.height(), square ? side + " x " + side : features));
      }
      return new ImageRows(image.pixels(), 1, image.notes());
    }
    if (side * side != features) {
      throw new DataException(
          Phrase.of(
              "%s cannot be framed: the network takes %,d pixels, which is no square; --as-is takes a picture of just so many",
              name, features));
    }
    return GlyphFrame.frame(name, image, side);
  }
}
