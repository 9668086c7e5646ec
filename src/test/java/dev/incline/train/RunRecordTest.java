package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  @Test
  void chanceAndDeadClassesAreWarnedOf() {
    assertThat(warnings(0.92, List.of())).isEmpty();
    assertThat(warnings(0.15, List.of())).isEmpty();
    assertThat(warnings(0.149, List.of()))
        .singleElement()
        .asString()
        .contains("NOTHING WAS LEARNT");
    assertThat(warnings(0.83, List.of(3, 8)))
        .singleElement()
        .asString()
        .contains(
            "2 of 10 classes are dead",
            "never learnt: 3, 8.",
            "--init half-normal:0.01",
            "--no-logit-relu");
    assertThat(warnings(0.1, List.of(1))).hasSize(2);
  }

  private static List<String> warnings(double accuracy, List<Integer> dead) {
    Network network = Network.softmaxRegression(4, 10, true);
    TrainResult result =
        new TrainResult(
            new History(List.of(new EpochRecord(1, 2, 0.1, 2, 0.1, 1, 1, 0.1)), Monitor.ACCURACY),
            "",
            new Score(1, accuracy),
            Initializer.defaultFor(network).draw(network, 1),
            "00",
            dead,
            new TrainResult.Rows(8, 2, 5),
            new ConfusionMatrix(new int[10][10]),
            1,
            0,
            CheckRecord.NONE);
    return RunRecord.of("softmax", "here", Map.of(), 1, result, ShadowRecord.NONE, "out", null)
        .warnings();
  }
}
