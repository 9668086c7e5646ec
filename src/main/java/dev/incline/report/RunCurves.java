package dev.incline.report;

import dev.incline.chart.Figure;
import dev.incline.chart.SvgCanvas;
import dev.incline.pdf.FigureImages;
import dev.incline.train.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The loss and accuracy of one run over its epochs, as files. */
public final class RunCurves {
  public static final String SVG = "curves.svg";
  public static final String PNG = "curves.png";

  private RunCurves() {}

  /** The curves as an SVG document. Quick: it needs neither fonts nor AWT. */
  public static String svg(RunRecord record) {
    return SvgCanvas.of(figure(record));
  }

  /** Writes {@link #SVG} and {@link #PNG} into a folder. */
  public static void write(RunRecord record, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(SVG), svg(record));
    FigureImages.render(
        List.of(figure(record)),
        (i, image) -> ImageIO.write(image, "png", folder.resolve(PNG).toFile()));
  }

  private static Figure figure(RunRecord record) {
    return Curves.of(record);
  }
}
