package dev.incline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridEdgeTest {
  @Test
  void goesOnByTheFactorOfTheGrid() {
    assertThat(GridEdge.of(1, List.of(0.01, 1.0, 0.1)))
        .contains(new GridEdge(true, List.of(10.0, 100.0)));
    assertThat(GridEdge.of(0.01, List.of(0.01, 1.0, 0.1)))
        .contains(new GridEdge(false, List.of(0.001, 0.0001)));
    assertThat(GridEdge.of(0.3, List.of(0.1, 0.3))).contains(new GridEdge(true, List.of(0.9, 2.7)));
  }

  @Test
  void insideIsNoEdge() {
    assertThat(GridEdge.of(0.1, List.of(0.01, 1.0, 0.1))).isEmpty();
    assertThat(GridEdge.of(0.1, List.of(0.1))).isEmpty();
  }

  /** Nothing lies below a strength of 0, and no factor leads away from it. */
  @Test
  void zeroIsNoEdge() {
    assertThat(GridEdge.of(0, List.of(0.0, 0.1))).isEmpty();
    assertThat(GridEdge.of(0.01, List.of(0.0, 0.01, 0.1))).isEmpty();
    assertThat(GridEdge.of(0.1, List.of(0.0, 0.1))).contains(new GridEdge(true, List.of()));
  }
}
