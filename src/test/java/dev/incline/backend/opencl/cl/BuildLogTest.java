package dev.incline.backend.opencl.cl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field")
class BuildLogTest {
  private static final String SOURCE =
      String.join(
          "\n",
          "#line 1 \"a.cl\"",
          "first",
          "#line 1 \"b.clh\"",
          "of b",
          "#line 3 \"a.cl\"",
          "third",
          "fourth");

  @Test
  void namesTheFileAndLineOfWhatOclgrindCounts() {
    assertThat(BuildLog.located("input.cl:7:2: error: x\n  fourth\ninput.cl:4:1: note: y", SOURCE))
        .isEqualTo("a.cl:4:2: error: x\n  fourth\nb.clh:1:1: note: y");
    assertThat(BuildLog.located("input.cl:2:1: error: x", SOURCE)).startsWith("a.cl:1:1");
  }

  @Test
  void leavesOtherPlacesAlone() {
    String log = "a.cl:7:2: error: x\ninput.cl:0:1: y\ninput.cl:99999999999:1: z\nan input.cl:7:1";
    assertThat(BuildLog.located(log, SOURCE)).isEqualTo(log);
    assertThat(BuildLog.located("input.cl:2:1: x", "no line\nat all")).isEqualTo("input.cl:2:1: x");
  }
}
