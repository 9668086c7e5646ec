package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Schedule;
import dev.incline.option.OptimizerKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodSectionTest {
  @Test
  void hasTheFormulasOfEachActivation() {
    assertThat(MethodSection.PHIS)
        .extracting(MethodSection.Phi::name)
        .containsExactlyElementsOf(Activation.hidden().stream().map(Activation::toString).toList());
  }

  @Test
  void hasTheFormulasOfEachOptimizer() throws IOException {
    for (OptimizerKind kind : OptimizerKind.values()) {
      assertThat(formulas(kind.toString())).as("%s", kind).isNotEmpty();
    }
  }

  /** Those that were used stand in the text, with their numbers. */
  @Test
  void saysWhatWasUsed(@TempDir Path folder) throws IOException {
    List<Setting> settings =
        List.of(
            SyntheticRuns.setting("a", "mlp", Map.of("optimizer", "sgd", "lr", 0.1), 0.9, 1),
            SyntheticRuns.setting(
                "a", "mlp", Map.of("optimizer", "nesterov", "momentum", 0.8, "lr", 0.01), 0.9, 1));
    SettingGroup group = new SettingGroup("a", "Optimizers", List.of("optimizer"), settings);
    Study study = new Study("A study", "Data: MNIST.", List.of(group, softmax()), List.of());
    Path pdf = folder.resolve("report.pdf");
    new ReportWriter(study, null, null, List.of(), "incline 0.1.0", false)
        .write(pdf, null, List.of());
    assertThat(ReportWriterTest.textOf(pdf).replaceAll("\\s+", " "))
        .contains("trained by plain stochastic gradient descent and Nesterov's momentum with")
        .contains("W ← W − η (∂L/∂W + λ W)")
        .contains(
            "Learning rate η: 0.1 (plain stochastic gradient descent) and 0.01 (Nesterov's momentum).")
        .contains("Biases have no λ, with μ = 0.8:")
        .contains("W ← W − η (G + μ V)")
        .contains(" 48,000 rows train, 12,000 validate and 10,000 test. The kept weights")
        .contains(
            "Initial weights: normal:0.001 (layered network); half-normal:0.01 (softmax regression).")
        .doesNotContain("Adam", "W ← W − η V");
  }

  /** A schedule that gives no number has none to be looked up. */
  @Test
  void namesTheNumbersThatSchedulesGive(@TempDir Path folder) throws IOException {
    assertThat(methodOf(folder, "schedule", "cosine", "linear:0.01"))
        .contains("(1 + cos πp) / 2 (")
        .contains("(ηT as in linear:0.01)")
        .doesNotContain("as in cosine");
    assertThat(methodOf(folder, "schedule", "cosine", "cosine:1e-4"))
        .contains("(ηT as in cosine:1e-4)")
        .doesNotContain("as in cosine)");
  }

  /** The sentence about validation has a subject for each split. */
  @Test
  void saysWhichRowsValidate(@TempDir Path folder) throws IOException {
    for (Split.Choice split : Split.Choice.values()) {
      assertThat(methodOf(folder, "validation-split", split.toString()))
          .as("%s", split)
          .containsPattern(
              "Data: MNIST\\. [^.]* of the training file[^.]* validates; the rest trains");
    }
    assertThat(methodOf(folder, "validation-split", "folds", "last"))
        .contains("of the training file or, in other runs, ")
        .contains("seeds take in turn (cross-validation), validates; the rest trains");
  }

  private static String methodOf(Path folder, String option, String... values) throws IOException {
    List<Setting> settings =
        Stream.of(values)
            .map(value -> SyntheticRuns.setting("a", "mlp", Map.of(option, value), 0.9, 1))
            .toList();
    SettingGroup group = new SettingGroup("a", "Values", List.of(option), settings);
    Path pdf = folder.resolve("report.pdf");
    new ReportWriter(
            new Study("A study", "Data: MNIST.", List.of(group), List.of()),
            null,
            null,
            List.of(),
            "incline 0.1.0",
            false)
        .write(pdf, null, List.of());
    return ReportWriterTest.textOf(pdf).replaceAll("\\s+", " ");
  }

  private static SettingGroup softmax() {
    Setting setting = SyntheticRuns.setting("s", "softmax", Map.of("optimizer", "sgd"), 0.9, 1);
    return new SettingGroup("s", "Softmax", List.of(), List.of(setting));
  }

  @Test
  void hasTheFormulaOfEachScheduleThatChangesTheRate() throws IOException {
    for (Schedule.Kind kind : EnumSet.complementOf(EnumSet.of(Schedule.Kind.CONSTANT))) {
      assertThat(formulas(kind.name().toLowerCase(Locale.ROOT))).as("%s", kind).isNotEmpty();
    }
  }

  /** The lines of formulas that a condition holds. */
  private static List<String> formulas(String condition) throws IOException {
    try (InputStream file = MethodSection.class.getResourceAsStream("/report/method.md")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("{{#" + condition + "}}");
      String held = text.split("\\{\\{#" + condition + "}}", 2)[1].split("\\{\\{/", 2)[0];
      return held.lines().filter(line -> line.startsWith("    ")).toList();
    }
  }
}
