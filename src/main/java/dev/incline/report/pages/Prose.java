package dev.incline.report.pages;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.incline.page.Markup;
import dev.incline.statistics.Estimate;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Words of the report: a resource in the folder {@code report}, as it reads on the page (Mustache).
 * A name in it is a method of what it is about, or the key of a map: {@code {{plain text}}}, {@code
 * {{{markup}}}}, {@code {{#condition}}}. A double has four decimals, a list reads {@code a, b and
 * c}. {@code {{#count}}{{n}} run{{/count}}} is {@code 1 run} or {@code 2 runs}; what {@code
 * {{#code}}} holds is to be typed as it stands; {@code {{#ended}}} ends with one full stop.
 */
public record Prose(Template template) {
  private static final Map<String, Mustache.Lambda> LAMBDAS =
      Map.of(
          "count",
          (words, out) -> {
            String[] count = words.execute().split("\\s+", 2);
            long n = Long.parseLong(count[0]);
            out.write(count.length == 1 ? Phrase.of("%,d", n) : Numeral.count(n, count[1]));
          },
          "code",
          (words, out) -> out.write(ReportText.code(words.execute())),
          "ended",
          (words, out) -> out.write(words.execute().replaceFirst("\\.$", "") + "."));

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .emptyStringIsFalse(true)
          .zeroIsFalse(true)
          .strictSections(true)
          .withEscaper(Markup::escape)
          .withFormatter(Prose::shown)
          .withLoader(Prose::resource)
          .withCollector(new Facts());

  /** What JMustache does not know: an optional fact, and how many there are of a list. */
  private static final class Facts extends DefaultCollector {
    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      return value instanceof Optional<?> one ? one.stream().iterator() : super.toIterator(value);
    }

    @Override
    public Mustache.@Nullable VariableFetcher createFetcher(Object facts, String name) {
      return facts instanceof List && name.equals("size")
          ? (list, size) -> ((List<?>) list).size()
          : super.createFetcher(facts, name);
    }
  }

  public static Prose read(String resource) {
    return new Prose(COMPILER.loadTemplate(resource));
  }

  static Prose of(String text) {
    return new Prose(COMPILER.compile(text));
  }

  private static Reader resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(Prose.class.getResourceAsStream("/report/" + name + ".md"))) {
      return new StringReader(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String shown(Object value) {
    if (value instanceof List<?> list) {
      return ReportText.list(list.stream().map(Prose::shown).toList());
    } else if (value instanceof Estimate estimate) {
      return estimate.text();
    }
    String text = value instanceof Double number ? ReportText.decimal(number) : value.toString();
    return text.replaceAll("\\R", " "); // it ends no paragraph
  }

  /**
   * Its blocks, each on one line. A block ends at an empty line, and where a line begins another:
   * with {@code ##} a heading, with {@code -} an item, with {@code [figure name]} or {@code [table
   * name]} what has that name, and its caption. A line behind four spaces is a formula.
   *
   * @param facts what it is about: all that it names
   */
  public List<String> blocks(Object facts) {
    StringWriter text = new StringWriter();
    template.execute(facts, LAMBDAS, text);
    List<String> blocks = new ArrayList<>();
    boolean goesOn = false;
    for (String line : text.toString().lines().toList()) {
      boolean alone = line.startsWith("    ") || line.startsWith("## ");
      if (goesOn && !alone && !line.startsWith("- ") && !line.startsWith("[") && !line.isBlank()) {
        int last = blocks.size() - 1;
        blocks.set(last, blocks.get(last) + " " + line.strip());
      } else if (!line.isBlank()) {
        blocks.add(line.stripTrailing());
      }
      goesOn = !alone && !line.isBlank();
    }
    return blocks;
  }
}
