package dev.incline.model;

import dev.incline.wording.Numeral;

/**
 * How the learning rate changes over a training. A value: text of {@link #SYNTAX} beside a warm-up.
 * Computed in double precision by {@link StrictMath}, so that every machine gets the same rates.
 *
 * <p>Of step s from 0, in epoch e from 0, with a learning rate η, a warm-up of w steps and a last
 * step T: rate = min(1, (s + 1) / w) · r, where p = (s - w) / (T - w), at least 0, and
 *
 * <pre>
 *   constant                  r = η
 *   step:EPOCHS:FACTOR        r = η · FACTOR^floor(e / EPOCHS)           PyTorch's StepLR
 *   exponential:FACTOR        r = η · FACTOR^e                           PyTorch's ExponentialLR
 *   cosine:FINAL              r = FINAL + (η - FINAL) (1 + cos πp) / 2   Loshchilov and Hutter 2017
 *   linear:FINAL              r = FINAL + (η - FINAL) (1 - p)
 *   plateau:PATIENCE:FACTOR   r = η · FACTOR^k after k plateaus of the validation results
 * </pre>
 *
 * @param kind the formula
 * @param epochs EPOCHS or PATIENCE; 0 where the kind has neither
 * @param number FACTOR or FINAL; 0 where the kind has neither
 * @param warmup epochs, at least 0: the rate rises linearly over their steps (Goyal et al. 2017)
 */
public record Schedule(Kind kind, int epochs, double number, double warmup) {
  /** The formulas. */
  public enum Kind {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    COSINE,
    LINEAR,
    PLATEAU
  }

  /** What the command line accepts. */
  public static final String SYNTAX =
      "constant, step:EPOCHS:FACTOR, exponential:FACTOR, cosine[:FINAL], linear[:FINAL] or"
          + " plateau:PATIENCE:FACTOR (EPOCHS and PATIENCE whole numbers from 1, FACTOR a number"
          + " above 0 and at most 1, FINAL the last step's rate, from 0 to 1e30)";

  /** The same rate for every step. */
  public static final Schedule CONSTANT = new Schedule(Kind.CONSTANT, 0, 0, 0);

  /** No rate is larger. */
  public static final double LARGEST = 1e30;

  public Schedule {
    boolean counts = kind == Kind.STEP || kind == Kind.PLATEAU;
    boolean reduces = counts || kind == Kind.EXPONENTIAL;
    boolean ends = kind == Kind.COSINE || kind == Kind.LINEAR;
    boolean legal =
        (counts ? epochs >= 1 : epochs == 0)
            && (reduces
                ? number > 0 && number <= 1
                : ends ? number >= 0 && number <= LARGEST : number == 0)
            && warmup >= 0
            && warmup <= Double.MAX_VALUE;
    if (!legal) {
      throw new IllegalArgumentException(
          "%s with %s, %s and a warm-up of %s is no schedule"
              .formatted(kind, Numeral.of(epochs), Numeral.of(number), Numeral.of(warmup)));
    }
  }

  /**
   * Reads {@link #SYNTAX}; without a warm-up.
   *
   * @throws IllegalArgumentException naming the text and the syntax
   */
  public static Schedule parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      return switch (parts[0] + "/" + (parts.length - 1)) {
        case "constant/0" -> CONSTANT;
        case "step/2" -> of(Kind.STEP, parts[1], parts[2]);
        case "exponential/1" -> of(Kind.EXPONENTIAL, "0", parts[1]);
        case "cosine/0" -> of(Kind.COSINE, "0", "0");
        case "cosine/1" -> of(Kind.COSINE, "0", parts[1]);
        case "linear/0" -> of(Kind.LINEAR, "0", "0");
        case "linear/1" -> of(Kind.LINEAR, "0", parts[1]);
        case "plateau/2" -> of(Kind.PLATEAU, parts[1], parts[2]);
        default -> throw new IllegalArgumentException("an unknown name, or not its numbers");
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not " + SYNTAX, e);
    }
  }

  private static Schedule of(Kind kind, String epochs, String number) {
    return new Schedule(kind, Integer.parseInt(epochs), Double.parseDouble(number), 0);
  }

  /** The same, with a warm-up. */
  public Schedule withWarmup(double epochsOfIt) {
    return new Schedule(kind, epochs, number, epochsOfIt);
  }

  /** Whether the rate may change from step to step. */
  public boolean varies() {
    return kind != Kind.CONSTANT || warmup > 0;
  }

  /**
   * The rate of a step.
   *
   * @param lr η
   * @param step from 0, over all epochs
   * @param steps of an epoch
   * @param all epochs of the training
   * @param reductions how often a plateau has reduced the rate by now; 0 for other kinds
   */
  public double rate(double lr, long step, int steps, int all, int reductions) {
    double warm = warmup * steps;
    double last = (double) all * steps - 1;
    double p = step <= warm ? 0 : Math.min(1, (step - warm) / (last - warm));
    long epoch = step / steps;
    double rate =
        switch (kind) {
          case CONSTANT -> lr;
          case STEP -> lr * StrictMath.pow(number, (double) Math.floorDiv(epoch, epochs));
          case EXPONENTIAL -> lr * StrictMath.pow(number, (double) epoch);
          case COSINE -> between(lr, (1 - StrictMath.cos(Math.PI * p)) / 2);
          case LINEAR -> between(lr, p);
          case PLATEAU -> lr * StrictMath.pow(number, reductions);
        };
    return step + 1 < warm ? rate * ((step + 1) / warm) : rate;
  }

  /** From lr to the final rate, both of them exact. */
  private double between(double lr, double share) {
    return (1 - share) * lr + share * number;
  }

  /** In {@link #SYNTAX}, without the warm-up. */
  @Override
  public String toString() {
    return switch (kind) {
      case CONSTANT -> "constant";
      case STEP -> "step:" + epochs + ":" + Numeral.of(number);
      case EXPONENTIAL -> "exponential:" + Numeral.of(number);
      case COSINE -> number == 0 ? "cosine" : "cosine:" + Numeral.of(number);
      case LINEAR -> number == 0 ? "linear" : "linear:" + Numeral.of(number);
      case PLATEAU -> "plateau:" + epochs + ":" + Numeral.of(number);
    };
  }
}
