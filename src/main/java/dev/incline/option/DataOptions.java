package dev.incline.option;

import static dev.incline.option.Option.named;

import dev.incline.data.FeatureScaling;
import dev.incline.data.Split;
import dev.incline.data.TableColumns.Missing;
import dev.incline.data.format.ImageShape;
import dev.incline.data.image.Resizing;
import dev.incline.option.Option.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The options that say which rows train a network, and which validate it. */
public final class DataOptions {
  /** What is said of {@link #DATA}, and its default. */
  public static final String DATA_HELP =
      "Labelled data, told by their content: a folder of IDX files (MNIST, EMNIST, QMNIST) or of CIFAR's binary batches, an npz file, a table (CSV), or folders of PNG and JPEG pictures, one for each class";

  public static final String DATA_USUAL = "data/mnist, here or beside the program";

  private static final Path USUAL = Path.of("data", "mnist");

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

  public static final Option<Path> DATA =
      named("data", Kind.file())
          .under("Data")
          .help("PATH", DATA_HELP)
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

  public static final Option<String> LABEL =
      named("label", Kind.text("", text -> text))
          .under("Data")
          .help(
              "COLUMN",
              "Column of the labels, where --data holds a table: its name, or its number from 1")
          .without(
              "one named label, class, target or y, else the first if it holds few whole numbers")
          .ofAllRuns()
          .also("label-column", "target", "target-column", "class-column")
          .declared(ALL);

  public static final Option<Path> TEST =
      named("test", Kind.file())
          .under("Data")
          .help("FILE", "Test rows, where --data holds one table: another one of the same columns")
          .decidesNothing(Scope.DATA) // its sum does
          .also("test-data", "test-file")
          .declared(ALL);

  public static final Option<Double> TEST_SHARE =
      named("test-share", Kind.number("a number above 0 and below 1", x -> x > 0 && x < 1))
          .under("Data")
          .help(
              "SHARE",
              "Share of the rows that is kept for the test, where --data has no test rows of its own: %s, the same share of each class")
          .ofAllRuns()
          .onlyWhen(
              "test", v -> v.find(TEST) == null, "does not go with --test, which has the test rows")
          .also("test-split", "test-size")
          .declared(ALL);

  public static final Option<Long> TEST_SEED =
      named("test-seed", Kind.whole())
          .under("Data")
          .help("N", "Draws the rows of --test-share, %s: the same rows for every --seed")
          .usually(42L)
          .ofAllRuns()
          .onlyWhen(
              "test-share",
              v -> v.find(TEST_SHARE) != null,
              "draws the rows of --test-share, which is not given")
          .declared(ALL);

  public static final Option<ImageShape> SHAPE =
      named("shape", Kind.text(ImageShape.SYNTAX, ImageShape::parse))
          .under("Data")
          .help("HxW[x3]", "Rows of --data are images of this height and width: %s")
          .without("images where 64 or more pixels are a square, else numbers")
          .ofAllRuns()
          .also("image-shape", "image-size")
          .declared(ALL);

  public static final Option<FeatureScaling.Kind> SCALE =
      named("scale", Kind.words(List.of(FeatureScaling.Kind.values())))
          .under("Data")
          .help(
              "SCALE",
              "What is done to each feature of a table of numbers: standard (mean 0, standard deviation 1 over the rows that train), unit (from 0 to 1) or none")
          .without("standard for numbers; of pixels 1/255 is taken")
          .addedLater()
          .folder(4, "scale-%s")
          .also("scaling", "normalize", "standardize")
          .declared(ALL);

  public static final Option<String> ONE_HOT =
      named("one-hot", Kind.text("", text -> text))
          .under("Data")
          .help(
              "COLUMN[,COLUMN...]",
              "Columns of words in a table, by name or by number from 1: each word becomes a feature, 1 in the rows that have it")
          .without("none")
          .ofAllRuns()
          .onlyWhen(
              "shape", v -> v.find(SHAPE) == null, "does not go with --shape: images have no words")
          .also("onehot", "categorical", "categories")
          .declared(ALL);

  public static final Option<Missing> MISSING =
      named("missing", Kind.words(List.of(Missing.values())))
          .under("Data")
          .help(
              "WHAT",
              "What becomes of missing values of a table or npz file (nothing, NA, NaN, null, none or ?), %s: error, or mean (of the feature over the rows that train)")
          .usually(Missing.ERROR)
          .addedLater()
          .folder(4, "missing-%s")
          .also("impute", "na", "missing-values")
          .declared(ALL);

  public static final Option<Boolean> GREY =
      named("grey", Kind.truth(Kind.Form.SWITCH))
          .under("Data")
          .help("", "Turn pictures in colours grey, where --data holds folders of pictures")
          .ofAllRuns()
          .also("gray", "greyscale", "grayscale")
          .declared(ALL);

  public static final Option<Resizing> RESIZE =
      named("resize", Kind.text(Resizing.SYNTAX, Resizing::parse))
          .under("Data")
          .help(
              "HxW",
              "Scale all pictures to this height and width, where --data holds folders of pictures: %s")
          .without("all must be of one size")
          .ofAllRuns()
          .also("resize-to", "picture-size")
          .declared(ALL);

  public static final Option<Boolean> SKIP_BROKEN =
      named("skip-broken", Kind.truth(Kind.Form.SWITCH))
          .under("Data")
          .help(
              "",
              "Leave out pictures that cannot be read, where --data holds folders of pictures; a warning counts and names them")
          .ofAllRuns()
          .also("skip-errors", "skip-bad", "ignore-broken")
          .declared(ALL);

  /** Those that say where the rows come from, which a model does not tell. */
  public static Option<?>[] source() {
    return new Option<?>[] {
      DATA, LABEL, TEST, TEST_SHARE, TEST_SEED, SHAPE, GREY, RESIZE, SKIP_BROKEN
    };
  }

  /** Those that say what rows a training has, and what values these have. */
  public static Option<?>[] rows() {
    return Stream.concat(
            Stream.of(source()), Stream.of(SCALE, ONE_HOT, MISSING, VALIDATION, VALIDATION_SPLIT))
        .toArray(Option<?>[]::new);
  }

  /** All that say what the rows are, beside {@link #DATA}. */
  public static Option<?>[] besidePath() {
    return new Option<?>[] {
      LABEL, TEST, TEST_SHARE, TEST_SEED, SHAPE, ONE_HOT, MISSING, GREY, RESIZE, SKIP_BROKEN
    };
  }

  private DataOptions() {}

  private static Path usualData() {
    return found(USUAL);
  }

  /** The usual data, where they are not here, beside the program; other data as they are named. */
  public static Path found(Path data) {
    String home = System.getProperty("incline.home");
    return !data.equals(USUAL) || Files.isDirectory(data) || home == null
        ? data
        : Path.of(home).resolve(data);
  }
}
