package dev.incline.data.format;

import dev.incline.data.Classes;
import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.Split;
import dev.incline.data.TableColumns;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Data of a format that is read whole, once, whatever is asked for. */
record MemorySource(String taken, Pair pair) implements DataSource {
  /**
   * Of a file of training and one of test rows.
   *
   * @param taken what they were taken for
   * @param shape of images, where it is known; null where {@link ImageShape#guess} is to tell
   * @param sha256 of each file
   * @throws DataException naming both where their rows are of different lengths
   */
  static MemorySource of(
      String taken,
      LabelledRows training,
      LabelledRows test,
      @Nullable ImageShape shape,
      Map<String, String> sha256) {
    if (test.columns() != training.columns()) {
      throw new DataException(
          Phrase.of(
              "%s has rows of %,d values but %s of %,d",
              test.source(), test.columns(), training.source(), training.columns()));
    }
    Classes classes = Classes.of(training.labels(), test.labels());
    ImageShape images =
        shape == null
            ? ImageShape.guess(training, test)
            : training.arePixels() && test.arePixels()
                ? shape.of(training.columns(), training.source())
                : null;
    LabelledRows trained = images == null ? training.asNumbers() : training;
    LabelledRows tested = images == null ? test.asNumbers() : test;
    MemorySource both =
        new MemorySource(
            "%s, %s"
                .formatted(
                    taken,
                    images == null
                        ? Phrase.of(
                            "rows of %s%s",
                            Numeral.count(training.columns(), "number"),
                            missing((long) training.gaps() + test.gaps()))
                        : "images of " + images),
            new Pair(
                trained.data("training set", images, classes.training(), classes.names()),
                tested.data("test set", images, classes.test(), classes.names()),
                sha256,
                null,
                images == null ? training.table() : TableColumns.UNNAMED,
                List.of()));
    return both.warning(
            trained.hasRowsOf(tested)
                ? "the test rows are the training rows: a test on them says nothing about other rows"
                : "")
        .warning(
            images != null && !trained.haveOne(2)
                ? "%s: each pixel is 0 or 1, and 1/255 of that is little: multiply them by 255"
                    .formatted(training.source())
                : "");
  }

  private static String missing(long gaps) {
    return gaps == 0 ? "" : Phrase.of(", %,d of them missing", gaps);
  }

  /**
   * Of one file, of which a share of each class is the test.
   *
   * @throws InvalidOptionException where nothing says which rows are the test
   */
  static MemorySource split(
      String taken,
      LabelledRows all,
      @Nullable ImageShape shape,
      Map<String, String> sha256,
      DataRequest request) {
    double share = request.testShare();
    if (share == 0) {
      throw new InvalidOptionException(
          "%s holds one table: say which rows are the test, with --test FILE or --test-share 0.2"
              .formatted(all.source()));
    }
    int test = (int) Math.round(all.rows() * share);
    if (test < 1 || test >= all.rows()) {
      throw new InvalidOptionException(
          Phrase.of(
              "--test-share %s of %s leaves no row to %s",
              Numeral.of(share), Numeral.count(all.rows(), "row"), test < 1 ? "test" : "train"));
    }
    byte[] classes = Classes.of(all.labels(), all.labels()).training();
    Split split = Split.of(classes, share, Split.Choice.STRATIFIED, request.testSeed());
    LabelledRows training = all.rows(split.training());
    OneHot oneHot = OneHot.of(training, request.known());
    return of(
        Phrase.of("%s, %s of each class for the test", taken, Numeral.of(share)),
        oneHot.features(training),
        oneHot.features(all.rows(split.validation())),
        shape,
        sha256);
  }

  /** The same, of which the user should not miss something; as it is where the text is empty. */
  MemorySource warning(String text) {
    return text.isEmpty() ? this : new MemorySource(taken, pair.warning(text));
  }

  @Override
  public List<String> warnings() {
    return pair.warnings();
  }

  @Override
  public Sizes sizes(int limit) {
    Sizes all = pair.sizes();
    return new Sizes(
        all.features(),
        all.classes(),
        Math.min(all.trainingRows(), limit),
        all.testRows(),
        all.inputs(),
        all.inMemory());
  }

  @Override
  public Dataset training(int limit) {
    return pair.training().first(limit);
  }

  @Override
  public Dataset test() {
    return pair.test();
  }

  @Override
  public Pair load(int limit) {
    return new Pair(
        training(limit), pair.test(), pair.sha256(), null, pair.columns(), pair.warnings());
  }
}
