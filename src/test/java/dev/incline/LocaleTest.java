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
import org.jspecify.annotations.Nullable;
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

  private static final Pattern CALL =
      Pattern.compile("(\\.formatted|\\bString\\s*\\.format|\\.printf)\\(\\s*");

  @Test
  void noNumberIsFormattedInTheLocaleOfTheMachine() throws IOException {
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
    Matcher call = CALL.matcher(source);
    while (call.find()) {
      String format =
          call.group(1).equals(".formatted")
              ? literalBefore(source, call.start())
              : literalAfter(source, call.end());
      if (format == null || NUMBER.matcher(format.replace("%%", "")).find()) {
        long line = source.substring(0, call.start()).lines().count();
        found.add("line " + line + ": " + call.group());
      }
    }
    return found;
  }

  /** The literal that is formatted; null where it is none, and holds what nobody knows here. */
  private static @Nullable String literalBefore(String source, int end) {
    int last = end - 1;
    while (Character.isWhitespace(source.charAt(last))) {
      last--;
    }
    if (source.charAt(last) != '"') {
      return null;
    }
    boolean block = source.startsWith("\"\"\"", last - 2);
    int from = block ? source.lastIndexOf("\"\"\"", last - 3) : last - 1;
    while (!block && (source.charAt(from) != '"' || isEscaped(source, from))) {
      from--;
    }
    return source.substring(from, last);
  }

  /** The literal that is the format; none where the locale stands there, or null as above. */
  private static @Nullable String literalAfter(String source, int start) {
    if (source.startsWith("Locale.ROOT", start)) {
      return "";
    }
    if (source.charAt(start) != '"') {
      return null;
    }
    int to = start + 1;
    while (source.charAt(to) != '"' || isEscaped(source, to)) {
      to++;
    }
    boolean more = source.substring(to + 1).stripLeading().startsWith("+");
    return more ? null : source.substring(start, to);
  }

  private static boolean isEscaped(String source, int at) {
    int from = at;
    while (source.charAt(from - 1) == '\\') {
      from--;
    }
    return (at - from) % 2 == 1;
  }
}
