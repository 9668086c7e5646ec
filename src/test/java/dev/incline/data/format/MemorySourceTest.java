package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.wording.InvalidOptionException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A table cut into training and test rows. */
class MemorySourceTest {
  private static final int ROWS = 200;

  /** Row i is the pixel i; three of four rows are of class a. */
  private static LabelledRows rows() {
    byte[] pixels = new byte[ROWS];
    Labels.Collector labels = new Labels.Collector("table");
    for (int row = 0; row < ROWS; row++) {
      pixels[row] = (byte) row;
      labels.add(row % 4 == 0 ? "b" : "a", "row", row);
    }
    return new LabelledRows("table", new Inputs.Pixels(pixels), 1, labels.labels());
  }

  private static DataSource split(double share, long seed) {
    DataRequest request = new DataRequest(Path.of("t"), null, null, share, seed, null);
    return MemorySource.split("table", rows(), new ImageShape(1, 1), Map.of(), request);
  }

  private static Set<Byte> rowsOf(Dataset data) {
    Set<Byte> rows = new HashSet<>();
    for (byte pixel : data.images()) {
      assertThat(rows.add(pixel)).as("a row is in a part once").isTrue();
    }
    return rows;
  }

  private static int ofClass(Dataset data, int c) {
    int rows = 0;
    for (byte label : data.labels()) {
      rows += label == c ? 1 : 0;
    }
    return rows;
  }

  @Test
  void noRowIsInTwoPartsAndNoneIsLost() {
    DataSource source = split(0.2, 42);
    Set<Byte> training = rowsOf(source.training());
    Set<Byte> test = rowsOf(source.test());
    assertThat(test).hasSize(40).doesNotContainAnyElementsOf(training);
    assertThat(training).hasSize(160);
    for (int i = 0; i < 160; i++) {
      int row = source.training().images()[i] & 0xff;
      assertThat(source.training().labels()[i]).isEqualTo((byte) (row % 4 == 0 ? 1 : 0));
    }
  }

  @Test
  void eachClassGivesItsShare() {
    assertThat(ofClass(split(0.2, 42).test(), 0)).isEqualTo(30);
    assertThat(ofClass(split(0.2, 42).test(), 1)).isEqualTo(10);
  }

  @Test
  void aClassThatWentToTheTestAsAWholeIsNamed() {
    Labels.Collector labels = new Labels.Collector("table");
    for (int row = 0; row < 9; row++) {
      labels.add(row == 4 ? "rare" : row % 2 == 0 ? "a" : "b", "row", row);
    }
    LabelledRows rows =
        new LabelledRows("table", new Inputs.Pixels(new byte[9]), 1, labels.labels());
    DataRequest most = new DataRequest(Path.of("t"), null, null, 0.8, 42, null);
    assertThatThrownBy(
            () -> MemorySource.split("table", rows, new ImageShape(1, 1), Map.of(), most))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label rare of row");
  }

  @Test
  void theSeedDrawsTheRows() {
    assertThat(split(0.2, 42).test().images()).isEqualTo(split(0.2, 42).test().images());
    assertThat(split(0.2, 42).test().images()).isNotEqualTo(split(0.2, 43).test().images());
  }

  @Test
  void aShareThatLeavesAPartEmptyIsRefused() {
    for (double share : new double[] {0.001, 0.999}) {
      assertThatThrownBy(() -> split(share, 42))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("--test-share " + share);
    }
  }

  @Test
  void aLimitTakesTheFirstTrainingRowsAndAllClasses() {
    DataSource source = split(0.2, 42);
    assertThat(source.sizes(3)).isEqualTo(new DataSource.Sizes(1, 2, 3, 40, byte[].class));
    assertThat(source.load(3).training().rows()).isEqualTo(3);
    assertThat(source.load(999).training().rows()).isEqualTo(160);
  }
}
