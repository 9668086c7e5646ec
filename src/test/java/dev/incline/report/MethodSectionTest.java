package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.model.Activation;
import org.junit.jupiter.api.Test;

class MethodSectionTest {
  @Test
  void hasTheFormulasOfEachActivation() {
    assertThat(MethodSection.PHIS)
        .extracting(MethodSection.Phi::name)
        .containsExactlyElementsOf(Activation.hidden().stream().map(Activation::toString).toList());
  }
}
