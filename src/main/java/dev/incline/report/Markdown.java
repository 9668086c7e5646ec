package dev.incline.report;

import dev.incline.experiment.TextFile;
import dev.incline.pdf.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown as far as a report needs it: headings, paragraphs, lists, bold, italic, fixed, pictures
 * on lines of their own. Links stand as their text.
 */
final class Markdown {
  private static final Pattern PICTURE = Pattern.compile("!\\[(.*?)]\\((.+?)\\)\\s*");
  private static final Pattern ITEM = Pattern.compile("(?:[-*+]|(\\d+[.)])) +(.*)");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?)(?: #*)?");

  private final Document document;
  private final Path folder;
  private final StringBuilder paragraph = new StringBuilder();
  private String mark = ""; // of the list item that is under way

  private Markdown(Document document, Path folder) {
    this.document = document;
    this.folder = folder;
  }

  /**
   * @throws IOException naming the file
   */
  static List<String> lines(Path file) throws IOException {
    return TextFile.lines(file);
  }

  /**
   * Sets the lines.
   *
   * @param folder where pictures are looked for
   * @param deeper how many levels a heading moves down
   */
  static void set(Document document, List<String> lines, Path folder, int deeper)
      throws IOException {
    Markdown markdown = new Markdown(document, folder);
    for (String line : lines) {
      markdown.line(line, deeper);
    }
    markdown.flush();
  }

  private void line(String line, int deeper) throws IOException {
    Matcher heading = HEADING.matcher(line);
    Matcher picture = PICTURE.matcher(line);
    Matcher item = ITEM.matcher(line.strip());
    if (line.isBlank()) {
      flush();
    } else if (heading.matches()) {
      flush();
      document.heading(Math.min(3, heading.group(1).length() + deeper), inline(heading.group(2)));
    } else if (picture.matches()) {
      flush();
      document.image(folder.resolve(picture.group(2)), inline(picture.group(1)));
    } else if (item.matches()) {
      flush();
      mark = item.group(1) == null ? "\u2022" : item.group(1);
      paragraph.append(item.group(2));
    } else {
      paragraph.append(paragraph.length() == 0 ? "" : " ").append(line.strip());
    }
  }

  /** Links as their text; underscores that mark italics as asterisks. */
  private static String inline(String text) {
    return text.replaceAll("\\[(.+?)]\\((.+?)\\)", "$1")
        .replaceAll("(?<![\\w`])__(.+?)__(?!\\w)", "**$1**")
        .replaceAll("(?<![\\w`])_(?!\\{)(.+?)_(?!\\w)", "*$1*");
  }

  private void flush() throws IOException {
    if (paragraph.length() > 0) {
      String text = inline(paragraph.toString());
      if (mark.isEmpty()) {
        document.paragraph(text);
      } else {
        document.item(mark, text);
      }
    }
    paragraph.setLength(0);
    mark = "";
  }
}
