package dev.incline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.chart.Series.Look;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules an axis, what is cut, and the labels at the ends of lines. */
class LineChartTest {
  private static final double[] X = {1, 2, 3};

  private static Series line(double... y) {
    return Series.of(X, y, Look.solid(0));
  }

  private static String svg(Axis axis, List<Series> lines) {
    return SvgCanvas.of(
        new LineChart("Loss", new Axis("epoch", Axis.Kind.WHOLE), axis, lines, 232, 140));
  }

  /** Of losses: high ones are bad. */
  private static String svg(Series... lines) {
    return svg(Axis.ofMost("loss", List.of(lines), true), List.of(lines));
  }

  private static String accuracies(Series... lines) {
    return svg(Axis.ofMost("accuracy", List.of(lines), false), List.of(lines));
  }

  @Test
  void oneLineOfThreeDoesNotRuleTheAxisAndTheChartSaysSo() {
    String text = svg(line(2, 1, 0.5), line(2.1, 1.2, 0.6), line(2.3, 40000, 44321));
    assertThat(text).contains("cut: up to 44300", ">2.5<").doesNotContain(">10000<", ">50000<");
    assertThat(text.split("<polygon", -1)).as("a marker a point, two triangles").hasSize(9 + 2 + 1);
    assertThat(accuracies(line(0.9, 0.95, 0.97), line(0.91, 0.95, 0.96), line(0.1, 0.1, 0.1)))
        .contains("cut: down to 0.1");
  }

  @Test
  void theGoodLineIsNeverCut() {
    assertThat(svg(line(2.3, 2.2, 2.2), line(2.3, 2.25, 2.2), line(2.3, 1, 0.2)))
        .doesNotContain("cut:");
    assertThat(accuracies(line(0.1, 0.11, 0.1), line(0.1, 0.11, 0.12), line(0.1, 0.9, 0.95)))
        .doesNotContain("cut:");
  }

  @Test
  void linesOfWhichManyAreApartAreAllShown() {
    assertThat(svg(line(2, 1, 0.5), line(40, 41, 42))).doesNotContain("cut:");
    assertThat(svg(line(2, 1, 0.5), line(2, 1, 0.4), line(60, 61, 62), line(70, 80, 90)))
        .as("half of them")
        .doesNotContain("cut:");
    List<Series> levels = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      levels.add(line(0.1 * i, 0.1 * i + 0.01, 0.1 * i));
    }
    assertThat(svg(levels.toArray(Series[]::new))).doesNotContain("cut:");
    assertThat(svg(line(2, 1, 0.5), line(2.1, 1.2, 0.6), line(2.3, 4, 3)))
        .as("not that far")
        .doesNotContain("cut:");
  }

  /** What is left decides: without the cut line a linear axis will do. */
  @Test
  void decadesAreLogarithmicWithoutWhatIsCut() {
    List<Series> decades = List.of(line(2, 0.1, 0.002), line(2, 0.2, 0.01), line(2, 0.3, 0.02));
    assertThat(Axis.ofMost("", decades, true).kind()).isEqualTo(Axis.Kind.LOG);
    List<Series> cut = List.of(line(2, 1, 0.5), line(2, 1.1, 0.6), line(2, 900, 1e5));
    assertThat(Axis.ofMost("", cut, true).kind()).isEqualTo(Axis.Kind.LINEAR);
  }

  @Test
  void labelsStandAtTheEndsWhereThereIsRoom() {
    assertThat(svg(line(2, 1, 0.5).named("low"), line(2, 2, 2).named("high")))
        .contains(">low<", ">high<");
    assertThat(svg(line(2, 1, 0.5).named("a name that is longer than the margin of a chart")))
        .doesNotContain("a name");
    List<Series> crowd = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      crowd.add(line(2, 1, 0.5).named("n" + i));
    }
    crowd.add(line(2, 2, 2).named("far"));
    assertThat(svg(Axis.ofMost("loss", crowd, true), crowd)).doesNotContain(">n0<", ">far<");
  }

  @Test
  void labelsThatWouldTouchAreMovedApart() {
    String text = svg(line(2, 1, 0.5).named("one"), line(2, 1.1, 0.51).named("two"));
    double one = y(text, "one");
    double two = y(text, "two");
    assertThat(one - two).isGreaterThan(7);
  }

  private static double y(String svg, String label) {
    return Double.parseDouble(
        svg.replaceFirst("(?s).*translate\\([0-9.]+,([0-9.]+)\\)\">" + label + "<.*", "$1"));
  }
}
