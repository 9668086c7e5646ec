package dev.incline.page;

import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Text of one line as HTML: CommonMark ({@code **bold**}, {@code *italic*}, {@code `code`}, a
 * link), and beyond it {@code _{below}} and {@code ^{above}}. HTML in it stays text.
 */
public final class Markup {
  static final List<Extension> TABLES = List.of(TablesExtension.create());
  static final HtmlRenderer HTML =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .sanitizeUrls(true)
          .softbreak(" ")
          .extensions(TABLES)
          .nodeRendererFactory(Script::renderer)
          .build();

  private static final Parser LINE =
      Parser.builder()
          .enabledBlockTypes(Set.of())
          .customInlineContentParserFactory(new Script.Factory())
          .build();

  /** What is markup, or may be a part of it, and what HTML writes otherwise. */
  private static final String MARKS = "\\`*_^[]<>&!\"";

  /** What may be markup within a line. */
  private static final String ESCAPED = "\\*`_^<>[]&{}";

  private Markup() {}

  /** The text with nothing in it that means anything. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(ESCAPED.indexOf(c) < 0 ? "" : "\\").append(c);
    }
    return escaped.toString();
  }

  /** A line alone: what would begin a list or a heading elsewhere is text. */
  static Node parse(String line) {
    return LINE.parse(line);
  }

  /** Most cells of tables are plain: these need no parser. */
  static String html(String line) {
    return isPlain(line) ? line : parsed(line);
  }

  private static boolean isPlain(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (MARKS.indexOf(line.charAt(i)) >= 0 || line.charAt(i) < ' ') {
        return false;
      }
    }
    return line.strip().length() == line.length();
  }

  /** By the rules of CommonMark. */
  static String parsed(String line) {
    Node paragraph = parse(line).getFirstChild();
    return paragraph == null ? "" : inner(paragraph);
  }

  /** What is in a node. */
  static String inner(Node node) {
    StringBuilder html = new StringBuilder();
    for (Node part = node.getFirstChild(); part != null; part = part.getNext()) {
      html.append(HTML.render(part));
    }
    return html.toString();
  }

  /** HTML as the text it shows. */
  static String text(String html) {
    return html.replaceAll("<[^>]*>", "");
  }

  /** Plain text as HTML. */
  static String plain(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
