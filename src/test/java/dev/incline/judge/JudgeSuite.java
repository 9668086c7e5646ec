package dev.incline.judge;

import dev.incline.backend.Backend;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mathematics of every plan, judged on a backend from outside. A backend's own test says how to
 * open it and inherits the rest.
 */
public abstract class JudgeSuite {
  Backend backend;

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
  void isRight(Judge judge, JudgedCase judged) {
    judge.judge(backend, judged, Behaviour.RIGHT);
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void aWholeTrainingIsRight(JudgedTraining training) {
    training.judge(backend, training.options());
  }

  static List<JudgedTraining> trainings() {
    return JudgedTraining.all();
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
}
