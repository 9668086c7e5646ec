package dev.incline.report;

import dev.incline.chart.SvgCanvas;
import dev.incline.file.InputFile;
import dev.incline.page.FigureImages;
import dev.incline.store.OutputFile;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The loss and accuracy of one run over its epochs, as files. */
public final class RunCurves {
  public static final String SVG = "curves.svg";
  public static final String PNG = "curves.png";

  private RunCurves() {}

  /** The curves as an SVG document. Quick: it needs neither fonts nor AWT. */
  public static String svg(List<EpochRecord> epochs) {
    return SvgCanvas.of(Curves.of(epochs));
  }

  /** Writes {@link #SVG} and {@link #PNG} into a folder. */
  public static void write(List<EpochRecord> epochs, Path folder) throws IOException {
    OutputFile.write(folder.resolve(SVG), draft -> Files.writeString(draft, svg(epochs)));
    FigureImages.render(
        List.of(Curves.of(epochs)),
        (i, image) ->
            OutputFile.write(
                folder.resolve(PNG), draft -> Files.write(draft, FigureImages.png(image))));
  }

  /**
   * Tries whether a folder takes the files.
   *
   * @return whether some are there already
   * @throws dev.incline.wording.InvalidOptionException when somebody else made one that is there
   */
  public static boolean require(Path folder, boolean overwrite) throws IOException {
    Path svg = folder.resolve(SVG);
    boolean ours =
        Files.isRegularFile(svg)
            && SvgCanvas.wrote(InputFile.text(svg, InputFile.RECORD, StandardCharsets.ISO_8859_1));
    boolean first = OutputFile.require(svg, "--out", overwrite, file -> ours);
    boolean second = OutputFile.require(folder.resolve(PNG), "--out", overwrite, file -> ours);
    return first || second;
  }
}
