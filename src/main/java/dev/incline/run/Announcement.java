package dev.incline.run;

import dev.incline.backend.Backend;
import dev.incline.data.DataSource;
import dev.incline.data.FeatureScaling;
import dev.incline.experiment.Configuration;
import dev.incline.wording.Phrase;

/** What is about to be trained, in a line. */
final class Announcement {
  private Announcement() {}

  /**
   * Such as {@code 784-128-10 sigmoid on DEVICE with FOLDER (IDX files): 48,000 rows train, ...}.
   */
  static String of(
      Configuration configuration, Backend backend, String taken, DataSource.Pair data) {
    FeatureScaling scaling = data.scaling();
    int rows = data.training().rows();
    int validate = configuration.training().split(rows).validation().length;
    return Phrase.of(
        "%s on %s with %s (%s): %s, %,d test",
        configuration.network(data.training().features(), data.training().classes()),
        backend.name(),
        configuration.data(),
        scaling == null ? taken : taken + ", scaled: " + scaling.kind(),
        validate == 0
            ? Phrase.of("all %,d rows train, none validates", rows)
            : Phrase.of("%,d rows train, %,d validate", rows - validate, validate),
        data.test().rows());
  }
}
