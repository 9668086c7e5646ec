package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.IdxReader;
import dev.incline.data.ImageRows;
import dev.incline.file.InputFile;
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
    return read(format, new PictureInput(features, asIs, null, null));
  }

  /**
   * Reads the file for a model.
   *
   * @param input how a PNG or JPEG is taken
   * @throws DataException as {@link #read(ImageFormat, int, boolean)}
   */
  public ImageRows read(@Nullable ImageFormat format, PictureInput input) {
    return opened(
        format,
        kind ->
            kind == ImageFormat.IDX
                ? IdxReader.rows(name, file, input.features())
                : whole(kind, input));
  }

  /**
   * As {@link #read(ImageFormat, PictureInput)}, in pieces where the format allows it, so that they
   * take little memory. Of a damaged file some may come before it is found to be one.
   *
   * @param most rows of a piece
   */
  public void pieces(
      @Nullable ImageFormat format, PictureInput input, int most, Consumer<ImageRows> taker) {
    opened(
        format,
        kind -> {
          if (kind == ImageFormat.IDX) {
            IdxReader.pieces(name, file, input.features(), most, taker);
          } else if (kind == ImageFormat.NPY) {
            NpyImages.pieces(name, file, input.features(), most, taker);
          } else {
            taker.accept(whole(kind, input));
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

  private ImageRows whole(ImageFormat kind, PictureInput input) throws IOException {
    long size = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return kind.reader == null
          ? input.of(name, ImageFile.read(name, size, in))
          : kind.reader.read(name, size, in, input.features());
    }
  }

  private byte[] head() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(FileKind.HEAD);
    }
  }
}
