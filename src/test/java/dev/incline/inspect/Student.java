package dev.incline.inspect;

import dev.incline.data.NpyArray;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step as a student would write it, in double precision and with at most one mistake. It shares
 * nothing with the program.
 */
final class Student {
  /** What is done wrong. */
  enum Mistake {
    NONE,
    NO_BIAS,
    NO_ACTIVATION,
    LOSS_IS_A_SUM,
    L2_IN_THE_LOSS,
    NO_MEAN_IN_THE_GRADIENT,
    MEAN_TWICE,
    MEAN_AT_THE_END,
    SIGN_OF_THE_GRADIENT,
    NO_SUBTRACTION_AT_THE_LABEL,
    NO_GATE_AT_THE_LOGITS,
    NO_DERIVATIVE,
    WEIGHTS_CHANGED_FIRST,
    BIAS_GRADIENT_IS_A_MEAN,
    L2_IN_DW,
    NO_L2,
    L2_TWICE,
    L2_WITHOUT_LR,
    REGULARISED_BIAS,
    UPHILL,
    LR_TWICE,
    SOFTMAX_OVER_THE_BATCH
  }

  private final Network network;
  private final Mistake mistake;
  private final double lr;
  private final double l2;
  private final int rows;
  private final Map<String, double[][]> t = new LinkedHashMap<>();

  private Student(Network network, Mistake mistake, double lr, double l2, int rows) {
    this.network = network;
    this.mistake = mistake;
    this.lr = lr;
    this.l2 = l2;
    this.rows = rows;
  }

  /**
   * Takes a step.
   *
   * @param start X, y and the weights, from a trace
   * @param place what the names of the step begin with
   */
  static Map<String, NpyArray> step(
      Network network,
      Mistake mistake,
      double lr,
      double l2,
      Map<String, NpyArray> start,
      String place) {
    Student student = new Student(network, mistake, lr, l2, start.get("y").size());
    for (String name : start.keySet()) {
      if (name.equals("X") || name.equals("y") || name.matches("[Wb]\\d+")) {
        student.t.put(name, matrix(start.get(name)));
      }
    }
    student.take();
    Map<String, NpyArray> named = new LinkedHashMap<>();
    student.t.forEach(
        (name, values) ->
            named.put(
                place + name,
                name.matches("y|loss|losses|prediction|d?b\\d+|b\\d+_new")
                    ? NpyArray.of(flat(values), values[0].length)
                    : NpyArray.of(flat(values), values.length, values[0].length)));
    return named;
  }

  private static double[][] matrix(NpyArray array) {
    int cols = GivenTensor.cols(array);
    double[][] values = new double[array.size() / cols][cols];
    for (int i = 0; i < array.size(); i++) {
      values[i / cols][i % cols] = array.get(i);
    }
    return values;
  }

  private static double[] flat(double[][] a) {
    double[] flat = new double[a.length * a[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = a[i / a[0].length][i % a[0].length];
    }
    return flat;
  }

  private boolean is(Mistake wrong) {
    return mistake == wrong;
  }

  private int layers() {
    return network.layers().size();
  }

  private void take() {
    double[][] in = t.get("X");
    for (int l = 1; l <= layers(); l++) {
      double[][] z = product(in, t.get("W" + l));
      if (t.containsKey("b" + l) && !(is(Mistake.NO_BIAS) && l == 1)) {
        z = combine(z, t.get("b" + l), (a, b) -> a + b);
      }
      t.put(l == layers() ? "Z" : "Z" + l, z);
      Activation activation = network.layers().get(l - 1).activation();
      in = z;
      if (activation != Activation.IDENTITY) {
        in = is(Mistake.NO_ACTIVATION) ? z : combine(z, z, (a, b) -> activated(activation, a));
        t.put(l == layers() ? "R" : "H" + l, in);
      }
    }
    loss(in);
    gradients();
    for (int l = 1; l <= layers(); l++) {
      update(l);
    }
  }

  private static double activated(Activation activation, double z) {
    return switch (activation) {
      case RELU -> Math.max(0, z);
      case TANH -> Math.tanh(z);
      default -> 1 / (1 + Math.exp(-z));
    };
  }

  private void loss(double[][] logits) {
    double[][] s =
        is(Mistake.SOFTMAX_OVER_THE_BATCH)
            ? transposed(softmax(transposed(logits)))
            : softmax(logits);
    double[][] losses = new double[1][rows];
    double[][] predictions = new double[1][rows];
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      losses[0][i] = -Math.log(s[i][(int) t.get("y")[0][i]]);
      sum += losses[0][i];
      for (int j = 0; j < logits[i].length; j++) {
        predictions[0][i] =
            logits[i][j] > logits[i][(int) predictions[0][i]] ? j : predictions[0][i];
      }
    }
    double loss = is(Mistake.LOSS_IS_A_SUM) ? sum : sum / rows;
    for (int l = 1; l <= layers() && is(Mistake.L2_IN_THE_LOSS); l++) {
      for (double w : flat(t.get("W" + l))) {
        loss += l2 / 2 * w * w;
      }
    }
    t.put("S", s);
    t.put("losses", losses);
    t.put("loss", new double[][] {{loss}});
    t.put("prediction", predictions);
  }

