package dev.incline.page;

import dev.incline.chart.Figure;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A text with tables and figures under way: HTML that a browser shows, and that becomes a PDF. Text
 * is {@link Markup}.
 */
public final class Document {
  final String title;
  private final List<String> lines;
  private final List<Function<Drawer, String>> body = new ArrayList<>();
  private final List<Heading> headings = new ArrayList<>();
  private final int[] counters = new int[4];
  private boolean listed; // the last part is an item of a list
  private int tables;
  private int figures;
  private int formulas;

  /** How a form of the document has its figures. */
  interface Drawer {
    /** The element that shows it; {@code caption} as HTML. */
    String draw(Figure figure, String caption);
  }

  /**
   * A heading.
   *
   * @param html its text
   */
  record Heading(int level, String number, String html) {
    String id() {
      return "s" + number.replace('.', '-');
    }
  }

  /**
   * Starts with the title.
   *
   * @param lines of markup below it
   */
  public Document(String title, List<String> lines) {
    this.title = title;
    this.lines = List.copyOf(lines);
  }

  /**
   * A heading, with its number, in the contents.
   *
   * @param level 1 to 3
   */
  public void heading(int level, String markup) {
    headed(level, Markup.html(markup));
  }

  void headed(int level, String html) {
    Heading heading = new Heading(level, number(level), html);
    headings.add(heading);
    add(
        Phrase.of(
            "<h%d id=\"%s\">%s %s</h%d>",
            level + 1, heading.id(), heading.number, html, level + 1));
  }

  /** Such as 2.1; counts. */
  private String number(int level) {
    counters[level]++;
    StringBuilder number = new StringBuilder().append(counters[1]);
    for (int i = 2; i < counters.length; i++) {
      if (i > level) {
        counters[i] = 0;
      } else {
        number.append('.').append(counters[i]);
      }
    }
    return number.toString();
  }

  public void paragraph(String markup) {
    add("<p>" + Markup.html(markup) + "</p>");
  }

  /** A paragraph behind a bullet. */
  public void item(String markup) {
    String item = "<li>" + Markup.html(markup) + "</li>";
    if (!listed) {
      add("<ul>");
    }
    listed = true;
    body.add(drawer -> item);
  }

  /** A centred line with a number. */
  public void formula(String markup) {
    add(
        Phrase.of(
            "<table class=\"formula\"><tr><td>%s</td><td>(%d)</td></tr></table>",
            Markup.html(markup), ++formulas));
  }

  public void table(Table table) {
    add(table.html(++tables));
  }

  /** A figure and its caption below. */
  public void figure(Figure figure, String caption) {
    String line = Phrase.of("<b>Figure %d.</b> %s", ++figures, Markup.html(caption));
    add("");
    body.add(drawer -> figure(drawer.draw(figure, line), line));
  }

  /** What the cells of the figure before stand for; for browsers alone. */
  public void examples(List<Example> examples) {
    if (!examples.isEmpty()) {
      String figures = String.join("\n", examples.stream().map(Example::html).toList());
      add(
          "<div class=\"examples\" aria-live=\"polite\"><p>Choose a cell to see its rows.</p>%s</div>"
              .formatted(figures));
    }
  }

  /** A picture of the author's. */
  void picture(String element, String caption) {
    add(figure(element, Phrase.of("<b>Figure %d.</b> %s", ++figures, caption)));
  }

  private static String figure(String element, String caption) {
    return "<figure>%s<figcaption>%s</figcaption></figure>".formatted(element, caption);
  }

  /**
   * The author's Markdown (CommonMark with tables).
   *
   * @param folder where pictures are looked for
   * @param deeper how many levels a heading moves down
   * @throws IOException naming a picture that cannot be read
   */
  public void markdown(List<String> lines, Path folder, int deeper) throws IOException {
    Markdown.set(this, lines, folder, deeper);
  }

  void add(String html) {
    String part = (listed ? "</ul>\n" : "") + html;
    listed = false;
    body.add(drawer -> part + "\n");
  }

  /** What stands above the contents. */
  String head() {
    return lines.stream()
        .map(line -> "<p>" + Markup.html(line) + "</p>")
        .collect(Collectors.joining("\n", "<h1>" + Markup.plain(title) + "</h1>\n", ""));
  }

  String body(Drawer drawer) {
    add("");
    return body.stream().map(part -> part.apply(drawer)).collect(Collectors.joining());
  }

  List<Heading> headings() {
    return headings;
  }

  /**
   * Writes the file.
   *
   * @return letters that no font of a PDF has; in their places stands a sign
   */
  public Set<String> write(PageForm form, Path file, String author, String subject)
      throws IOException {
    return form == PageForm.PDF
        ? PdfFile.write(this, file, author, subject)
        : HtmlFile.write(this, file, author, subject);
  }
}
