package dev.incline.backend.opencl.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field")
class LineEditsTest {
  private static final String TEXT = "one\n\ntwo // of them\n/* three\nfour */\nfive\n";

  @Test
  void equalTextsHaveNone() {
    assertThat(LineEdits.of(TEXT, TEXT)).isEmpty();
    assertThat(LineEdits.of(TEXT, TEXT.replace("\n", "\r\n"))).isEmpty();
  }

  @Test
  void changedAddedAndDeletedLinesAreNumbered() {
    assertThat(LineEdits.of(TEXT, TEXT.replace("two", "2"))).containsExactly(3);
    assertThat(LineEdits.of(TEXT, TEXT + "six\n")).containsExactly(7);
    assertThat(LineEdits.of(TEXT, TEXT.replace("five\n", ""))).containsExactly(5);
    assertThat(LineEdits.of(TEXT, TEXT.replace("one\n", ""))).containsExactly(1);
  }

  @Test
  void commentsDoNotCount() {
    assertThat(LineEdits.of(TEXT, TEXT.replace("of them", "of those").replace("three", "3")))
        .isEmpty();
  }
}
