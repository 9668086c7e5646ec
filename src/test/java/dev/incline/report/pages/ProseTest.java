package dev.incline.report.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samskivert.mustache.MustacheException;
import dev.incline.page.Document;
import dev.incline.page.PageForm;
import dev.incline.report.pages.DataTable.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProseTest {
  private static final String TEXT =
      """
      ## Rates
      The rate is
      {{rate}}.
      {{#warm}}
      It rises:

          *a* = {{rate}}
      {{/warm}}
      """;

  @TempDir private Path folder;

  private String page(Map<String, ?> facts) throws IOException {
    Document document = new Document("T", List.of());
    Pages pages = new Pages(document, Notes.NONE);
    Prose.of(TEXT).blocks(facts).forEach(pages::set);
    Path file = folder.resolve("page.html");
    assertThat(document.write(PageForm.HTML, file, "a", "s")).isEmpty();
    return Files.readString(file);
  }

  @Test
  void setsHeadingsParagraphsAndFormulas() throws IOException {
    assertThat(page(Map.of("rate", "0.1", "warm", true)))
        .contains(" Rates</h3>", "<p>The rate is 0.1. It rises:</p>", "<td><em>a</em> = 0.1</td>");
    assertThat(page(Map.of("rate", "a\n\nb", "warm", false))) // a value ends no paragraph
        .contains("<p>The rate is a  b.</p>")
        .doesNotContain("It rises", "<table class=\"formula\">");
  }

  /** One that asks for names which only methods have. */
  record Rate(String name, double value, Optional<String> unit) {
    List<String> parts() {
      return List.of("a*", "b", "c");
    }
  }

  private static List<String> blocks(String text, Object facts) {
    return Prose.of(text).blocks(facts);
  }

  @Test
  void aNameIsAMethodAndPlainTextIsEscaped() {
    Rate rate = new Rate("*x*", 0.125, Optional.of("s"));
    assertThat(blocks("{{name}} {{{name}}} {{value}}{{#unit}} {{.}}{{/unit}}", rate))
        .containsExactly("\\*x\\* *x* 0.1250 s");
    assertThat(blocks("{{^unit}}none{{/unit}}", new Rate("", 1, Optional.empty())))
        .containsExactly("none");
    assertThat(blocks("{{parts}}; {{#parts}}{{.}}{{^-last}}/{{/-last}}{{/parts}}", rate))
        .containsExactly("a\\*, b and c; a\\*/b/c");
    assertThat(blocks("{{#name}}1{{/name}}{{^name}}0{{/name}}", new Rate("", 1, Optional.empty())))
        .containsExactly("0");
  }

  @Test
  void countsAndMarksAndEndsSentences() {
    Map<String, Object> facts = Map.of("one", 1, "n", 1234, "x", "a`b", "s", "End.", "t", "End");
    assertThat(blocks("{{#count}}{{one}} run{{/count}}, {{#count}}{{n}} run{{/count}}", facts))
        .containsExactly("1 run, 1,234 runs");
    assertThat(blocks("{{#count}}{{n}}{{/count}} {{n}}", facts)).containsExactly("1,234 1234");
    assertThat(blocks("{{#code}}{{{s}}}{{/code}} {{#code}}{{{x}}}{{/code}}", facts))
        .containsExactly("`End.` a\\`b");
    assertThat(blocks("{{#ended}}{{s}}{{/ended}} {{#ended}}{{t}}{{/ended}}", facts))
        .containsExactly("End. End.");
  }

  @Test
  void aBlockBeginsAtAnEmptyLineOrAtItsMark() {
    assertThat(blocks("a\nb\n\nc\n- d\n  e\n- f\n[table t] g\nh\n    x = 1\ni\n## j\nk", Map.of()))
        .containsExactly(
            "a b", "c", "- d e", "- f", "[table t] g h", "    x = 1", "i", "## j", "k");
  }

  @Test
  void tablesStandWhereTheProseSays() throws IOException {
    Document document = new Document("T", List.of());
    Pages pages = new Pages(document, Notes.NONE);
    Column<String> column = Column.text("head", text -> text);
    pages.table(
        DataTable.of("t", List.of("shown"), column),
        DataTable.of("t", List.of("shown", "in the file"), column));
    List.of("- before", "[table t] The *caption*.", "after").forEach(pages::set);
    Path file = folder.resolve("page.html");
    document.write(PageForm.HTML, file, "a", "s");
    assertThat(Files.readString(file))
        .containsPattern("(?s)<li>before</li>.*The <em>caption</em>.*>shown<.*<p>after</p>")
        .doesNotContain("in the file");
    pages.writeFiles(folder);
    assertThat(folder.resolve("t.csv")).content().contains("in the file");
    assertThatThrownBy(() -> pages.set("[table other] x")).hasMessageContaining("other");
  }

  @Test
  void aNameWithoutAFactIsAnError() {
    assertThatThrownBy(() -> page(Map.of("warm", true))).isInstanceOf(MustacheException.class);
    assertThatThrownBy(() -> page(Map.of("rate", "1"))).isInstanceOf(MustacheException.class);
  }
}
