package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads one PNG or JPEG picture. */
public final class ImageFile {
  private static final long MAX_BYTES = 64L << 20;
  private static final long MAX_PIXELS = 25_000_000; // a header may claim more than memory holds

  private ImageFile() {}

  /**
   * Reads a whole file.
   *
   * @param name for messages
   * @param size of the file in bytes
   * @param in at the file's beginning
   * @throws DataException naming the file and what is wrong
   */
  public static StoredPicture read(String name, long size, InputStream in) throws IOException {
    if (size > MAX_BYTES) {
      throw new DataException(
          Phrase.of("%s has %,d bytes: images of up to %,d are read", name, size, MAX_BYTES));
    }
    byte[] bytes = in.readNBytes((int) size);
    boolean png = bytes.length > 0 && (bytes[0] & 0xff) == 0x89;
    if (!png && JpegSegments.isCmyk(bytes)) {
      throw new DataException(
          name + " has the four colours of print (CMYK): save it as RGB or grey first");
    }
    byte[] exif = png ? PngChunks.requireWhole(name, bytes) : JpegSegments.exif(bytes);
    return new StoredPicture(decode(name, png ? "png" : "jpeg", bytes), exif);
  }

  private static BufferedImage decode(String name, String format, byte[] bytes) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new DataException(
          "%s cannot be read: this Java has no reader of %s".formatted(name, format));
    }
    ImageReader reader = readers.next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, text) -> warnings.add(text));
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) {
        throw new DataException(
            Phrase.of(
                "%s is %,d x %,d pixels: make it smaller first, up to %,d in all",
                name, reader.getWidth(0), reader.getHeight(0), MAX_PIXELS));
      }
      BufferedImage image = reader.read(0);
      if (!warnings.isEmpty()) { // a JPEG that breaks off is no more than that to ImageIO
        throw new DataException("%s is damaged: %s".formatted(name, warnings.get(0)));
      }
      return image;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // ImageIO meets bad bytes with either
      throw new DataException(
          "%s cannot be read as %s: %s"
              .formatted(name, format.toUpperCase(Locale.ROOT), Reason.of(e)),
          e);
    } finally {
      reader.dispose();
    }
  }
}
