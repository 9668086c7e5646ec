package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.model.Initializer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.wording.InvalidOptionException;
import org.junit.jupiter.api.Test;

class TrainOptionsTest {
  private static TrainOptions options() {
    return new TrainOptions(1, 1, Recipe.of(new Sgd(1, 0)), Initializer.parse("xavier"), 42, 0.5);
  }

  @Test
  void aShareThatLeavesNothingToTrainIsRefused() {
    assertThat(options().split(10).training()).containsExactly(0, 1, 2, 3, 4);
    assertThatThrownBy(() -> options().split(1)).isInstanceOf(InvalidOptionException.class);
  }
}
