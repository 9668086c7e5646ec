package dev.incline.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.incline.chart.SvgCanvas;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A document for a browser: one file that needs no other. Around the document stands the resource
 * {@code page.html}.
 */
final class HtmlFile {
  /** How each begins. */
  static final String BEGINNING = "<!DOCTYPE html>\n<!-- " + PageForm.PRODUCER + " -->";

  private HtmlFile() {}

  static Set<String> write(Document document, Path file, String author, String subject)
      throws IOException {
    Map<String, String> own =
        Map.of("form", "screen", "script", resource("page.js"), "bookmarks", "");
    Document.Drawer drawer = (figure, caption) -> SvgCanvas.element(figure);
    Files.writeString(file, page(document, drawer, author, subject, own));
    return Set.of();
  }

  /**
   * The whole page.
   *
   * @param own HTML that its form has and the other has not
   */
  static String page(
      Document document,
      Document.Drawer drawer,
      String author,
      String subject,
      Map<String, String> own)
      throws IOException {
    Map<String, String> all = new HashMap<>(own);
    all.put("author", Markup.plain(author));
    all.put("subject", Markup.plain(subject));
    all.put("title", Markup.plain(document.title));
    all.put("head", document.head());
    all.put("contents", contents(document));
    all.put("body", document.body(drawer));
    all.put("style", resource("page.css"));
    Template frame = Mustache.compiler().escapeHTML(false).compile(resource("page.html"));
    return printable(new StringBuilder(frame.execute(all)));
  }

  /** Without the characters that XML has no place for. */
  private static String printable(StringBuilder page) {
    for (int i = 0; i < page.length(); i++) {
      char c = page.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < page.length()
          && Character.isLowSurrogate(page.charAt(i + 1))) {
        i++; // one letter
      } else if ((c < ' ' && c != '\n' && c != '\t' && c != '\r')
          || c >= '\ufffe'
          || Character.isSurrogate(c)) {
        page.setCharAt(i, Fonts.UNKNOWN.charAt(0));
      }
    }
    return page.toString();
  }

  private static String contents(Document document) {
    return document.headings().stream()
        .map(
            heading ->
                Phrase.of(
                    "<li class=\"level%d\"><a href=\"#%s\">%s %s</a></li>",
                    heading.level(), heading.id(), heading.number(), unlinked(heading.html())))
        .collect(Collectors.joining("\n"));
  }

  /** A link holds no link. */
  private static String unlinked(String html) {
    return html.replaceAll("</?a\\b[^>]*>", "");
  }

  static String resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(HtmlFile.class.getResourceAsStream("/page/" + name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
