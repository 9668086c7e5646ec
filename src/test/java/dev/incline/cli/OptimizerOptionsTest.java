package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.option.KnownNames;
import dev.incline.option.OptionTable;
import dev.incline.option.Options;
import dev.incline.testing.Given;
import dev.incline.wording.InvalidOptionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The optimizer's options, and which go together. */
class OptimizerOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "sgd, 0.1, 'lr 0.1, l2 0.001'",
    "momentum, 0.01, 'momentum 0.9, lr 0.01, l2 0.001'",
    "nesterov, 0.01, 'Nesterov momentum 0.9, lr 0.01, l2 0.001'",
    "adam, 0.001, 'Adam, beta1 0.9, beta2 0.999, epsilon 1e-8, lr 0.001, l2 0.001'",
    "adamw, 0.001, 'AdamW, beta1 0.9, beta2 0.999, epsilon 1e-8, lr 0.001, l2 0.001'"
  })
  void eachHasItsDefaults(String optimizer, double rate, String words) {
    var values = Given.flags("optimizer=" + optimizer);
    assertThat(values.get(Options.LR)).isEqualTo(rate);
    assertThat(values.recipe().optimizer().words(rate)).isEqualTo(words);
    assertThat(Given.flags("optimizer=" + optimizer, "lr=0.3").get(Options.LR)).isEqualTo(0.3);
  }

  @ParameterizedTest
  @CsvSource({
    "momentum=0.5, sgd, '--lr, --l2'",
    "beta1=0.5, momentum, '--lr, --l2, --momentum'",
    "epsilon=1e-7, nesterov, '--lr, --l2, --momentum'",
    "momentum=0.5, adam, '--lr, --l2, --beta1, --beta2, --epsilon'",
    "momentum=0.5, adamw, '--lr, --l2, --beta1, --beta2, --epsilon'"
  })
  void whatItDoesNotUseIsRefusedNamingWhatItUses(String option, String optimizer, String uses) {
    assertThatThrownBy(() -> Given.flags("optimizer=" + optimizer, option).checked(warning -> {}))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "--%s does not go with --optimizer %s, which uses %s"
                .formatted(option.replaceFirst("=.*", ""), optimizer, uses));
  }

  @ParameterizedTest
  @CsvSource({
    "momentum, -0.1, 1",
    "beta1, -0.1, 1",
    "beta2, -0.1, 1",
    "beta2, NaN, 1.5",
    "epsilon, 0, 1.1",
    "epsilon, 0.99e-30, NaN"
  })
  void whatIsOutOfRangeIsRefused(String option, String below, String above) {
    for (String value : List.of(below, above)) {
      assertThatThrownBy(() -> Given.flags(option + "=" + value))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageStartingWith("--" + option + " must be a number from ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "betas, beta1",
    "eps, epsilon",
    "adam_epsilon, epsilon",
    "beta_2, beta2",
    "weight_decay, l2",
    "optimiser, optimizer",
    "solver, optimizer",
    "nesterov, optimizer",
    "momentums, momentum",
    "learning_rate, lr"
  })
  void whatOthersCallItIsSuggested(String theirs, String ours) {
    List<String> names = OptionTable.all().stream().map(option -> option.name()).toList();
    assertThat(KnownNames.nearest(theirs, names)).contains(ours);
  }

  @Test
  void theHelpNamesEachAndItsRate() {
    assertThat(CommandRun.of("train", "--help").out().replaceAll("\\s+", " "))
        .contains("--optimizer=NAME How parameters follow the gradient: sgd, momentum, nesterov,")
        .contains("(default: 0.1; with momentum and nesterov 0.01, with adam and adamw 0.001)");
  }
}
