package dev.incline.report.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Names that the words of the report ask for. The compiler does not see them, and a page asks only
 * for those of its own conditions: here, each must stand in the sources, as a fact or a method.
 */
class ProseNamesTest {
  private static final Path WORDS = Path.of("src/main/resources/report");
  private static final Path SOURCES = Path.of("src/main/java/dev/incline");

  /** Of a list or of Prose. */
  private static final Set<String> OWN =
      Set.of(".", "-first", "-last", "size", "count", "code", "ended");

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** The parts of each name of a text. */
  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Prose.of(text)
        .template()
        .visit(
            new Mustache.Visitor() {
              @Override
              public void visitText(String words) {}

              @Override
              public void visitVariable(String name) {
                names.addAll(name.equals(".") ? List.of() : List.of(name.split("\\.")));
              }

              @Override
              public boolean visitInclude(String name) {
                assertThat(WORDS.resolve(name + ".md")).exists();
                return false; // it has its turn
              }

              @Override
              public boolean visitSection(String name) {
                visitVariable(name);
                return true;
              }

              @Override
              public boolean visitInvertedSection(String name) {
                return visitSection(name);
              }
            });
    names.removeAll(OWN);
    return names;
  }

  /** Names that are neither a quoted fact, nor declared, nor a constant that names a fact. */
  private static List<String> unknown(String text, String sources) {
    return names(text).stream()
        .filter(
            name -> {
              String constant = name.toUpperCase(Locale.ROOT);
              String known = "\"%s\"|[\\w>] %s[(,)]|\\b%s\\b".formatted(name, name, constant);
              return !Pattern.compile(known).matcher(sources).find();
            })
        .toList();
  }

  @Test
  void eachNameIsAFactOrAMethod() throws IOException {
    String sources =
        Stream.of("report", "statistics", "experiment", "train", "option", "model")
            .flatMap(folder -> read(SOURCES.resolve(folder)))
            .collect(Collectors.joining());
    List<Path> words = files(WORDS, ".md");
    assertThat(words).hasSizeGreaterThan(10);
    for (Path file : words) {
      assertThat(unknown(Files.readString(file), sources)).as("%s", file).isEmpty();
    }
    assertThat(unknown("{{#run}}{{^unheard}}{{run.nowhere}}{{/unheard}}{{/run}}", sources))
        .containsExactly("nowhere", "unheard");
  }

  private static Stream<String> read(Path folder) {
    try {
      List<String> texts = new ArrayList<>();
      for (Path file : files(folder, ".java")) {
        texts.add(Files.readString(file));
      }
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
