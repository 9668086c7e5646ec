package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.model.Initializer;
import dev.incline.model.Sgd;
import dev.incline.wording.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainOptionsTest {
  private static TrainOptions options(
      int epochs, int batch, double rate, double l2, double validation) {
    return new TrainOptions(
        epochs, batch, new Sgd(rate, l2), Initializer.parse("xavier"), 42, validation);
  }

  /** The ends of every range, which belong to it. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1e-30, 0, 1e-9", "100000, 1000000, 1e30, 1e6, 0.999999999"})
  void what_is_legal_is_taken(int epochs, int batch, double rate, double l2, double validation) {
    assertThat(options(epochs, batch, rate, l2, validation).optimizer().learningRate())
        .isEqualTo(rate);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, 0.5, --epochs",
    "100001, 1, 1, 0, 0.5, --epochs",
    "1, 0, 1, 0, 0.5, --batch",
    "1, 1000001, 1, 0, 0.5, --batch",
    "1, 1, 0.99e-30, 0, 0.5, --lr",
    "1, 1, 1.01e30, 0, 0.5, --lr",
    "1, 1, NaN, 0, 0.5, --lr",
    "1, 1, 1, -1e-9, 0.5, --l2",
    "1, 1, 1, 1.01e6, 0.5, --l2",
    "1, 1, 1, 0, -0.1, --validation",
    "1, 1, 1, 0, 1, --validation",
    "1, 1, 1, 0, NaN, --validation",
  })
  void what_is_not_is_refused_by_its_flag(
      int epochs, int batch, double rate, double l2, double validation, String flag) {
    assertThatThrownBy(() -> options(epochs, batch, rate, l2, validation))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith(flag + " must be ");
  }

  @Test
  void a_share_that_leaves_nothing_to_train_is_refused() {
    assertThat(options(1, 1, 1, 0, 0.5).split(10).training()).containsExactly(0, 1, 2, 3, 4);
    assertThatThrownBy(() -> options(1, 1, 1, 0, 0.5).split(1))
        .isInstanceOf(InvalidOptionException.class);
  }
}
