package dev.incline.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
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

/** Reads one PNG or JPEG picture and turns it grey. */
final class ImageFile {
  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_PIXELS = 25_000_000; // a header may claim more than memory holds

  private ImageFile() {}

  /**
   * Reads a whole file. What is transparent shows paper that the ink stands out from: black paper
   * under ink lighter than mid-grey, white paper under darker.
   *
   * @param name for messages
   * @param size of the file in bytes
   * @param in at the file's beginning
   * @throws DataException naming the file and what is wrong
   */
  static GreyImage read(String name, long size, InputStream in) throws IOException {
    if (size > MOST_BYTES) {
      throw new DataException(
          "%s has %,d bytes: images of up to %,d are read".formatted(name, size, MOST_BYTES));
    }
    byte[] bytes = in.readNBytes((int) size);
    boolean png = bytes.length > 0 && (bytes[0] & 0xff) == 0x89;
    if (png) {
      PngChunks.requireWhole(name, bytes);
    }
    return grey(decode(name, png ? "png" : "jpeg", bytes));
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
      if (pixels > MOST_PIXELS) {
        throw new DataException(
            "%s is %,d x %,d pixels: make it smaller first, up to %,d in all"
                .formatted(name, reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
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
              .formatted(
                  name,
                  format.toUpperCase(Locale.ROOT),
                  e.getMessage() != null ? e.getMessage() : e.toString()),
          e);
    } finally {
      reader.dispose();
    }
  }

  private static GreyImage grey(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    boolean samples =
        raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    boolean coloured = false;
    byte[] grey = new byte[width * height];
    byte[] opacity = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        if (samples) { // getRGB would bend the grey scale
          grey[at] = sample(raster, x, y, 0);
          opacity[at] = raster.getNumBands() == 2 ? sample(raster, x, y, 1) : -1;
        } else {
          int rgb = image.getRGB(x, y);
          int red = rgb >> 16 & 0xff;
          int green = rgb >> 8 & 0xff;
          int blue = rgb & 0xff;
          coloured |= red != green || green != blue;
          grey[at] = (byte) luma(red, green, blue);
          opacity[at] = (byte) (rgb >>> 24);
        }
      }
    }
    List<String> notes = new ArrayList<>();
    if (coloured) {
      notes.add("colours turned grey");
    }
    if (isTransparent(opacity)) {
      notes.add("laid on " + (putOnPaper(grey, opacity) == 0 ? "black" : "white"));
    }
    return new GreyImage(width, height, grey, notes);
  }

  private static boolean isTransparent(byte[] opacity) {
    for (byte alpha : opacity) {
      if (alpha != -1) {
        return true;
      }
    }
    return false;
  }

  private static byte sample(Raster raster, int x, int y, int band) {
    int bits = raster.getSampleModel().getSampleSize(band);
    int most = (1 << bits) - 1;
    return (byte) ((raster.getSample(x, y, band) * 255L + most / 2) / most);
  }

  /** Luma of ITU-R BT.601. */
  private static int luma(int red, int green, int blue) {
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  /** The paper's grey. */
  private static int putOnPaper(byte[] grey, byte[] opacity) {
    long ink = 0;
    long weight = 0;
    for (int i = 0; i < grey.length; i++) {
      ink += (long) (grey[i] & 0xff) * (opacity[i] & 0xff);
      weight += opacity[i] & 0xff;
    }
    int paper = ink > 127 * weight ? 0 : 255;
    for (int i = 0; i < grey.length; i++) {
      int alpha = opacity[i] & 0xff;
      grey[i] = (byte) (((grey[i] & 0xff) * alpha + paper * (255 - alpha) + 127) / 255);
    }
    return paper;
  }
}
