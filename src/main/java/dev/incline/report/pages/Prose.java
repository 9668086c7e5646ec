package dev.incline.report.pages;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * A part of the report that is more words than numbers: a resource in the folder {@code report}, as
 * it reads on the page, with {@code {{names}}} and {@code {{#conditions}}} (Mustache). A paragraph
 * ends at an empty line; a line behind four spaces is a formula, one behind {@code ##} a heading.
 */
record Prose(Template template) {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(false)
          .emptyStringIsFalse(true)
          .strictSections(true)
          .withFormatter(value -> value.toString().replaceAll("\\R", " ")); // it ends no paragraph

  static Prose read(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(Prose.class.getResourceAsStream("/report/" + name))) {
      return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static Prose of(String text) {
    return new Prose(COMPILER.compile(text));
  }

  /**
   * Writes it.
   *
   * @param facts markup, conditions, or facts within a condition, by the names that it uses: all of
   *     them
   */
  void set(Pages pages, Map<String, ?> facts) throws IOException {
    StringBuilder paragraph = new StringBuilder();
    for (String line : (template.execute(facts) + "\n\n").split("\n", -1)) {
      boolean formula = line.startsWith("    ");
      boolean heading = line.startsWith("## ");
      if (!line.isBlank() && !formula && !heading) {
        paragraph.append(line.strip()).append(' ');
        continue;
      }
      if (!paragraph.isEmpty()) {
        pages.paragraph(paragraph.toString().strip());
        paragraph.setLength(0);
      }
      if (formula && !line.isBlank()) {
        pages.formula(line.strip());
      } else if (heading) {
        pages.heading(line.substring(3));
      }
    }
  }
}
