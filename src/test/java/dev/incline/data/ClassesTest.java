package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassesTest {
  private static Labels labels(String source, String... words) {
    Labels.Collector labels = new Labels.Collector(source);
    for (int row = 0; row < words.length; row++) {
      labels.add(words[row], "row", row);
    }
    return labels.labels();
  }

  @Test
  void numbersAreOrderedByValueAndNeedNotBeginAtZero() {
    Classes classes = Classes.of(labels("a", "10", "2", "-1", "02", "2.0"), labels("b", "10"));
    assertThat(classes.names()).containsExactly("-1", "2", "10");
    assertThat(classes.training()).containsExactly(2, 1, 0, 1, 1);
    assertThat(classes.test()).containsExactly(2);
  }

  @Test
  void wordsAreOrderedByTheirCharacters() {
    Classes classes = Classes.of(labels("a", "virginica", " setosa", "10"), labels("b", "setosa"));
    assertThat(classes.names()).containsExactly("10", "setosa", "virginica");
    assertThat(classes.training()).containsExactly(2, 1, 0);
  }

  @Test
  void aLabelOfTheTestAloneIsNamed() {
    assertThatThrownBy(() -> Classes.of(labels("a", "x", "y"), labels("b", "x", "z")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "b: label z of row 1 (from 0) is in no training row (a): what is not trained cannot be tested");
  }

  @Test
  void oneClassIsNone() {
    assertThatThrownBy(() -> Classes.of(labels("a", "x", "x"), labels("b", "x")))
        .hasMessage(
            "a: every row that trains has the same label, x: a classifier needs two classes");
  }

  @Test
  void namesTakeThePlaceOfNumbers() {
    Classes classes = Classes.of(labels("a", "2", "1"), labels("b", "1"));
    assertThat(classes.renamed(Map.of("1", "Aa", "2", "Bb"), "m").names())
        .containsExactly("Aa", "Bb");
    assertThatThrownBy(() -> classes.renamed(Map.of("1", "A", "2", "A"), "m"))
        .hasMessage("m gives two classes the name A");
  }

  @Test
  void aModelTakesItsClassesByName() {
    Dataset data =
        new Dataset("set", new byte[3], new byte[] {0, 1, 2}, 3, 1, 1, List.of("b", "c", "1"));
    assertThat(data.withClasses(List.of("a", "1", "b", "c")).labels()).containsExactly(2, 3, 1);
    assertThat(data.withClasses(List.of("c", "x", "b")).labels())
        .as("a number below the classes is a place where it is no name")
        .containsExactly(2, 0, 1);
    assertThatThrownBy(() -> data.withClasses(List.of("b", "1")))
        .hasMessage("set: label c of row 1 is no class of the model, which has b, 1");
  }
}