  private void gradients() {
    double[][] dz = new double[rows][];
    double scale =
        is(Mistake.NO_MEAN_IN_THE_GRADIENT) || is(Mistake.MEAN_AT_THE_END)
            ? 1
            : is(Mistake.MEAN_TWICE)
                ? 1.0 / rows / rows
                : (is(Mistake.SIGN_OF_THE_GRADIENT) ? -1.0 : 1.0) / rows;
    for (int i = 0; i < rows; i++) {
      dz[i] = t.get("S")[i].clone();
      dz[i][(int) t.get("y")[0][i]] -= is(Mistake.NO_SUBTRACTION_AT_THE_LABEL) ? 0 : 1;
      for (int j = 0; j < dz[i].length; j++) {
        dz[i][j] *= scale;
      }
    }
    if (t.containsKey("R")) {
      t.put("dR", dz);
      if (!is(Mistake.NO_GATE_AT_THE_LOGITS)) {
        dz = combine(dz, t.get("Z"), (d, z) -> z > 0 ? d : 0);
      }
    }
    t.put("dZ", dz);
    for (int l = layers(); l >= 1; l--) {
      double[][] in = t.get(l == 1 ? "X" : "H" + (l - 1));
      double[][] dw = product(transposed(in), dz);
      t.put(
          "dW" + l, is(Mistake.L2_IN_DW) ? combine(dw, t.get("W" + l), (d, w) -> d + l2 * w) : dw);
      if (t.containsKey("b" + l)) {
        double share = is(Mistake.BIAS_GRADIENT_IS_A_MEAN) ? 1.0 / rows : 1;
        double[][] ones = new double[1][rows];
        java.util.Arrays.fill(ones[0], share);
        t.put("db" + l, product(ones, dz));
      }
      if (l > 1) {
        double[][] w =
            is(Mistake.WEIGHTS_CHANGED_FIRST)
                ? combine(t.get("W" + l), dw, (p, d) -> p - lr * (d + l2 * p))
                : t.get("W" + l);
        double[][] dh = product(dz, transposed(w));
        t.put("dH" + (l - 1), dh);
        Activation activation = network.layers().get(l - 2).activation();
        boolean relu = activation == Activation.RELU;
        boolean tanh = activation == Activation.TANH;
        dz =
            is(Mistake.NO_DERIVATIVE)
                ? dh
                : relu
                    ? combine(dh, t.get("Z" + (l - 1)), (d, z) -> z > 0 ? d : 0)
                    : combine(
                        dh,
                        t.get("H" + (l - 1)),
                        (d, h) -> tanh ? d * (1 - h * h) : d * h * (1 - h));
        t.put("dZ" + (l - 1), dz);
      }
    }
  }

  private void update(int l) {
    double step = is(Mistake.UPHILL) ? -lr : is(Mistake.LR_TWICE) ? lr * lr : lr;
    double decay =
        is(Mistake.NO_L2) || is(Mistake.L2_IN_DW)
            ? 0
            : is(Mistake.L2_TWICE) ? 2 * l2 : is(Mistake.L2_WITHOUT_LR) ? l2 / lr : l2;
    if (is(Mistake.LR_TWICE)) {
      decay /= lr; // of the gradient alone
    }
    double of = decay;
    double share = is(Mistake.MEAN_AT_THE_END) ? 1.0 / rows : 1;
    t.put(
        "W" + l + "_new",
        combine(t.get("W" + l), t.get("dW" + l), (w, d) -> w - step * (d * share + of * w)));
    if (t.containsKey("b" + l)) {
      double bias = is(Mistake.REGULARISED_BIAS) ? l2 : 0;
      t.put(
          "b" + l + "_new",
          combine(t.get("b" + l), t.get("db" + l), (b, d) -> b - step * (d * share + bias * b)));
    }
  }

  private static double[][] softmax(double[][] z) {
    double[][] s = new double[z.length][];
    for (int i = 0; i < z.length; i++) {
      s[i] = z[i].clone();
      double sum = 0;
      for (double value : z[i]) {
        sum += Math.exp(value);
      }
      for (int j = 0; j < s[i].length; j++) {
        s[i][j] = Math.exp(z[i][j]) / sum;
      }
    }
    return s;
  }

  private static double[][] transposed(double[][] a) {
    double[][] b = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        b[j][i] = a[i][j];
      }
    }
    return b;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  /** Element by element; a single row goes with every row. */
  private static double[][] combine(
      double[][] a, double[][] b, java.util.function.DoubleBinaryOperator f) {
    double[][] c = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < c[i].length; j++) {
        c[i][j] = f.applyAsDouble(a[i][j], b[i % b.length][j]);
      }
    }
    return c;
  }
}
