package dev.incline.experiment;

import dev.incline.option.OptionValues;
import dev.incline.wording.InvalidOptionException;
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

  /**
   * A grid.
   *
   * @param varied names of the options with several values, without the seed
   * @param points one per run: its options
   */
  public record GridGroup(
      String name, String title, List<String> varied, List<OptionValues> points) {}

  /**
   * An experiment of one group, all from the command line.
   *
   * @param base holds where the flags say nothing
   */
  public static Experiment ofFlags(Base base, Grid flags, @Nullable Integer repeats) {
    return new Experiment(
        "Sweep", base.common(), List.of(base.under(flags).group("grid", "Grid", repeats)));
  }

  /**
   * Reads a file: title, repeats, options of all groups, groups; docs/formats.md.
   *
   * @param base holds where the file and the flags say nothing
   * @param flags override the file
   * @param repeats overrides the file's where it is not null
   * @throws InvalidOptionException naming the file, the key and what is legal
   */
  public static Experiment read(Path file, Base base, Grid flags, @Nullable Integer repeats) {
    try {
      return new ExperimentReader(file, base, flags, repeats).read(DocumentFile.yaml(file));
    } catch (IOException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }
}
