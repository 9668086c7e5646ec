package dev.incline.report.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samskivert.mustache.MustacheException;
import dev.incline.page.Document;
import dev.incline.page.PageForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  @Test
  void aNameWithoutAFactIsAnError() {
    assertThatThrownBy(() -> page(Map.of("warm", true))).isInstanceOf(MustacheException.class);
    assertThatThrownBy(() -> page(Map.of("rate", "1"))).isInstanceOf(MustacheException.class);
  }
}
