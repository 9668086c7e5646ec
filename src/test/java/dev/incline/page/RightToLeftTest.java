package dev.incline.page;

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

  /** The letters of each line of the second page, from left to right. */
  private List<String> lines(String markup) throws IOException {
    Path file = temp.resolve("d.pdf");
    List<TextPosition> letters = new ArrayList<>();
    Document document = new Document("T", List.of());
    document.heading(1, "H");
    document.paragraph(markup);
    assertThat(document.write(PageForm.PDF, file, "a", "s")).isEmpty();
    try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition letter) {
              letters.add(letter);
            }
          };
      stripper.setStartPage(2);
      stripper.getText(pdf);
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
    assertThat(Joining.joined("\u0639\u0644\u0649")) // lam and alef maksura are no ligature
        .isEqualTo("\ufecb\ufee0\ufef0");
    assertThat(Joining.joined("abc 12 " + SHALOM)).isEqualTo("abc 12 " + SHALOM);
    assertThat(lines("a \u0628\u0627\u0628\u0647 b"))
        .anyMatch(line -> line.startsWith("a ") && line.endsWith(" b"));
  }

  @Test
  void aLineKeepsItsLettersInTheOrderOfItsParagraph() {
    assertThat(RightToLeft.visual("a " + SHALOM + " \u05d0\u05d1"))
        .isEqualTo("a " + reversed(SHALOM + " \u05d0\u05d1"));
    assertThat(RightToLeft.visual("\u05d0 (b)")).isEqualTo("(b) \u05d0");
    assertThat(RightToLeft.visual("\u05d0\u05b8\u05d1")) // a vowel point stays behind
        .isEqualTo("\u05d1\u05d0\u05b8");
    assertThat(RightToLeft.visual("plain (text)")).isEqualTo("plain (text)");
  }

  @Test
  void aLetterThatNoFontHasIsNamed() throws IOException {
    Document document = new Document("\u6f22 title", List.of());
    document.paragraph("`\u5b57` and " + SHALOM);
    assertThat(document.write(PageForm.PDF, temp.resolve("d.pdf"), "a", "s"))
        .containsExactlyInAnyOrder("\u6f22", "\u5b57");
  }
}
