package dev.incline.inspect;

import dev.incline.data.NpyArray;
import dev.incline.model.Activation;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * A matrix in double precision, and how far single precision may be from each of its values. A sum
 * of k products may be off by 4 √k roundings of the sum of their sizes: rarely more, since errors
 * have either sign (Higham and Mary 2019, "A new approach to probabilistic rounding error
 * analysis").
 *
 * @param value [rows x cols], row-major
 * @param error [rows x cols], not negative
 */
record Rounded(int rows, int cols, double[] value, double[] error) {
  /** The unit roundoff of single precision. */
  static final double UNIT = Math.scalb(1.0, -24);

  private static final double ELEMENTARY = 8; // roundings of exp, log and their like

  /** Numbers that were stored in single precision. */
  static Rounded of(NpyArray array, int rows, int cols) {
    return of(rows, cols, array::get, i -> UNIT * Math.abs(array.get(i)));
  }

  static Rounded of(int rows, int cols, IntToDoubleFunction value, IntToDoubleFunction error) {
    double[] values = new double[rows * cols];
    double[] errors = new double[rows * cols];
    Arrays.setAll(values, value);
    Arrays.setAll(errors, error);
    return new Rounded(rows, cols, values, errors);
  }

  int size() {
    return value.length;
  }

  Rounded transposed() {
    return of(cols, rows, i -> value[turned(i)], i -> error[turned(i)]);
  }

  private int turned(int i) {
    return i % rows * cols + i / rows;
  }

  /** This times b. */
  Rounded times(Rounded b) {
    double roundings = 2 + 4 * Math.sqrt(cols);
    Rounded c = of(rows, b.cols, i -> 0, i -> 0);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < cols; k++) {
        double factor = value[i * cols + k];
        double off = error[i * cols + k];
        for (int j = 0; factor != 0 && j < b.cols; j++) {
          int to = i * b.cols + j;
          double size = Math.abs(b.value[k * b.cols + j]);
          c.value[to] += factor * b.value[k * b.cols + j];
          c.error[to] +=
              Math.abs(factor) * (roundings * UNIT * size + b.error[k * b.cols + j]) + off * size;
        }
      }
    }
    return c;
  }

  /** The sum; a single row is added to every row. */
  Rounded plus(Rounded b) {
    return of(
        rows,
        cols,
        i -> value[i] + b.value[i % b.size()],
        i ->
            error[i]
                + b.error[i % b.size()]
                + UNIT * (Math.abs(value[i]) + Math.abs(b.value[i % b.size()])));
  }

  Rounded minus(Rounded b) {
    return plus(b.scaled(-1));
  }

  Rounded scaled(double factor) {
    return of(
        rows,
        cols,
        i -> factor * value[i],
        i -> Math.abs(factor) * (error[i] + 2 * UNIT * Math.abs(value[i])));
  }

  /** The same, known less well by an absolute error. */
  Rounded within(double more) {
    return of(rows, cols, i -> value[i], i -> error[i] + more);
  }

  /** The product element by element. */
  Rounded hadamard(Rounded b) {
    return of(
        rows,
        cols,
        i -> value[i] * b.value[i],
        i ->
            error[i] * Math.abs(b.value[i])
                + Math.abs(value[i]) * b.error[i]
                + 2 * UNIT * Math.abs(value[i] * b.value[i]));
  }

  /** A function of each value, which moves by at most {@code slope} as far as its argument. */
  Rounded map(DoubleUnaryOperator function, DoubleUnaryOperator slope) {
    return of(
        rows,
        cols,
        i -> function.applyAsDouble(value[i]),
        i ->
            error[i] * slope.applyAsDouble(value[i])
                + ELEMENTARY * UNIT * Math.abs(function.applyAsDouble(value[i])));
  }

  /** A function of values from 0 on that falls ever slower. */
  Rounded falling(DoubleUnaryOperator function) {
    return of(
        rows,
        cols,
        i -> function.applyAsDouble(value[i]),
        i -> {
          double exact = function.applyAsDouble(value[i]);
          double most = function.applyAsDouble(Math.max(0, value[i] - error[i]));
          return most - exact + ELEMENTARY * UNIT * exact;
        });
  }

  Rounded activated(Activation activation) {
    double roundings = activation.isGate() ? 0 : ELEMENTARY;
    return of(
        rows,
        cols,
        i -> activation.value(value[i]),
        i ->
            error[i] * activation.steepest()
                + roundings * UNIT * Math.abs(activation.value(value[i])));
  }

  /** The slopes of an activation whose outputs these are. */
  Rounded slopes(Activation activation) {
    return of(
        rows,
        cols,
        i -> activation.slope(value[i]),
        i -> {
          double h = Math.abs(value[i]);
          return error[i] * (1 + 2 * h) + 4 * UNIT * Math.max(h, activation.slope(h));
        });
  }

  /** 1 where a value is above 0, else 0; unknown where rounding decides. */
  Rounded positive() {
    return of(rows, cols, i -> value[i] > 0 ? 1 : 0, i -> Math.abs(value[i]) <= error[i] ? 1 : 0);
  }

  /** The sum of each column, as a row. */
  Rounded columnSums() {
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    return new Rounded(1, rows, ones, new double[rows]).times(this);
  }

  /** The sum of all, as one value. */
  Rounded sum() {
    return new Rounded(1, size(), value, error).transposed().columnSums();
  }

  /** exp of each value over the sum of its row's. */
  Rounded softmax() {
    Rounded p = of(rows, cols, i -> 0, i -> 0);
    for (int start = 0; start < size(); start += cols) {
      double max = Double.NEGATIVE_INFINITY;
      double off = 0;
      for (int i = start; i < start + cols; i++) {
        max = Math.max(max, value[i]);
        off = Math.max(off, error[i]);
      }
      double sum = 0;
      for (int i = start; i < start + cols; i++) {
        p.value[i] = Math.exp(value[i] - max);
        sum += p.value[i];
      }
      for (int i = start; i < start + cols; i++) {
        p.value[i] /= sum;
        double exponent = 4 * off + UNIT * (2 * ELEMENTARY + Math.abs(value[i] - max));
        p.error[i] = p.value[i] * exponent + Float.MIN_NORMAL;
      }
    }
    return p;
  }

  /** -log of each value. */
  Rounded minusLog() {
    return of(
        rows,
        cols,
        i -> -Math.log(value[i]),
        i ->
            error[i] / Math.abs(value[i]) + ELEMENTARY * UNIT * (1 + Math.abs(Math.log(value[i]))));
  }

  /** Of each row the value in the column that y, a single row, names; as a row. */
  Rounded pick(Rounded y) {
    return of(1, rows, i -> value[at(y, i)], i -> error[at(y, i)]);
  }

  private int at(Rounded y, int row) {
    return row * cols + (int) y.value[row];
  }

  /** 1 in the column that y, a single row, names, else 0. */
  static Rounded oneHot(Rounded y, int classes) {
    return of(y.cols, classes, i -> i % classes == (int) y.value[i / classes] ? 1 : 0, i -> 0);
  }

  /** The column of each row's largest value, as a row; any where rounding decides. */
  Rounded argMax() {
    Rounded best = of(1, rows, i -> 0, i -> 0);
    for (int row = 0; row < rows; row++) {
      int first = row * cols;
      int max = first;
      for (int i = first; i < first + cols; i++) {
        max = value[i] > value[max] ? i : max;
      }
      best.value[row] = max - first;
      for (int i = first; i < first + cols; i++) {
        boolean close = i != max && value[max] - value[i] <= error[max] + error[i];
        // Values that are the same bits tie, and the first of them counts: ReLU's zeros do.
        if (close && !(value[i] == value[max] && value[i] == 0)) {
          best.error[row] = cols;
        }
      }
    }
    return best;
  }

  /** Whether b is this, as far as rounding lets one tell. */
  boolean agrees(Rounded b) {
    boolean all = rows == b.rows && cols == b.cols;
    for (int row = 0; all && row < rows; row++) {
      all = agrees(row, b, row);
    }
    return all;
  }

  /** The same of a row here and a row there. */
  boolean agrees(int row, Rounded b, int rowOfB) {
    for (int j = 0; j < cols; j++) {
      int here = row * cols + j;
      int there = rowOfB * cols + j;
      double distance = Math.abs(value[here] - b.value[there]);
      if (!(distance <= error[here] + b.error[there])) { // NaN agrees with nothing
        return false;
      }
    }
    return true;
  }
}
