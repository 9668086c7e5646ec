package dev.incline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No source writes a number as the machine's locale would: 48.000 in German, and other digits than
 * a kernel's compiler can read in Arabic.
 */
@Tag("field")
class LocaleTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** Of a number; {@code %s} and {@code %x} write the same everywhere. */
  private static final Pattern NUMBER =
      Pattern.compile("%(\\d+\\$)?[-#+ 0,(]*\\d*(\\.\\d+)?[dfeEgGaA]");

  private static final String LITERAL =
      "\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"";

  /** A literal or none, and what formats it; formats that a variable holds are not known. */
  private static final Pattern FORMATTED =
      Pattern.compile("(?<format>" + LITERAL + ")?\\s*\\.formatted\\(");

  private static final Pattern PRINTED =
      Pattern.compile(
          "(String\\s*\\.format|\\.printf)\\(\\s*(?!Locale\\.ROOT\\b)(?<format>"
              + LITERAL
              + ")?\\s*(?<more>\\+)?");

  @Test
  void everyNumberIsFormattedWithoutTheLocaleOfTheMachine() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        violations(Files.readString(file)).forEach(v -> found.add(file + ": " + v));
      }
    }
    assertThat(found).as("use wording.Phrase, or Locale.ROOT").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = \"%,d rows\".formatted(n);",
        "x = \"say \\\"%.4f\\\"\"\n    .formatted(n);",
        "x = \"\"\"\n  at < %d \"1\"\n  \"\"\".formatted(n);",
        "x = format.formatted(n);",
        "x = (\"%\" + width + \"d\").formatted(n);",
        "x = String.format(\"%5.1f s\", n);",
        "x = String.format(\n    \"%\" + width + \"d\", n);",
        "x = String.format(format, n);",
        "out.printf(\"%s of %d%n\", n, m);",
        "out.printf(Locale.getDefault(), \"%d%n\", m);",
      })
  void aPlantedViolationIsFound(String source) {
    assertThat(violations(source)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = \"%s of %s, 100 %% done\".formatted(n, m);",
        "x = String.format(Locale.ROOT, \"%,d\", n);",
        "x = String.format(\n    Locale.ROOT,\n    \"%,d\", n);",
        "x = String.format(\" %02x\", n);",
        "out.printf(\"%-8s%n\", n);",
        "x = Phrase.of(\"%,d rows of %s\", n, \"%s\".formatted(m));",
      })
  void otherFormatsAreLeftAlone(String source) {
    assertThat(violations(source)).isEmpty();
  }

  private static List<String> violations(String source) {
    List<String> found = new ArrayList<>();
    for (Pattern pattern : List.of(FORMATTED, PRINTED)) {
      Matcher matcher = pattern.matcher(source);
      while (matcher.find()) {
        String format = matcher.group("format");
        boolean partly = pattern == PRINTED && matcher.group("more") != null;
        if (format == null || partly || NUMBER.matcher(format).find()) {
          found.add(
              "line "
                  + (source.substring(0, matcher.start()).lines().count())
                  + ": "
                  + matcher.group());
        }
      }
    }
    return found;
  }
}
