package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken as it is, and told of. */
class TableWarningsTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The index of pandas, or a column of numbers that somebody gave the rows. */
  @Test
  void aColumnThatCountsTheRowsIsToldOf() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      rows.append("%s,%s,%s\n".formatted(i, i % 7, i % 2 == 0 ? "x" : "y"));
    }
    assertThat(warnings(",a,class\n" + rows))
        .anyMatch(text -> text.contains("column 1 counts"))
        .anyMatch(text -> text.startsWith("the test rows are the training rows"));
    assertThat(warnings("id,a,class\n" + rows))
        .anyMatch(
            text ->
                text.contains("column 1 (id) counts the rows, and trains as a feature: delete"));
    assertThat(warnings("id,a,class\n" + rows.toString().replace("\n9,", "\n8,"))).hasSize(1);
    assertThat(warnings("id,a,class\n" + rows.substring(0, rows.indexOf("\n9,") + 1))).hasSize(1);
    Path one = write("one.csv", "a,class\n1,x\n2,y\n");
    Path other = write("other.csv", "a,class\n1,x\n3,y\n");
    assertThat(TableDataTest.request(one, null, other).open().warnings()).isEmpty();
  }

  /** What R writes where there is none; it may be a class, too. */
  @Test
  void aLabelThatLooksMissingIsToldOf() throws IOException {
    String rows = "0.5,red\n0.2,NA\n0.1,NA\n";
    assertThat(warnings("a,class\n" + rows))
        .filteredOn(text -> !text.startsWith("the test rows"))
        .singleElement()
        .asString()
        .endsWith(
            "t.csv: the label NA is a class as any other: delete its rows if they have no label");
    assertThat(warnings("a,class\n" + rows.replace("NA", "Na"))).hasSize(2);
    assertThat(warnings("a,class\n" + rows.replace("NA", "blue"))).hasSize(1);
  }

  private List<String> warnings(String text) throws IOException {
    return TableDataTest.open(write("t.csv", text), null).warnings();
  }
}
