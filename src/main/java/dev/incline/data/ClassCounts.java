package dev.incline.data;

import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many rows of each class train and validate.
 *
 * @param names of the classes
 * @param training rows by class
 * @param validation rows by class
 */
public record ClassCounts(List<String> names, int[] training, int[] validation) {
  /** A class of which less than this part of its share trains is hardly there. */
  private static final double SCARCE = 0.1;

  /** By chance, none validates of a class that should have so many about once in 3,000 times. */
  private static final int EXPECTED = 8;

  public static ClassCounts of(Dataset data, Split split) {
    return new ClassCounts(
        data.classNames(), count(data, split.training()), count(data, split.validation()));
  }

  private static int[] count(Dataset data, int[] rows) {
    int[] counts = new int[data.classes()];
    for (int row : rows) {
      counts[data.labels()[row] & 0xff]++;
    }
    return counts;
  }

  /** Classes that validate but of which no row, or hardly a row, trains. */
  public List<Integer> untrained() {
    double share = (double) sum(training) / (sum(training) + sum(validation));
    List<Integer> classes = new ArrayList<>();
    for (int c = 0; c < training.length; c++) {
      double expected = share * (training[c] + validation[c]);
      if (validation[c] > 0 && training[c] < SCARCE * expected) {
        classes.add(c);
      }
    }
    return classes;
  }

  /** Whether a class has rows in both parts: only then does validation tell of it. */
  public boolean isTold(int c) {
    return training[c] > 0 && validation[c] > 0 && !untrained().contains(c);
  }

  private static long sum(int[] counts) {
    return IntStream.of(counts).asLongStream().sum();
  }

  /** Classes of which some rows should validate, and none does: the file is sorted. */
  private Optional<String> unvalidated() {
    double share = (double) sum(validation) / (sum(training) + sum(validation));
    List<String> absent = new ArrayList<>();
    for (int c = 0; c < training.length; c++) {
      if (validation[c] == 0 && training[c] * share >= EXPECTED) {
        absent.add(names.get(c));
      }
    }
    return absent.isEmpty() || share == 0
        ? Optional.empty()
        : Optional.of(
            Phrase.of(
                "the last %.0f %% of the training rows, which validates, has no row of %s. Is the file sorted by class? Take --validation-split stratified",
                100 * share, Listing.of(absent)));
  }

  /**
   * What is wrong with the split.
   *
   * @return empty when every class that validates trains too
   */
  public Optional<String> warning(Split.Choice choice) {
    List<Integer> untrained = untrained();
    if (untrained.isEmpty()) {
      return choice == Split.Choice.LAST ? unvalidated() : Optional.empty();
    }
    List<String> classes =
        untrained.stream()
            .map(
                c ->
                    Phrase.of(
                        "%s (%,d train, %,d validate)", names.get(c), training[c], validation[c]))
            .toList();
    return Optional.of(
        "%s holds classes that the rest lacks: %s. %s"
            .formatted(
                choice == Split.Choice.LAST
                    ? Phrase.of(
                        "the last %.0f %% of the training rows, which validates,",
                        100.0 * sum(validation) / (sum(training) + sum(validation)))
                    : "the part that validates",
                Listing.of(classes),
                choice == Split.Choice.LAST
                    ? "Is the file sorted by class? Take --validation-split stratified"
                    : choice == Split.Choice.SHUFFLED
                        ? "Take --validation-split stratified"
                        : "There are too few rows of them"));
  }
}
