package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.train.TrainOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In plain Java; and, since a judge that cannot fail is none, bugs that must be caught. */
class CpuJudgeTest extends JudgeSuite {
  @Override
  protected Backend open() {
    return new CpuBackend(2);
  }

  @ParameterizedTest(name = "{0}, by {1} in {2}")
  @MethodSource("trials")
  void aPlantedBugIsCaught(PlantedBug bug, Judge judge, JudgedCase judged, String seenIn) {
    judge.judge(backend, judged, Behaviour.RIGHT);
    assertThatThrownBy(() -> judge.judge(backend, judged, bug))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(" + seenIn + ").*");
  }

  /** So they are caught for what they are, and not for a clumsy emulation. */
  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("alibis")
  void aBugThatNeedsItsCaseIsInvisibleElsewhere(PlantedBug bug, JudgedCase judged) {
    for (Judge judge : Judge.values()) {
      judge.judge(backend, judged, bug);
    }
  }

  @ParameterizedTest
  @MethodSource("kinks")
  void finiteDifferencesRefuseAKink(JudgedCase judged) {
    assertThatThrownBy(() -> Judge.FINITE_DIFFERENCES.judge(backend, judged, Behaviour.RIGHT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kink");
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("otherTrainings")
  void anotherTrainingIsToldApart(JudgedTraining training, String what, TrainOptions other) {
    assertThatThrownBy(() -> training.judge(backend, other))
        .as(what)
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(training|validation|test|W).*");
  }

  static Stream<Arguments> otherTrainings() {
    return JudgedTraining.all().stream()
        .flatMap(
            training ->
                training.others().entrySet().stream()
                    .map(other -> Arguments.of(training, other.getKey(), other.getValue())));
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
