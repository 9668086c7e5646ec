package dev.incline.page;

import dev.incline.chart.SvgCanvas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A document for a browser: one file that needs no other. */
final class HtmlFile {
  /** How each begins. */
  static final String BEGINNING = "<!DOCTYPE html>\n<!-- " + PageForm.PRODUCER + " -->";

  private HtmlFile() {}

  static Set<String> write(Document document, Path file, String author, String subject)
      throws IOException {
    String html =
        Template.fill(
            document,
            (figure, caption) -> SvgCanvas.element(figure),
            Map.of(
                "form",
                "screen",
                "author",
                author,
                "subject",
                subject,
                "script",
                Template.resource("page.js"),
                "bookmarks",
                ""));
    Files.writeString(file, html);
    return Set.of();
  }
}
