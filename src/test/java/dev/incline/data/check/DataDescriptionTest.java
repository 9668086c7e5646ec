package dev.incline.data.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.incline.data.Dataset;
import dev.incline.data.TableColumns;
import dev.incline.data.TableColumns.Missing;
import dev.incline.data.format.DataRequest;
import dev.incline.data.format.PictureOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDescriptionTest {
  @TempDir private Path folder;

  private DataDescription table(String training, String test, String... oneHot) throws IOException {
    Path file = Files.writeString(folder.resolve("train.csv"), training);
    Path tested = Files.writeString(folder.resolve("test.csv"), test);
    return DataDescription.of(
        new DataRequest(
                file,
                null,
                tested,
                0,
                42,
                null,
                List.of(oneHot),
                TableColumns.UNNAMED,
                Missing.MEAN,
                PictureOptions.NONE)
            .open());
  }

  @Test
  void columnsOfNumbersAreDescribedEach() throws IOException {
    DataDescription data =
        table("a,b,c,label\n1,0.5,7,x\n2,-1,7,y\n6,0.5,7,x\n", "a,b,c,label\n4,0,7,x\n");
    List<ColumnDescription> columns = data.parts().get(0).columns();
    assertThat(columns).extracting(ColumnDescription::name).containsExactly("a", "b", "c");
    assertThat(columns).extracting(ColumnDescription::whole).containsExactly(true, false, true);
    assertThat(columns).extracting(ColumnDescription::smallest).containsExactly(1f, -1f, 7f);
    assertThat(columns).extracting(ColumnDescription::largest).containsExactly(6f, 0.5f, 7f);
    assertThat(columns.get(0).mean()).isEqualTo(3);
    assertThat(columns.get(0).deviation()).isCloseTo(Math.sqrt(14 / 3.0), within(1e-12));
    assertThat(columns)
        .extracting(ColumnDescription::isConstant)
        .containsExactly(false, false, true);
    assertThat(data.parts().get(1).columns().get(0).mean()).isEqualTo(4);
    assertThat(data.taken()).contains("rows of 3 numbers");
    assertThat(data.parts().get(0).figures().perClass()).containsExactly(2, 1);
  }

  @Test
  void missingValuesAreCountedAndLeftOut() throws IOException {
    DataDescription data = table("a,b,label\n,,x\n3,NA,y\n5,?,x\n", "a,b,label\n4,1,x\n");
    List<ColumnDescription> columns = data.parts().get(0).columns();
    assertThat(columns.get(0)).isEqualTo(new ColumnDescription("a", true, 3f, 5f, 4.0, 1.0, 1));
    assertThat(columns.get(1))
        .isEqualTo(new ColumnDescription("b", true, null, null, null, null, 3));
    assertThat(data.parts().get(0).figures().missing()).isEqualTo(4);
  }

  @Test
  void wordsAreNamedWithTheirColumns() throws IOException {
    DataDescription data =
        table("a,hue,label\n1,red,x\n2,blue,y\n", "a,hue,label\n1,red,x\n", "hue");
    assertThat(data.parts().get(0).columns())
        .extracting(ColumnDescription::name)
        .containsExactly("a", "hue=blue", "hue=red");
    DataDescription unnamed = table("0,2.5,7\n1,3.5,8\n", "1,2,3\n");
    assertThat(unnamed.parts().get(0).columns())
        .extracting(ColumnDescription::name)
        .containsExactly("1", "2");
  }

  @Test
  void rowsInBothSetsAreCounted() throws IOException {
    String head = "a,b,label\n";
    assertThat(table(head + "1,2,x\n3,4,y\n", head + "3,4,x\n1,2,x\n1,3,x\n").testRowsInTraining())
        .as("whatever their labels")
        .isEqualTo(2);
    assertThat(table(head + "1,2,x\n3,4,y\n", head + "3,5,x\n").testRowsInTraining()).isZero();
  }

  /** Of classes with 1, 5 and 2 rows. */
  @Test
  void examplesAreEvenOverTheClasses() {
    byte[] labels = {1, 1, 0, 1, 2, 1, 2, 1};
    Dataset data = new Dataset("training set", new byte[8], labels, 8, 1, 1, 3);
    assertThat(Examples.of(data, 3)).containsExactly(2, 0, 4);
    assertThat(Examples.of(data, 6)).containsExactly(2, 0, 1, 3, 4, 6);
    assertThat(Examples.of(data, 40)).containsExactly(2, 0, 1, 3, 5, 7, 4, 6);
    assertThat(Examples.of(data, 2)).as("fewer than classes").containsExactly(2, 0);
  }
}
