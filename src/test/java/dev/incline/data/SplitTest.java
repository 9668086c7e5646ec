package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.wording.Numeral;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SplitTest {
  @ParameterizedTest
  @CsvSource({"60000, 0.2, 48000", "10, 0.25, 7", "2, 0.5, 1", "3, 0.34, 2", "1000, 0.999, 1"})
  void firstRowsTrainAndLastRowsValidate(int rows, double fraction, int training) {
    Split split = Split.of(rows, fraction);

    assertThat(split.training()).isEqualTo(IntStream.range(0, training).toArray());
    assertThat(split.validation()).isEqualTo(IntStream.range(training, rows).toArray());
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "4, 0.1", "4, 0.9", "0, 0.5"})
  void refusesAnEmptyPart(int rows, double fraction) {
    assertThatThrownBy(() -> Split.of(rows, fraction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--validation", String.valueOf(fraction), "of " + rows + " rows");
  }

  /** 71583.0667 and its negative come out as a legal number of rows when cut to 32 bits. */
  @ParameterizedTest
  @CsvSource({"1", "-0.2", "1.5", "NaN", "Infinity", "71583.0667", "-71582.5882"})
  void refusesFractionsOutOfRange(double fraction) {
    assertThatThrownBy(() -> Split.of(60_000, fraction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--validation", "above 0 and below 1", Numeral.of(fraction));
  }

  private static byte[] sortedLabels(int... rowsPerClass) {
    byte[] labels = new byte[IntStream.of(rowsPerClass).sum()];
    int row = 0;
    for (int c = 0; c < rowsPerClass.length; c++) {
      for (int i = 0; i < rowsPerClass[c]; i++) {
        labels[row++] = (byte) c;
      }
    }
    return labels;
  }

  private static int[] perClass(byte[] labels, int[] rows, int classes) {
    int[] counts = new int[classes];
    IntStream.of(rows).forEach(row -> counts[labels[row]]++);
    return counts;
  }

  @ParameterizedTest
  @EnumSource(Split.Choice.class)
  @Tag("field")
  void eachRowTrainsOrValidatesInPartsOfTheSameSizes(Split.Choice choice) {
    byte[] labels = sortedLabels(30, 7, 1, 25);
    Split split = Split.of(labels, 0.2, choice, 42);

    assertThat(split.training()).isSorted().hasSameSizeAs(Split.of(63, 0.2, choice, 42).training());
    assertThat(split.validation()).isSorted();
    assertThat(IntStream.concat(IntStream.of(split.training()), IntStream.of(split.validation())))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 63).boxed().toList());
    assertThat(Split.of(labels, 0, choice, 42).validation()).isEmpty();
  }

  /** By hand, from the definition. */
  @Test
  @Tag("field")
  void shuffledTakesTheLastRowsOfTheOrderOfEpochZero() {
    int[] order = Permutation.shuffled(IntStream.range(0, 50).toArray(), 7, 0);
    int[] last = IntStream.range(40, 50).map(p -> order[p]).sorted().toArray();

    assertThat(Split.of(new byte[50], 0.2, Split.Choice.SHUFFLED, 7).validation()).isEqualTo(last);
    assertThat(Split.of(new byte[50], 0.2, Split.Choice.SHUFFLED, 8).validation())
        .isNotEqualTo(last);
  }

  /** 63 rows, 13 validate: shares 6.19, 1.44, 0.21, 5.16; 12 rounded down, so one more: class 1. */
  @Test
  @Tag("field")
  void stratifiedTakesTheSameShareOfEachClass() {
    byte[] labels = sortedLabels(30, 7, 1, 25);
    int[] validation = Split.of(labels, 0.2, Split.Choice.STRATIFIED, 42).validation();
    int[] order = Permutation.shuffled(IntStream.range(0, 63).toArray(), 42, 0);

    assertThat(perClass(labels, validation, 4)).containsExactly(6, 2, 0, 5);
    int[] lastOfClass1 = IntStream.of(order).filter(row -> labels[row] == 1).skip(5).toArray();
    assertThat(validation).contains(lastOfClass1);
    byte[] even = sortedLabels(10, 10, 10); // 5 validate: 1.67 each: the lower classes first
    assertThat(perClass(even, Split.of(even, 1.0 / 6, Split.Choice.STRATIFIED, 1).validation(), 3))
        .containsExactly(2, 2, 1);
  }

  /** 63 rows in 5 parts: 13, 13, 13, 12, 12; of 30 rows of a class 6 each, of 7 one or two. */
  @Test
  @Tag("field")
  void consecutiveSeedsValidateEachRowOnce() {
    byte[] labels = sortedLabels(30, 7, 1, 25);
    int[] times = new int[63];
    for (long seed = -2; seed < 3; seed++) {
      int[] validation = Split.of(labels, 0.2, Split.Choice.FOLDS, seed).validation();
      IntStream.of(validation).forEach(row -> times[row]++);
      assertThat(Split.of(63, 0.2, Split.Choice.FOLDS, seed).validation())
          .hasSameSizeAs(validation);
      int[] shares = perClass(labels, validation, 4);
      assertThat(shares[0]).isEqualTo(6);
      assertThat(shares[1]).isBetween(1, 2);
      assertThat(shares[2]).isBetween(0, 1);
      assertThat(shares[3]).isEqualTo(5);
    }
    assertThat(times).containsOnly(1);
    assertThat(Split.of(labels, 0.2, Split.Choice.FOLDS, 7))
        .usingRecursiveComparison()
        .isEqualTo(Split.of(labels, 0.2, Split.Choice.FOLDS, 2));
  }

  @Test
  @Tag("field")
  void aSplitOfASortedFileIsWarnedOf() {
    byte[] labels = sortedLabels(20, 20, 20, 20, 20);
    Dataset data = new Dataset("x", new byte[100], labels, 100, 1, 1, 5);
    ClassCounts last = ClassCounts.of(data, Split.of(100, 0.2));

    assertThat(last.untrained()).containsExactly(4);
    assertThat(last.isTold(4)).isFalse();
    assertThat(last.isTold(0)).as("no row of it validates").isFalse();
    assertThat(last.warning(Split.Choice.LAST).orElseThrow())
        .contains("the last 20 % of the training rows", "4 (0 train, 20 validate)", "stratified");
    byte[] halves = sortedLabels(50, 150); // all of class 1 validate, and some of it train
    Dataset sorted = new Dataset("x", new byte[200], halves, 200, 1, 1, 2);
    assertThat(ClassCounts.of(sorted, Split.of(200, 0.2)).warning(Split.Choice.LAST).orElseThrow())
        .contains("the last 20 % of the training rows", "has no row of 0", "stratified");
    byte[] few = sortedLabels(39, 161); // 7.8 rows of class 0 should validate: too few to tell
    Dataset rare = new Dataset("x", new byte[200], few, 200, 1, 1, 2);
    assertThat(ClassCounts.of(rare, Split.of(200, 0.2)).warning(Split.Choice.LAST)).isEmpty();
    labels[0] = 4; // one of 17 that should train
    assertThat(ClassCounts.of(data, Split.of(100, 0.2)).untrained()).containsExactly(4);
    Split stratified = Split.of(labels, 0.2, Split.Choice.STRATIFIED, 1);
    assertThat(ClassCounts.of(data, stratified).warning(Split.Choice.STRATIFIED)).isEmpty();
    assertThat(ClassCounts.of(data, Split.of(100, 0)).warning(Split.Choice.LAST)).isEmpty();
  }

  @Test
  @Tag("field")
  void aShareIsWrittenAsItIsTyped() {
    assertThatThrownBy(() -> Split.of(10, 1e300)).hasMessageEndingWith("not 1e300");
    assertThatThrownBy(() -> Split.of(10, 1e-4)).hasMessageStartingWith("--validation 0.0001 ");
  }
}
