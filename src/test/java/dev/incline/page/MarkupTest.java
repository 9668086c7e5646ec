package dev.incline.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkupTest {
  private static final String SIGNS = "ab 1.,:;/(){}|~#-+=%@$'?\\`*_^[]<>&!\"\t±é字";

  /** What needs no parser says what the parser would say. */
  @Test
  void plainTextIsItsOwnHtml() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(7); length > 0; length--) {
        line.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
      }
      assertThat(Markup.html(line.toString()))
          .as("'%s'", line)
          .isEqualTo(Markup.parsed(line.toString()));
    }
  }
}
