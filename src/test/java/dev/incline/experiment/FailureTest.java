package dev.incline.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field")
class FailureTest {
  @Test
  void whatWasPassedOnUncheckedIsToldAsItIs() {
    IOException full = new IOException("cannot write epochs.jsonl: disk full");
    assertThat(Failure.of(new UncheckedIOException(full))).isEqualTo(Failure.of(full));
    assertThat(Failure.of(full).message()).isEqualTo("cannot write epochs.jsonl: disk full");
  }
}
