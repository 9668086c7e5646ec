package dev.incline.cli.train;

import dev.incline.experiment.Experiment;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a sweep that searches: what is drawn, cut short and confirmed. */
final class SearchOptions {
  private static final String HALVING = "a whole number from 2 to 10";
  private static final String CONFIRM = "a whole number from 0 to 1000";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Points to draw where an axis in FILE is uniform(a, b), log-uniform(a, b) or choice(a, b, c), "
              + Experiment.SAMPLES
              + "; they follow from --seed")
  private @Nullable Integer samples;

  @Option(
      names = "--halving",
      paramLabel = "N",
      description =
          "Train the settings of a search for a few epochs, the best 1/N of them for N times as many, and so"
              + " on up to --epochs, "
              + HALVING
              + " (default: all settings for all epochs)")
  private @Nullable Integer halving;

  @Option(
      names = "--confirm",
      paramLabel = "N",
      description =
          "Fresh seeds on which the best setting of a search is trained again, "
              + CONFIRM
              + " (default: ${DEFAULT-VALUE})")
  private int confirm = 5;

  /**
   * @param part whether this process sees only a part of the runs
   * @throws InvalidOptionException naming a flag
   */
  void validate(boolean part) {
    if (confirm < 0 || confirm > 1000) {
      throw new InvalidOptionException(Phrase.of("--confirm must be %s, not %d", CONFIRM, confirm));
    } else if (halving != null && (halving < 2 || halving > 10)) {
      throw new InvalidOptionException(Phrase.of("--halving must be %s, not %d", HALVING, halving));
    } else if (halving != null && (part || samples == null)) {
      throw new InvalidOptionException(
          "--halving needs --samples, and does not go with --part: all runs of a rung decide it");
    }
  }

  /**
   * @param repeats null where the command line does not say it
   */
  Experiment.Counts counts(@Nullable Integer repeats) {
    return new Experiment.Counts(repeats, samples);
  }

  /** Null for no rungs. */
  @Nullable Integer halving() {
    return halving;
  }

  /** How many fresh seeds; none for a part, which does not see which setting is the best. */
  int confirm(boolean part) {
    return part ? 0 : confirm;
  }
}
