package dev.incline.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("field")
class PhraseTest {
  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "fr-FR", "hi-IN-u-nu-deva", "ar-EG-u-nu-arab"})
  void numbersAreWrittenTheSameOnEveryMachine(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      assertThat("%,d %.2f".formatted(48_000, 0.5)).isNotEqualTo("48,000 0.50"); // the mistake
      assertThat(Phrase.of("%,d rows, %.2f %%, %s", 48_000, 0.5, 7))
          .isEqualTo("48,000 rows, 0.50 %, 7");
    } finally {
      Locale.setDefault(before);
    }
  }
}
