package dev.incline.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.option.OptionTable;
import dev.incline.option.OptionValue;
import dev.incline.option.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawnAxisTest {
  private static DrawnAxis axis(String option, String text) {
    return DrawnAxis.of(OptionTable.find(option).orElseThrow(), text, Origin.FLAG).orElseThrow();
  }

  private static String text(OptionValue<?> value) {
    return value.words().get(1);
  }

  private static List<String> samples(String option, String text, long seed, int count) {
    DrawnAxis axis = axis(option, text);
    return IntStream.range(0, count).mapToObj(i -> text(axis.sample(seed, i))).toList();
  }

  /** The same on every machine, whatever its library of logarithms. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lr      | log-uniform(1e-4, 1)     | 0.2518 0.0003674 0.0004522 0.5585 0.2127 0.9144",
        "dropout | uniform(0, 0.5)          | 0.2698 0.3565 0.04525 0.4406 0.3331 0.2144",
        "batch   | uniform(8, 64)           | 37 37 50 60 39 44",
        "epochs  | log-uniform(1, 1000)     | 6 383 132 38 326 45",
        "hidden  | choice(64, 128, 256-128) | 64 64 128 256,128 64 128",
      })
  void theFirstValuesOfSeed42(String option, String text, String values) {
    assertThat(String.join(" ", samples(option, text, 42, 6))).isEqualTo(values);
  }

  /** Whether a value depends on which were drawn before it, as one of another worker would. */
  private static boolean dependsOnOrder(IntFunction<String> sample) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
    Map<Integer, String> upwards = new TreeMap<>();
    numbers.forEach(i -> upwards.put(i, sample.apply(i)));
    Map<Integer, String> downwards = new TreeMap<>();
    Collections.reverse(numbers);
    numbers.forEach(i -> downwards.put(i, sample.apply(i)));
    return !upwards.equals(downwards);
  }

  @Test
  void aValueDependsOnNoOtherAndAPlantedSequenceIsFound() {
    DrawnAxis axis = axis("lr", "log-uniform(1e-4, 1)");
    assertThat(dependsOnOrder(i -> text(axis.sample(7, i)))).isFalse();
    Random sequence = new Random(7);
    assertThat(dependsOnOrder(i -> String.valueOf(sequence.nextDouble()))).isTrue();
  }

  @Test
  void optionsAndSeedsHaveValuesOfTheirOwn() {
    assertThat(samples("lr", "uniform(0.1, 1)", 42, 20))
        .isNotEqualTo(samples("l2", "uniform(0.1, 1)", 42, 20))
        .isNotEqualTo(samples("lr", "uniform(0.1, 1)", 43, 20));
  }

  /** A third of the draws in each third of the range, of its logarithms where that is asked for. */
  @ParameterizedTest
  @CsvSource({
    "lr, 'log-uniform(1e-3, 1)', 0.01, 0.1",
    "lr, 'uniform(1, 4)', 2, 3",
    "batch, 'uniform(1, 3)', 1.5, 2.5",
    "hidden, 'choice(1, 2, 3)', 1.5, 2.5",
  })
  void drawsAreSpreadAsAsked(String option, String text, double one, double two) {
    List<Double> all =
        samples(option, text, 1, 3000).stream().map(Double::valueOf).sorted().toList();
    long low = all.stream().filter(v -> v < one).count();
    long middle = all.stream().filter(v -> v >= one && v < two).count();
    assertThat(low).isBetween(900L, 1100L); // four standard deviations are 103
    assertThat(middle).isBetween(900L, 1100L);
  }

  @Test
  void endsAreIncludedAndNothingIsBeyond() {
    List<String> drawn = samples("batch", "uniform(3, 5)", 42, 200);
    assertThat(drawn).contains("3", "4", "5").isSubsetOf("3", "4", "5");
    assertThat(samples("lr", "uniform(0.99999, 1.00001)", 42, 200))
        .allSatisfy(v -> assertThat(Double.parseDouble(v)).isBetween(0.99999, 1.00001));
  }
}
