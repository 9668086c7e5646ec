package dev.incline.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field")
class HarmlessTest {
  @Test
  void whatATerminalWouldObeyBecomesVisible() {
    assertThat(Harmless.of("\u001b[31mred\u0007\u009b2J")).isEqualTo("\\x1b[31mred\\x07\\x9b2J");
    assertThat(Harmless.of("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
    assertThat(Harmless.of("photo\u202egnp.exe")).isEqualTo("photo\\u202egnp.exe");
    assertThat(Harmless.lines("a\nb\rc\td\u001b")).isEqualTo("a\nb\rc\td\\x1b");
  }

  @Test
  void otherTextStaysAsItIs() {
    for (String text : List.of("", "plain", "W₁ᵀ · σ", "שלום", "日本", "a\u00a0b", "😀")) {
      assertThat(Harmless.of(text)).isSameAs(text);
    }
  }

  /** Quotes keep foreign words from being commands. */
  @Test
  void aShellTakesAWordAsOne() {
    assertThat(ShellWords.of(List.of("--out", "a'; rm -rf ~ #", "`x`", "$(x)")))
        .isEqualTo("--out 'a'\\''; rm -rf ~ #' '`x`' '$(x)'");
  }
}
