package dev.incline.train;

import dev.incline.data.ClassCounts;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.PixelStatistics;
import dev.incline.data.Split;
import dev.incline.wording.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of a training beside its result: a cause is looked for here.
 *
 * @param classes counted in the rows that train and validate
 * @param reading what the reading of the data warned of
 */
public record TrainingContext(
    TrainOptions options,
    Dataset training,
    Dataset test,
    ClassCounts classes,
    List<String> reading) {
  public static TrainingContext of(TrainOptions options, DataSource.Pair data) {
    Split split = options.split(data.training().labels());
    return new TrainingContext(
        options,
        data.training(),
        data.test(),
        ClassCounts.of(data.training(), split),
        data.warnings());
  }

  /** What can be told before the first step. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(reading);
    warnings.addAll(ofClasses());
    return warnings;
  }

  /** That some classes do not train, or do not validate. */
  List<String> ofClasses() {
    List<String> warnings = new ArrayList<>();
    classes.warning(options.validationSplit()).ifPresent(warnings::add);
    boolean[] tested = new boolean[test.classes()];
    for (byte label : test.labels()) {
      tested[label & 0xff] = true;
    }
    List<String> unknown =
        IntStream.range(0, tested.length)
            .filter(c -> tested[c] && classes.training()[c] + classes.validation()[c] == 0)
            .mapToObj(test.classNames()::get)
            .toList();
    if (!unknown.isEmpty()) {
      warnings.add(
          "no row of the training set has the label %s, but test rows have. Is its file sorted by class, so that --limit cuts classes off?"
              .formatted(Listing.of(unknown)));
    }
    return warnings;
  }

  /** Rows of an epoch. */
  int rows() {
    return IntStream.of(classes.training()).sum();
  }

  /** Of an epoch. */
  int steps() {
    return (rows() + options.batch() - 1) / options.batch();
  }

  /** How the test images differ from the training images, where they do. */
  Optional<String> difference() {
    return !test.hasPixels()
        ? Optional.empty()
        : PixelStatistics.of(test).differenceFrom(PixelStatistics.of(training));
  }
}
