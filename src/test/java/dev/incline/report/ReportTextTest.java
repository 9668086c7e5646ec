package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.option.Kind;
import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.report.pages.ReportText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports call an option what its declaration calls it. */
class ReportTextTest {
  private static final Option<Integer> COUNT =
      Option.named("dummies", Kind.whole(1, 9))
          .called("number of dummies")
          .symbol("δ")
          .unit("seats")
          .declared();

  @Test
  void anOptionHasItsNameItsSymbolAndItsUnit() {
    try (OptionTable.Added added = OptionTable.add(COUNT)) {
      assertThat(ReportText.name("dummies")).isEqualTo("number of dummies δ (seats)");
      assertThat(new Setting(Map.of("dummies", "4"), List.of(), List.of()).title())
          .isEqualTo("δ = 4");
    }
    assertThat(ReportText.name("dummies")).isEqualTo("dummies");
    assertThat(List.of("lr", "l2", "hidden", "batch", "init", "model", "seed"))
        .extracting(ReportText::name)
        .containsExactly(
            "learning rate η",
            "L2 strength λ",
            "hidden units",
            "batch size (rows)",
            "initial weights",
            "model",
            "seed");
  }
}
