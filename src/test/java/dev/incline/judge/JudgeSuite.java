package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.train.TrainOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mathematics of every plan, judged on a backend from outside; and, since a judge that cannot
 * fail is none, bugs that must be caught. A backend's own test says how to open it and inherits the
 * rest.
 */
public abstract class JudgeSuite {
  private Backend backend;

  protected abstract Backend open();

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("hearings")
  void is_right(Judge judge, JudgedCase judged) {
    judge.judge(backend, judged, Conduct.RIGHT);
  }

  @ParameterizedTest(name = "{0}, by {1} in {2}")
  @MethodSource("trials")
  void a_planted_bug_is_caught(PlantedBug bug, Judge judge, JudgedCase judged, String seenIn) {
    judge.judge(backend, judged, Conduct.RIGHT);
    assertThatThrownBy(() -> judge.judge(backend, judged, bug))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(" + seenIn + ").*");
  }

  /** So they are caught for what they are, and not for a clumsy emulation. */
  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("alibis")
  void a_bug_that_needs_its_case_is_invisible_elsewhere(PlantedBug bug, JudgedCase judged) {
    for (Judge judge : Judge.values()) {
      judge.judge(backend, judged, bug);
    }
  }

  @ParameterizedTest
  @MethodSource("kinks")
  void finite_differences_refuse_a_kink(JudgedCase judged) {
    assertThatThrownBy(() -> Judge.FINITE_DIFFERENCES.judge(backend, judged, Conduct.RIGHT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kink");
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void a_whole_training_is_right(JudgedTraining training) {
    training.judge(backend, training.options());
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("otherTrainings")
  void another_training_is_told_apart(JudgedTraining training, String what, TrainOptions other) {
    assertThatThrownBy(() -> training.judge(backend, other))
        .as(what)
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(training|validation|test|W).*");
  }

  static List<JudgedTraining> trainings() {
    return JudgedTraining.all();
  }

  static Stream<Arguments> otherTrainings() {
    return JudgedTraining.all().stream()
        .flatMap(
            training ->
                training.others().entrySet().stream()
                    .map(other -> Arguments.of(training, other.getKey(), other.getValue())));
  }

  static Stream<Arguments> hearings() {
    return Stream.of(
            cross(Judge.REFERENCE_GRADIENT, JudgedCases.all()),
            cross(Judge.FINITE_DIFFERENCES, JudgedCases.smooth()),
            cross(Judge.REFERENCE_EPOCH, JudgedCases.all()))
        .flatMap(some -> some);
  }

  private static Stream<Arguments> cross(Judge judge, List<JudgedCase> cases) {
    return cases.stream().map(judged -> Arguments.of(judge, judged));
  }

  static Stream<Arguments> trials() {
    return Stream.of(PlantedBug.values())
        .flatMap(
            bug ->
                bug.sightings().stream()
                    .map(s -> Arguments.of(bug, s.judge(), s.judged(), s.where())));
  }

  static Stream<Arguments> alibis() {
    return Stream.of(
        Arguments.of(PlantedBug.GLOBAL_MAXIMUM, JudgedCases.SIGMOID),
        Arguments.of(PlantedBug.GLOBAL_MAXIMUM, JudgedCases.LOGIT_RELU),
        Arguments.of(PlantedBug.SLOPE_ONE_AT_ZERO, JudgedCases.RELU),
        Arguments.of(PlantedBug.SLOPE_ONE_AT_ZERO, JudgedCases.LOGIT_RELU));
  }

  static List<JudgedCase> kinks() {
    return JudgedCases.kinks();
  }
}
