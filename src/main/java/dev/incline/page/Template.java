package dev.incline.page;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page around a document: the resource {@code page.html}, whose {@code {{names}}} are replaced.
 * It repeats nothing and decides nothing, so it needs no template library.
 */
final class Template {
  private static final Pattern NAME = Pattern.compile("\\{\\{(\\w+)}}");

  /** What XML has no place for. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\p{Cs}]");

  private Template() {}

  /**
   * The whole page.
   *
   * @param values what the form of the document has of its own; {@code author} and {@code subject}
   *     are text, the others HTML
   */
  static String fill(Document document, Document.Drawer drawer, Map<String, String> values)
      throws IOException {
    Map<String, String> all = new HashMap<>(values);
    all.computeIfPresent("author", (name, text) -> Markup.plain(text));
    all.computeIfPresent("subject", (name, text) -> Markup.plain(text));
    all.put("title", Markup.plain(document.title));
    all.put("head", document.head());
    all.put("contents", contents(document));
    all.put("body", document.body(drawer));
    all.put("style", resource("page.css"));
    Matcher names = NAME.matcher(resource("page.html"));
    String page =
        names.replaceAll(
            name -> Matcher.quoteReplacement(Objects.requireNonNull(all.get(name.group(1)))));
    return UNPRINTABLE.matcher(page).replaceAll(Fonts.UNKNOWN);
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
        Objects.requireNonNull(Template.class.getResourceAsStream("/page/" + name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
