package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables hold images. */
class TableShapesTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aShapeIsAskedForOrGuessed() throws IOException {
    Path six = write("six.csv", "label,a,b,c,d,e,f\n1,2,3,4,5,6,7\n2,2,3,4,5,6,7\n");
    assertThat(TableDataTest.open(six, null).training().hasPixels()).isFalse();
    DataRequest asked = new DataRequest(six, null, six, 0, 42, ImageShape.parse("2x3"));
    assertThat(asked.open().training().height()).isEqualTo(2);
    assertThatThrownBy(() -> new DataRequest(six, null, six, 0, 42, ImageShape.parse("4x4")).open())
        .hasMessage("%s has 6 values in a row, but --shape 4x4 has 16 pixels", six);
  }

  /** 64 whole numbers below 256 are 8 x 8 pixels, where some are light; 63 are numbers. */
  @Test
  void squaresOfPixelsAreImages() throws IOException {
    assertThat(TableDataTest.open(write("i.csv", table(64, "200")), null).training().height())
        .isEqualTo(8);
    assertThat(TableDataTest.open(write("i.csv", table(64, "200")), null).taken())
        .endsWith("images of 8x8");
    for (String other : new String[] {table(63, "200"), table(64, "16"), table(64, "0.5")}) {
      DataSource source = TableDataTest.open(write("n.csv", other), null);
      assertThat(source.training().hasPixels()).isFalse();
      assertThat(source.test().hasPixels()).isFalse();
      assertThat(source.taken()).contains("rows of 6").endsWith("numbers");
    }
  }

  private static String table(int columns, String value) {
    return "1" + ",0".repeat(columns - 1) + "," + value + "\n2" + ",0".repeat(columns) + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"28", "0x3", "3x", "axb", "28x28x2", "99999x1"})
  void whatIsNoShapeIsRefused(String text) {
    assertThatThrownBy(() -> ImageShape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
