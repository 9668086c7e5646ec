package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.model.Activation;
import dev.incline.model.Schedule;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MethodSectionTest {
  @Test
  void hasTheFormulasOfEachActivation() {
    assertThat(MethodSection.PHIS)
        .extracting(MethodSection.Phi::name)
        .containsExactlyElementsOf(Activation.hidden().stream().map(Activation::toString).toList());
  }

  @Test
  void hasTheFormulaOfEachScheduleThatChangesTheRate() {
    assertThat(MethodSection.DECAYS)
        .extracting(decay -> Schedule.Kind.valueOf(decay.kind().toUpperCase(Locale.ROOT)))
        .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(Schedule.Kind.CONSTANT)));
  }
}
