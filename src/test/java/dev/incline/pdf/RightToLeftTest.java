package dev.incline.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hebrew and Arabic stand on the page as they are read. */
@Tag("field")
class RightToLeftTest {
  private static final String SHALOM = "\u05e9\u05dc\u05d5\u05dd";

  @TempDir private Path temp;

  /** The letters of each line of the second page and after, from left to right. */
  private List<String> lines(String markup) throws IOException {
    Path file = temp.resolve("d.pdf");
    List<TextPosition> letters = new ArrayList<>();
    try (Document document = new Document("T", List.of())) {
      document.heading(1, "H");
      document.paragraph(markup);
      assertThat(document.missingLetters()).isEmpty();
      document.save(file, "a", "s");
    }
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition letter) {
              letters.add(letter);
            }
          };
      stripper.setStartPage(3);
      stripper.getText(document);
    }
    letters.sort(Comparator.comparing(TextPosition::getY).thenComparing(TextPosition::getX));
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < letters.size(); i++) {
      if (i > 0 && letters.get(i).getY() - letters.get(i - 1).getY() > 3) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(letters.get(i).getUnicode());
    }
    lines.add(line.toString());
    return lines;
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  @Test
  void hebrewRunsFromTheRight() throws IOException {
    assertThat(lines("a " + SHALOM + " b")).contains("a " + reversed(SHALOM) + " b");
    assertThat(lines("**" + SHALOM + "** `" + SHALOM + "` x (" + SHALOM + ") 12"))
        .anyMatch(line -> line.contains("(" + reversed(SHALOM) + ")") && line.contains("12"));
    assertThat(lines(SHALOM + " abc " + SHALOM + " 42"))
        .contains("42 " + reversed(SHALOM) + " abc " + reversed(SHALOM));
  }

  /** Beh, alef, beh, heh: initial beh, final alef; then initial beh, final heh. */
  @Test
  void arabicLettersAreJoined() throws IOException {
    assertThat(Joining.joined("\u0628\u0627\u0628\u0647")).isEqualTo("\ufe91\ufe8e\ufe91\ufeea");
    assertThat(Joining.joined("\u0633\u0644\u0627\u0645")).isEqualTo("\ufeb3\ufefc\ufee1");
    assertThat(Joining.joined("\u0628\u064e\u0628")).isEqualTo("\ufe91\u064e\ufe90");
    assertThat(Joining.joined("\u067e\u06cc")).isEqualTo("\ufb58\ufbfd"); // Persian
    assertThat(Joining.joined("abc 12 " + SHALOM)).isEqualTo("abc 12 " + SHALOM);
    assertThat(lines("a \u0628\u0627\u0628\u0647 b"))
        .anyMatch(line -> line.startsWith("a ") && line.endsWith(" b"));
  }

  @Test
  void aLineKeepsItsLettersInTheOrderOfItsParagraph() {
    Span text = new Span("a " + SHALOM + " \u05d0\u05d1", Face.REGULAR, 0);
    assertThat(shown(VisualOrder.of(List.of(text), false)))
        .isEqualTo("a " + reversed(SHALOM + " \u05d0\u05d1"));
    Span open = new Span("\u05d0 (b)", Face.REGULAR, 0);
    assertThat(VisualOrder.isRightToLeft(List.of(open))).isTrue();
    assertThat(shown(VisualOrder.of(List.of(open), true))).isEqualTo("(b) \u05d0");
    Span pointed = new Span("\u05d0\u05b8\u05d1", Face.REGULAR, 0); // a vowel point stays behind
    assertThat(shown(VisualOrder.of(List.of(pointed), true))).isEqualTo("\u05d1\u05d0\u05b8");
    List<Span> latin = List.of(new Span("plain (text)", Face.BOLD, 0));
    assertThat(VisualOrder.of(latin, false)).isSameAs(latin);
  }

  private static String shown(List<Span> spans) {
    StringBuilder text = new StringBuilder();
    spans.forEach(span -> text.append(span.text()));
    return text.toString();
  }

  @Test
  void aLetterThatNoFontHasIsNamed() throws IOException {
    try (Document document = new Document("\u6f22 title", List.of())) {
      document.paragraph("`\u5b57` and " + SHALOM);
      assertThat(document.missingLetters()).containsExactlyInAnyOrder("\u6f22", "\u5b57");
    }
  }
}
