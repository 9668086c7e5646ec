package dev.incline.experiment;

import dev.incline.option.OptionValues;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of settings to run, each a grid.
 *
 * @param title for people
 * @param common values that count for all runs
 * @param groups at least one
 */
public record Experiment(String title, OptionValues common, List<GridGroup> groups) {
  /** What {@code repeats} takes. */
  public static final String REPEATS = "a whole number from 1 to 1000";

  /** What {@code --samples} takes. */
  public static final String SAMPLES = "a whole number from 1 to 100000";

  /**
   * How many runs a group makes of its settings.
   *
   * @param repeats seeds per setting; null for one, or as many as the file says
   * @param samples points to draw; null where none was asked for
   */
  public record Counts(@Nullable Integer repeats, @Nullable Integer samples) {}

  /**
   * A grid.
   *
   * @param varied names of the options with several values, without the seed
   * @param points one per run: its options
   * @param drawn whether it is a search: some values are drawn
   */
  public record GridGroup(
      String name, String title, List<String> varied, List<OptionValues> points, boolean drawn) {}

  /**
   * An experiment of one group, all from the command line.
   *
   * @param shared holds where the flags say nothing
   */
  public static Experiment ofFlags(SharedSettings shared, Grid flags, Counts counts) {
    return requireSamples(
        new Experiment(
            "Sweep",
            shared.common(),
            List.of(shared.under(flags).group("grid", "Grid", counts.repeats(), null))),
        counts);
  }

  private static Experiment requireSamples(Experiment experiment, Counts counts) {
    Integer samples = counts.samples();
    if (samples != null && (samples < 1 || samples > 100_000)) {
      throw new InvalidOptionException(Phrase.of("--samples must be %s, not %d", SAMPLES, samples));
    } else if (samples != null && experiment.groups().stream().noneMatch(GridGroup::drawn)) {
      throw new InvalidOptionException(
          "--samples: nothing is drawn. In an experiment FILE an axis may be uniform(a, b), log-uniform(a, b) or choice(a, b, c)");
    }
    return experiment;
  }

  /**
   * Reads a file: title, repeats, options of all groups, groups; docs/formats.md.
   *
   * @param shared holds where the file and the flags say nothing
   * @param flags override the file
   * @param counts override the file's where they are not null
   * @throws InvalidOptionException naming the file, the key and what is legal
   */
  public static Experiment read(Path file, SharedSettings shared, Grid flags, Counts counts) {
    try {
      return requireSamples(
          new ExperimentReader(file, shared, flags, counts).read(DocumentFile.yaml(file)), counts);
    } catch (IOException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }
}
