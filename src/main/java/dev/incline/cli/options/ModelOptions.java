package dev.incline.cli.options;

import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.wording.InvalidOptionException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that choose a network. */
public final class ModelOptions {
  /** Largest width of a hidden layer: its square still fits an array. */
  public static final int WIDEST = 16_384;

  private static final String HIDDEN = "up to 32 whole numbers from 1 to 16384";
  private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "mlp",
      description = "softmax (regression, no bias) or mlp (hidden layers)" + DEFAULT)
  private ModelKind model = ModelKind.MLP;

  @Option(
      names = "--hidden",
      paramLabel = "N[,N...]",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "128",
      description = "Widths of the hidden layers of mlp, " + HIDDEN + DEFAULT)
  private List<Integer> hidden = List.of(128);

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      defaultValue = "sigmoid",
      converter = HiddenActivation.class,
      description = "Activation of the hidden layers of mlp, sigmoid or relu" + DEFAULT)
  private Activation activation = Activation.SIGMOID;

  @Option(
      names = "--logit-relu",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether the logits of softmax go through a ReLU" + DEFAULT)
  private boolean logitRelu = true;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What {@code --model} takes. */
  enum ModelKind {
    SOFTMAX,
    MLP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code softmax} or {@code mlp}. */
  String name() {
    return model.toString();
  }

  /** The chosen network between so many pixels and classes. */
  public Network network(int inputs, int classes) {
    return model == ModelKind.SOFTMAX
        ? Network.softmaxRegression(inputs, classes, logitRelu)
        : Network.mlp(inputs, hidden, classes, activation);
  }

  /**
   * Checks the widths and that no option is given that concerns the other model.
   *
   * @throws InvalidOptionException naming the flag
   */
  public void validate() {
    boolean legal = !hidden.isEmpty() && hidden.size() <= 32;
    if (!legal || hidden.stream().anyMatch(width -> width < 1 || width > WIDEST)) {
      throw new InvalidOptionException("--hidden must be %s, not %s".formatted(HIDDEN, hidden));
    }
    if (model == ModelKind.SOFTMAX) {
      refuse("--hidden", "--model softmax, which has no hidden layer");
      refuse("--activation", "--model softmax, which has no hidden layer");
    } else {
      refuse("--logit-relu", "--model mlp, whose logits are linear");
    }
  }

  private void refuse(String flag, String other) {
    if (command.commandLine().getParseResult().hasMatchedOption(flag)) {
      String shown = flag.equals("--logit-relu") && !logitRelu ? "--no-logit-relu" : flag;
      throw new InvalidOptionException(shown + " does not go with " + other);
    }
  }

  /** Adds what was chosen, by flag name. */
  void describe(Map<String, Object> options) {
    if (model == ModelKind.MLP) {
      options.put("hidden", hidden);
      options.put("activation", activation.toString());
    } else {
      options.put("logit-relu", logitRelu);
    }
  }

  private static final class HiddenActivation implements ITypeConverter<Activation> {
    @Override
    public Activation convert(String text) {
      for (Activation one : List.of(Activation.SIGMOID, Activation.RELU)) {
        if (one.toString().equalsIgnoreCase(text)) {
          return one;
        }
      }
      throw new TypeConversionException("'" + text + "' is not sigmoid or relu");
    }
  }
}
