package dev.incline.option;

import static dev.incline.option.Option.named;

import dev.incline.data.FeatureScaling;
import dev.incline.data.Split;
import dev.incline.option.Option.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that say which rows train a network, and which validate it. */
public final class DataOptions {
  /** What is said of {@link #DATA}, and its default. */
  public static final String DATA_HELP = "Folder of the four IDX files, gzipped or not";

  public static final String DATA_USUAL = "data/mnist, here or beside the program";

  static final List<Option<?>> ALL = new ArrayList<>();

  public static final Option<Double> VALIDATION =
      named("validation", Kind.number("0 or a number above 0 and below 1", x -> x >= 0 && x < 1))
          .help(
              "SHARE",
              "Share of the training rows that is used for validation, %s; with 0 all rows train, and the last weights are kept")
          .usually(Split.USUAL)
          .folder(4, "validation%s")
          .also("val", "val-split", "validation-share", "val-size")
          .declared(ALL);

  public static final Option<Split.Choice> VALIDATION_SPLIT =
      named("validation-split", Kind.words(List.of(Split.Choice.values())))
          .help(
              "SPLIT",
              "Which rows are used for validation: last (of the file), shuffled, stratified (the same share of each class) or folds (one of 1/SHARE parts with the same share of each class; consecutive seeds take each part once: cross-validation); --seed decides the last three")
          .usually(Split.Choice.LAST)
          .addedLater()
          .folder(4, "%s")
          .declared(ALL);

  public static final Option<FeatureScaling.Kind> SCALE =
      named("scale", Kind.words(List.of(FeatureScaling.Kind.values())))
          .help(
              "SCALE",
              "What is done to each feature of a table of numbers: standard (mean 0, standard deviation 1 over the rows that train), unit (from 0 to 1) or none")
          .without("standard for numbers; of pixels 1/255 is taken")
          .addedLater()
          .folder(4, "scale-%s")
          .also("scaling", "normalize", "standardize")
          .declared(ALL);

  public static final Option<Path> DATA =
      named("data", Kind.file())
          .under("Data")
          .help("DIR", DATA_HELP)
          .usually(DATA_USUAL, values -> usualData())
          .decidesNothing(Scope.DATA)
          .also("dataset", "data-dir", "data-path", "data-folder", "train-data")
          .declared(ALL);

  public static final Option<Integer> LIMIT =
      named("limit", Kind.whole(2, Integer.MAX_VALUE))
          .under("Data")
          .help("N", "Use only the first N training rows, %s")
          .without("all")
          .ofAllRuns()
          .folder(4, "limit%s")
          .unit("rows")
          .also("subset", "samples", "num-samples", "max-samples", "rows")
          .declared(ALL);

  private DataOptions() {}

  /** data/mnist here, else beside the program. */
  private static Path usualData() {
    Path here = Path.of("data", "mnist");
    String home = System.getProperty("incline.home");
    return Files.isDirectory(here) || home == null ? here : Path.of(home).resolve(here);
  }
}
