package dev.incline.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.testing.Given;
import dev.incline.wording.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What declarations say of values: their ranges, defaults that depend on others, what concerns
 * whom.
 */
class OptionsTest {
  /** Means something for softmax alone; its default depends on the batch. */
  private static final Option<Integer> HEAT =
      Option.named("heat", Kind.whole(0, 99))
          .usually("half the batch", values -> values.get(Options.BATCH) / 2)
          .onlyWhen(
              "model",
              v -> v.get(Options.MODEL) == ModelKind.SOFTMAX,
              "goes with --model softmax, not %s")
          .addedLater()
          .declared();

  private final List<String> warnings = new ArrayList<>();

  /** The ends of every range, which belong to it. */
  @ParameterizedTest
  @CsvSource({
    "epochs, 1, 100000",
    "batch, 1, 1000000",
    "lr, 1e-30, 1e30",
    "l2, 0, 1e6",
    "validation, 0, 0.999999999",
    "limit, 2, 2147483647",
    "threads, 1, 1024",
    "seed, -9223372036854775808, 9223372036854775807",
    "hidden, 1, 16384",
    "dropout, 0, 0.999999999"
  })
  void theEndsOfARangeBelongToIt(String option, String least, String greatest) {
    for (String text : List.of(least, greatest)) {
      assertThat(Given.flags(option + "=" + text).given()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "epochs, 0, 100001", "batch, 0, 1000001", "lr, 0.99e-30, 1.01e30", "lr, 0, NaN",
    "l2, -1e-9, 1.01e6", "validation, -0.1, 1", "validation, -0.1, NaN", "limit, 1, 2147483648",
    "threads, 0, 1025", "hidden, 0, 16385", "seed, -9223372036854775809, 9223372036854775808"
  })
  void whatIsBeyondIsRefusedByItsOrigin(String option, String below, String above) {
    for (String text : List.of(below, above)) {
      assertThatThrownBy(() -> Given.flags(option + "=" + text))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageStartingWith("--" + option + " must be ");
      Origin file = new Origin("file c.yaml", "line 1, column 5");
      assertThatThrownBy(() -> OptionTable.find(option).orElseThrow().read(text, file))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageStartingWith("file c.yaml: " + option + " must be ")
          .hasMessageEndingWith(" (line 1, column 5)");
    }
  }

  @Test
  void namesAreDifferentAndNoAliasIsAName() {
    List<String> names = OptionTable.all().stream().map(Option::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(OptionTable.all().stream().flatMap(o -> o.aliases().stream()))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(names);
  }

  @Test
  void aDefaultMayDependOnOthers() {
    assertThat(OptionValues.NONE.get(Options.INIT)).hasToString("normal:0.001");
    assertThat(Given.flags("model=softmax").get(Options.INIT)).hasToString("half-normal:0.01");
    assertThat(Given.flags("model=softmax", "logit-relu=false").get(Options.INIT))
        .hasToString("normal:0.001");
    try (OptionTable.Added added = OptionTable.add(HEAT)) {
      assertThat(Given.flags("model=softmax", "batch=10").stored()).containsEntry("heat", 5);
      assertThat(Given.flags("model=softmax", "batch=10", "heat=5").folderName())
          .doesNotContain("heat");
      assertThat(Given.flags("model=softmax", "batch=10", "heat=6").folderName())
          .contains("heat_6");
    }
  }

  @Test
  void whatMeansNothingIsRefusedFromAFlagAndLeftOutOfAFile() {
    try (OptionTable.Added added = OptionTable.add(HEAT)) {
      assertThat(OptionValues.NONE.stored()).doesNotContainKey("heat");
      assertThat(OptionValues.NONE.origins().keySet())
          .isEqualTo(OptionValues.NONE.stored().keySet());
      assertThatThrownBy(() -> Given.flags("heat=1").checked(warnings::add))
          .hasMessage("--heat goes with --model softmax, not mlp");
      OptionValues file = OptionValues.of(List.of(HEAT.read("1", new Origin("file c.yaml"))));
      assertThat(file.checked(warnings::add).has(HEAT)).isFalse();
      assertThat(warnings)
          .containsExactly("file c.yaml: heat is 1, which --model mlp does not use");
    }
  }

  /** Options that came later leave the identity of older runs as it was. */
  @Test
  void theIdentityIsThatOfRunsFromBeforeTheOption() {
    Map<String, Object> old = OptionValues.NONE.stored();
    try (OptionTable.Added added = OptionTable.add(HEAT)) {
      OptionValues usual = Given.flags("model=softmax", "heat=32");
      assertThat(OptionValues.identity(usual.stored())).doesNotContainKey("heat");
      assertThat(OptionValues.identity(Given.flags("model=softmax", "heat=31").stored()))
          .containsEntry("heat", "31");
      assertThat(OptionValues.identity(old))
          .isEqualTo(OptionValues.identity(OptionValues.NONE.stored()));
    }
    assertThat(OptionValues.identity(old))
        .hasToString(
            "{activation=sigmoid, batch=64, epochs=10, hidden=[128], init=normal:0.001, l2=0.001,"
                + " lr=0.1, model=mlp, seed=42, validation=0.2}");
    assertThat(OptionValues.identity(Given.flags("init=normal:0.0001").stored()))
        .containsEntry("init", "normal:1.0E-4");
  }

  @Test
  void aListHasAValueForEachHiddenLayer() {
    OptionValues mixed = Given.flags("hidden=20,10", "activation=relu,tanh");
    assertThat(mixed.checked(warnings::add).network(4, 3)).hasToString("4-20-10-3 relu,tanh");
    assertThat(mixed.folderName()).startsWith("mlp-20-10-relu-tanh-");
    assertThat(mixed.stored()).containsEntry("activation", List.of("relu", "tanh"));
    assertThat(Given.flags("activation=relu-tanh").get(Options.ACTIVATION))
        .isEqualTo(mixed.get(Options.ACTIVATION));
    OptionValues one = Given.flags("hidden=20,10", "activation=tanh");
    assertThat(one.checked(warnings::add).network(4, 3)).hasToString("4-20-10-3 tanh");
    assertThat(one.stored()).containsEntry("activation", "tanh"); // as in older runs
  }

  @ParameterizedTest
  @CsvSource({"20-10-5, 2 values, 3 hidden layers", "20, 2 values, 1 hidden layer:"})
  void anotherNumberOfValuesThanOfHiddenLayersIsRefused(String hidden, String has, String makes) {
    OptionValues given = Given.flags("hidden=" + hidden, "activation=relu,tanh");
    assertThatThrownBy(() -> given.checked(warnings::add))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("--activation has " + has)
        .hasMessageContaining(makes);
  }

  @Test
  void everyOptionThatDecidesIsToldByTheFolder() {
    assertThat(
            Given.flags(
                    "activation=relu",
                    "hidden=256,128",
                    "validation-split=shuffled",
                    "limit=50",
                    "init=normal:0.1",
                    "lr=1e-7",
                    "validation=0.25",
                    "batch=8",
                    "epochs=2")
                .folderName())
        .isEqualTo(
            "mlp-256-128-relu-lr0.0000001-l2_0.001-batch8-epochs2-normal_0.1-validation0.25-shuffled-limit50-seed42");
    assertThat(Given.flags("model=softmax", "logit-relu=false", "weights=x/a/b c.npz").folderName())
        .isEqualTo("softmax-linear-lr0.1-l2_0.001-weights_a_b_c.npz-seed42");
    assertThat(Given.flags("model=softmax", "weights=b.npz").folderName())
        .isEqualTo("softmax-lr0.1-l2_0.001-weights_b.npz-seed42");
  }
}
