package dev.incline.judge;

import dev.incline.model.Activation;
import dev.incline.model.Network;
import java.util.ArrayList;
import java.util.List;

/** What is judged, and cases of their own for bugs that others would not show. */
final class JudgedCases {
  /** Products whose operands fit either way round. */
  static final JudgedCase SQUARE =
      JudgedCase.of("square", Network.mlp(6, List.of(6), 6, Activation.SIGMOID), 5, 0.6);

  static final JudgedCase SIGMOID =
      JudgedCase.of("2 layers", Network.mlp(12, List.of(9), 4, Activation.SIGMOID), 7, 0.5);

  static final JudgedCase RELU =
      JudgedCase.of("2 layers", Network.mlp(12, List.of(9), 4, Activation.RELU), 7, 0.5);

  static final JudgedCase LOGIT_RELU =
      JudgedCase.of("softmax", Network.softmaxRegression(12, 4, true), 5, 0.5);

  /** Logits of hundreds in most rows, of zero in the black one. */
  static final JudgedCase WIDE =
      JudgedCase.of("wide rows", Network.softmaxRegression(12, 4, false), 5, 100);

  /** A hidden unit whose Z is 0. */
  static final JudgedCase HIDDEN_KINK =
      JudgedCase.atTheKink(Network.mlp(12, List.of(9), 4, Activation.RELU), 5, 0.5);

  /** A logit that is 0 before its ReLU. */
  static final JudgedCase LOGIT_KINK =
      JudgedCase.atTheKink(Network.softmaxRegression(12, 4, true), 5, 0.5);

  private JudgedCases() {}

  /** Cases whose loss has a derivative everywhere. */
  static List<JudgedCase> smooth() {
    List<JudgedCase> cases = new ArrayList<>(List.of(SQUARE, WIDE));
    for (int batch : new int[] {1, 5, 7}) {
      cases.add(JudgedCase.of("softmax", Network.softmaxRegression(12, 4, true), batch, 0.5));
      cases.add(JudgedCase.of("softmax", Network.softmaxRegression(12, 4, false), batch, 0.5));
      for (Activation activation : List.of(Activation.SIGMOID, Activation.RELU, Activation.TANH)) {
        Network two = Network.mlp(12, List.of(9), 4, activation);
        Network three = Network.mlp(12, List.of(8, 5), 4, activation);
        cases.add(JudgedCase.of("2 layers", two, batch, 0.5));
        cases.add(JudgedCase.of("3 layers", three, batch, 0.5));
      }
    }
    Network digits = Network.mlp(784, List.of(33), 10, Activation.SIGMOID);
    cases.add(JudgedCase.of("as wide as digits", digits, 7, 0.05));
    return cases;
  }

  /** Cases where only the convention ReLU'(0) = 0 says what the gradient is. */
  static List<JudgedCase> kinks() {
    return List.of(HIDDEN_KINK, LOGIT_KINK);
  }

  static List<JudgedCase> all() {
    List<JudgedCase> cases = new ArrayList<>(smooth());
    cases.addAll(kinks());
    return cases;
  }
}
