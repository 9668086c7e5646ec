package dev.incline.cli.data;

import dev.incline.chart.Canvas.Picture;
import dev.incline.chart.Panels;
import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import dev.incline.data.check.Examples;
import dev.incline.page.FigureImages;
import dev.incline.store.OutputFile;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A PNG of images with their labels under them. A chunk of text behind its header tells that this
 * class wrote it.
 */
record ExamplesFile(Path file) {
  private static final int EXAMPLES = 40;
  private static final int COLUMNS = 8;
  private static final double SIDE = 50; // points
  private static final int LETTERS = 12; // that fit under an image
  private static final int HEADER = 33; // bytes of a PNG's signature and of its first chunk
  private static final byte[] MARK = mark();

  /** Tries the place. */
  void require(boolean overwrite) throws IOException {
    OutputFile.require(file, "--picture", overwrite, ExamplesFile::wrote);
  }

  private static boolean wrote(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.min(HEADER, Files.size(file)));
      return Arrays.equals(in.readNBytes(MARK.length), MARK);
    }
  }

  /**
   * Writes the first images of each class.
   *
   * @throws InvalidOptionException where the rows are numbers
   */
  void write(Dataset data) throws IOException {
    if (!data.hasPixels()) {
      throw new InvalidOptionException(
          Phrase.of(
              "--picture shows images, and the %s has %s. --shape HxW says that rows are images",
              data.name(), data.shape()));
    }
    List<Integer> rows = Examples.of(data, EXAMPLES);
    List<Thumbnail> examples =
        rows.stream()
            .map(row -> new Thumbnail(picture(data, row), caption(data, row), SIDE))
            .toList();
    FigureImages.render(
        List.of(new Panels(COLUMNS, examples)),
        (i, image) ->
            OutputFile.write(file, draft -> Files.write(draft, marked(FigureImages.png(image)))));
  }

  private static Picture picture(Dataset data, int row) {
    int pixels = data.height() * data.width();
    int[] rgb = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      for (int channel = 0; channel < 3; channel++) {
        int at = p * data.channels() + Math.min(channel, data.channels() - 1);
        rgb[p] = rgb[p] << 8 | (data.images()[row * data.features() + at] & 0xff);
      }
    }
    return new Picture(data.width(), data.height(), rgb);
  }

  private static String caption(Dataset data, int row) {
    return Phrase.shortened(data.classNames().get(data.labels()[row] & 0xff), LETTERS);
  }

  private static byte[] marked(byte[] png) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(png, 0, HEADER);
    bytes.writeBytes(MARK);
    bytes.write(png, HEADER, png.length - HEADER);
    return bytes.toByteArray();
  }

  /** A chunk tEXt: its length, type and text, then the CRC of both. */
  private static byte[] mark() {
    byte[] content = "tEXtSoftware\0incline data describe".getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(content);
    return ByteBuffer.allocate(content.length + 8)
        .putInt(content.length - 4)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }
}
