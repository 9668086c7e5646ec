package dev.incline.judge;

/**
 * Learning rates in double precision, epoch by epoch as the documents of the schedules tell them.
 * It shares no code with the program.
 *
 * <p>Step and exponential decay multiply the rate at the start of an epoch (PyTorch's StepLR and
 * ExponentialLR); a cosine is half a period from the warm-up's end to the last step (Loshchilov and
 * Hutter 2017); a plateau multiplies it once the result failed to improve so many times (Keras'
 * ReduceLROnPlateau without its threshold); a warm-up raises it by the same amount each step.
 */
final class ReferenceSchedule {
  private final String name;
  private final double[] numbers;
  private final double warmupSteps;
  private final int steps; // of an epoch
  private final int last; // step of the training, from 0
  private final double lr;
  private double reduced; // by decay and plateaus
  private double best = Double.NEGATIVE_INFINITY;
  private int failures;

  /**
   * @param text such as {@code step:2:0.5}, all of its numbers given
   */
  ReferenceSchedule(String text, double warmup, double lr, int steps, int epochs) {
    String[] parts = text.split(":");
    this.name = parts[0];
    this.numbers = new double[parts.length - 1];
    for (int i = 1; i < parts.length; i++) {
      numbers[i - 1] = Double.parseDouble(parts[i]);
    }
    this.warmupSteps = warmup * steps;
    this.steps = steps;
    this.last = steps * epochs - 1;
    this.lr = lr;
    this.reduced = lr;
  }

  /**
   * Of each step of an epoch; epochs come one after the other.
   *
   * @param epoch from 1
   */
  double[] rates(int epoch) {
    if (name.equals("exponential") && epoch > 1) {
      reduced *= numbers[0];
    } else if (name.equals("step") && epoch > 1 && (epoch - 1) % (int) numbers[0] == 0) {
      reduced *= numbers[1];
    }
    double[] rates = new double[steps];
    for (int i = 0; i < steps; i++) {
      int step = (epoch - 1) * steps + i;
      double way = Math.max(0, (step - warmupSteps) / (last - warmupSteps));
      double rate =
          switch (name) {
            case "cosine" ->
                numbers[0] + (lr - numbers[0]) * Math.pow(Math.cos(Math.PI / 2 * way), 2);
            case "linear" -> lr + (numbers[0] - lr) * way;
            default -> reduced;
          };
      rates[i] = step + 1 < warmupSteps ? rate / warmupSteps * (step + 1) : rate;
    }
    return rates;
  }

  /** An epoch's validation accuracy. */
  void validated(double accuracy) {
    if (accuracy > best) {
      best = accuracy;
      failures = 0;
    } else if (name.equals("plateau") && ++failures >= numbers[0]) {
      reduced *= numbers[1];
      failures = 0;
    }
  }
}
