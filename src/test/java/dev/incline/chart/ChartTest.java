package dev.incline.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import dev.incline.chart.Series.Look;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
  private static final double[] X = {1, 2, 3};

  private static LineChart chart(Axis.Kind kind, double... y) {
    Axis axis = new Axis("loss (nats per row)", kind);
    return new LineChart(
        "Loss",
        new Axis("epoch", Axis.Kind.WHOLE),
        axis,
        List.of(Series.of(X, y, Look.solid(0))),
        200,
        120);
  }

  private static Document svg(Figure figure) throws Exception {
    byte[] text = SvgCanvas.of(figure).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text));
  }

  private static List<String> texts(Document svg) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = svg.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void anSvgHasTitleAxesWithUnitsAndTheLegendBelowEveryLine() throws Exception {
    Panels panels =
        new Panels(
            1,
            List.of(chart(Axis.Kind.LINEAR, 2, 1, 0.5)),
            List.of(new Panels.Sample("a < b & c", Look.solid(0))));
    Document svg = svg(panels);
    assertThat(texts(svg))
        .contains("Loss", "epoch", "loss (nats per row)", "a < b & c", "1", "2", "3");
    double lowest = 0;
    NodeList lines = svg.getElementsByTagName("polyline");
    double legend = Double.NaN;
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      String[] points = line.getAttribute("points").split("[ ,]", -1);
      double y = Double.parseDouble(points[1]);
      if (i == lines.getLength() - 1) {
        legend = y;
      } else {
        lowest = Math.max(lowest, y);
      }
    }
    assertThat(legend).isGreaterThan(lowest);
  }

  @Test
  void aPointLiesWhereItsValueIs() {
    Scale linear = Scale.of(Axis.Kind.LINEAR, 0, 1);
    assertThat(linear.position(0.25)).isEqualTo(0.25);
    Scale log = Scale.of(Axis.Kind.LOG, 0.01, 1);
    assertThat(log.position(0.1)).isBetween(0.499999, 0.500001);
    assertThat(log.ticks().stream().map(Scale.Tick::label)).contains("0.01", "0.1", "1");
  }

  @Test
  void aWideRangeAsksForALogarithmicAxis() {
    assertThat(Axis.fitting("", new double[] {0.05, 2}).kind()).isEqualTo(Axis.Kind.LOG);
    assertThat(Axis.fitting("", new double[] {0.5, 2}).kind()).isEqualTo(Axis.Kind.LINEAR);
    assertThat(Axis.fitting("", new double[] {0, 2}).kind()).isEqualTo(Axis.Kind.LINEAR);
    assertThat(Axis.fitting("", new double[] {}).kind()).isEqualTo(Axis.Kind.LINEAR);
  }

  @Test
  void ticksAreFewRoundAndCoverTheValues() {
    for (double[] range : new double[][] {{0, 1}, {0.913, 0.927}, {2.3, 2.3}, {0, 0}, {-5, 7e6}}) {
      Scale scale = Scale.of(Axis.Kind.LINEAR, range[0], range[1]);
      assertThat(scale.ticks()).hasSizeBetween(2, 9);
      assertThat(scale.position(range[0])).isBetween(0.0, 1.0);
      assertThat(scale.position(range[1])).isBetween(0.0, 1.0);
    }
    assertThat(Scale.label(0.30000000000000004)).isEqualTo("0.3");
    assertThat(Scale.label(-1e-7)).isEqualTo("−1e−7");
  }

  @Test
  void valuesThatAreNotFiniteOrHaveNoLogarithmAreLeftOut() throws Exception {
    for (Axis.Kind kind : List.of(Axis.Kind.LINEAR, Axis.Kind.LOG)) {
      String svg = SvgCanvas.of(chart(kind, Double.NaN, 0, Double.POSITIVE_INFINITY));
      assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    }
    assertThat(SvgCanvas.of(chart(Axis.Kind.LOG, 1, 10, 100))).doesNotContain("NaN");
  }

  @Test
  void aSeriesHasOneYForEachX() {
    assertThatThrownBy(() -> Series.of(X, new double[2], Look.solid(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void emptyCellsOfAHeatMapStayWhite() throws Exception {
    HeatMap map =
        new HeatMap(
            "t",
            "x",
            List.of("a", "b"),
            "y",
            List.of("c"),
            new double[][] {{0.5, Double.NaN}},
            new String[][] {{"0.5000", "–"}},
            40,
            20);
    assertThat(SvgCanvas.of(map)).doesNotContain("NaN");
    assertThat(texts(svg(map))).contains("0.5000", "–", "a", "b", "c", "x", "y", "t");
  }

  /** Small letters rather than words that end at the edge. */
  @Test
  void aLongTitleBecomesSmaller() {
    Lettering usual = Lettering.of(8, Anchor.START);
    String title = "η = 0.5, hidden = 64,32, activation = relu: accuracy";
    assertThat(usual.within(500, title)).isEqualTo(usual);
    assertThat(usual.within(180, title).widthOf(title)).isCloseTo(180, within(1e-9));
    assertThat(usual.within(18, title).size()).isEqualTo(4);
    LineChart chart =
        new LineChart(
            title,
            new Axis("epoch", Axis.Kind.WHOLE),
            new Axis("loss", Axis.Kind.LINEAR),
            List.of(Series.of(X, X, Look.solid(0))),
            200,
            120);
    assertThat(SvgCanvas.of(chart)).doesNotContainPattern("font-size=\"8\"[^>]*>η");
  }

  /** Of two classes the cells are narrower than the words over them. */
  @Test
  void theTitleOfAHeatMapHasRoom() {
    String title = "Test rows by true and predicted class, of the best model of all";
    List<String> names = List.of("versicolor", "setosa");
    HeatMap map = HeatMap.ofCounts(title, "x", "y", names, new int[][] {{1, 2}, {3, 4}});
    assertThat(map.width())
        .isGreaterThan(Lettering.of(8, Anchor.START).inBold().widthOf(title) + 50);
    assertThat(map.columns()).isEqualTo(names);
  }

  @Test
  void textOnAColourCanBeRead() {
    assertThat(Colours.on(Colours.scale(0))).isEqualTo(Colours.INK);
    assertThat(Colours.on(Colours.scale(1))).isEqualTo(Colours.PAPER);
    assertThat(Colours.signed(0)).isEqualTo(0xFFFFFF);
  }

  @Test
  void aPictureHoldsItsPixels() throws Exception {
    int[] rgb = {0xFF0000, 0x00FF00, 0x0000FF, 0x123456, 0, 0xFFFFFF};
    String svg = SvgCanvas.of(new Pixels(new Canvas.Picture(3, 2, rgb)));
    String data = svg.replaceFirst("(?s).*base64,([^\"]*)\".*", "$1");
    var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    for (int i = 0; i < rgb.length; i++) {
      assertThat(image.getRGB(i % 3, i / 3) & 0xFFFFFF).isEqualTo(rgb[i]);
    }
  }

  private record Pixels(Canvas.Picture picture) implements Figure {
    @Override
    public double width() {
      return 30;
    }

    @Override
    public double height() {
      return 20;
    }

    @Override
    public void draw(Canvas canvas, double x, double y) {
      canvas.picture(x, y, width(), height(), picture);
    }
  }

  /** A white picture in an empty place would be a lamp on a dark page. */
  @Test
  void anEmptyPlaceAmongPicturesShowsNothing() throws Exception {
    Thumbnail one = new Thumbnail(new Canvas.Picture(1, 1, new int[1]), "a\nb", 41);
    Thumbnail none = new Thumbnail(new Canvas.Picture(0, 0, new int[0]), "", 41);
    Document svg = svg(new Panels(2, List.of(one, none)));
    assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(1);
    assertThat(texts(svg)).containsExactly("a", "b");
    assertThat(one.height()).isEqualTo(41 + 2 * 9);
  }

  /** In a page each panel is an element, and the legend is text between them. */
  @Test
  void aPageMaySetPanelsInFewerColumns() {
    LineChart chart = chart(Axis.Kind.LINEAR, 2, 1, 0.5);
    String html =
        SvgCanvas.element(
            new Panels(
                2,
                List.of(chart, chart, chart),
                List.of(new Panels.Sample("a < b", Look.solid(0)))));
    assertThat(html)
        .startsWith("<div class=\"panels\" style=\"--columns: 2; --few: 1; --width: 406pt\">")
        .contains("</svg> a &lt; b</span>");
    assertThat(html.split("<svg ", -1)).hasSize(1 + 3 + 1);
  }
}
