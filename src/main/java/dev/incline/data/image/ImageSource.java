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
   * Reads the file for a model, in pieces where the format allows it, so that they take little
   * memory. Of a damaged file some may come before it is found to be one.
   *
   * @param format null to tell it by the file's first bytes
   * @param input how a PNG or JPEG is taken
   * @param most rows of a piece
   * @throws DataException naming the file and what is wrong, with row and column where there are
   */
  public void pieces(
      @Nullable ImageFormat format, PictureInput input, int most, Consumer<ImageRows> taker) {
    if (Files.isDirectory(file)) {
      throw new DataException(name + " is a folder: name the files in it");
    }
    try {
      InputFile.require(file, InputFile.LARGE);
      ImageFormat kind = format != null ? format : ImageFormat.of(name, head());
      kind.require(name, head());
      if (kind == ImageFormat.IDX) {
        IdxReader.pieces(name, file, input.features(), most, taker);
      } else if (kind == ImageFormat.NPY) {
        NpyImages.pieces(name, file, input.features(), most, taker);
      } else {
        taker.accept(whole(kind, input));
      }
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
