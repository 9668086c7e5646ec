package dev.incline.verify;

import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Multiply;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every op with every transpose and epilogue over shapes at the edges of tiles. Operands are
 * seeded: a mix of ordinary numbers, zeros of both signs, and numbers near the ends of the range;
 * what an op must not read holds NaN.
 *
 * @param sizes the lengths to combine
 * @param sweep arguments that exp, log and activations get beside those, dense over their range: a
 *     wrong last digit of a coefficient shows at few of them
 * @param only a part of the kind's name: other kinds are left out
 * @param pairs how many (m, n) pairs each variant of the product takes; the variants take different
 *     ones
 * @param thin whether to leave out cases that would have a device compile one more kernel: each
 *     epilogue then meets few columns with one order of the operands and more with another, so that
 *     all epilogues together meet all orders
 */
public record OpCases(int[] sizes, int pairs, int sweep, String only, boolean thin) {
  private static final int[] EDGES = {
    1, 2, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 784
  };

  private static final int WIDE = 300; // columns: more than one work-item takes, or padding has

  /** Thousands of cases over all edges. */
  public static final OpCases FULL = new OpCases(EDGES, 64, 1 << 18, "", false);

  /** Hundreds of cases: seconds, and more while a driver compiles their kernels. */
  public static final OpCases MANY = new OpCases(Arrays.copyOf(EDGES, 15), 15, 1 << 16, "", false);

  /** Hundreds of cases of few kernels: seconds also where a driver compiles them. */
  public static final OpCases QUICK = new OpCases(MANY.sizes, 15, 1 << 16, "", true);

  /** Dozens of tiny cases: for devices that are emulated. */
  public static final OpCases TINY = new OpCases(new int[] {1, 2, 7, 17, 33}, 5, 1 << 8, "", false);

  private static final int FEW_COLUMNS =
      7; // at most, as a class has; there products are cut otherwise

  /** Those of these cases whose kind has this in its name. */
  public OpCases only(String part) {
    return new OpCases(sizes, pairs, sweep, part, thin);
  }

  /** These cases with so many arguments in their sweep. */
  public OpCases sweep(int arguments) {
    return new OpCases(sizes, pairs, arguments, only, thin);
  }

  /** All cases, those of one kind together. */
  Collection<List<OpCase>> byKind() {
    return all().stream()
        .filter(one -> one.kind().contains(only))
        .collect(Collectors.groupingBy(OpCase::kind, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private List<OpCase> all() {
    Random random = new Random(20_24);
    List<OpCase> cases = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i];
      if (takes(i, 0)) {
        cases.add(gatherRows(random, size));
      }
      if (takes(i, 2)) {
        cases.add(columnSums(random, size, 0f));
      }
      if (takes(i, 4)) {
        cases.add(columnSums(random, size, 0.9f));
      }
      if (takes(i, 2)) {
        cases.add(UpdateCases.sgd(random, 3, size, 0f));
      }
      if (takes(i, 0)) {
        cases.add(UpdateCases.sgd(random, 1, size, 0.01f));
      }
      if (takes(i, 1)) {
        cases.add(UpdateCases.momentum(random, 3, size, 0f, false));
        cases.add(UpdateCases.adam(random, 3, size, i % 2 == 0));
      }
      if (takes(i, 3)) {
        cases.add(UpdateCases.momentum(random, 1, size, 0.01f, true));
      }
      if (takes(i, 2)) {
        cases.add(dropoutMask(random, size));
        cases.add(multiply(random, size));
      }
      for (boolean gradient : new boolean[] {false, true}) {
        cases.add(softmaxCrossEntropy(random, size, gradient, Activation.IDENTITY));
        cases.add(softmaxCrossEntropy(random, size, gradient, Activation.RELU));
      }
      cases.add(weighted(softmaxCrossEntropy(random, size, true, Activation.IDENTITY), random));
      cases.add(weighted(softmaxCrossEntropy(random, size, true, Activation.RELU), random));
    }
    cases.add(columnSums(random, WIDE, 0f));
    cases.add(columnSums(random, WIDE, 0.9f));
    cases.add(UpdateCases.momentum(random, 7, WIDE, 0.01f, false)); // more than a work-item takes
    cases.add(UpdateCases.roots(random, sweep));
    cases.add(UpdateCases.sgd(random, 7, WIDE, 0.01f));
    cases.add(dropoutMask(random, WIDE));
    cases.add(multiply(random, WIDE));
    cases.add(softmaxSweep(random, 2));
    cases.add(softmaxSweep(random, 10));
    for (Activation activation : Activation.hidden()) {
      if (!activation.isGate()) {
        cases.add(activationSweep(random, activation));
      }
    }
    int variant = 0;
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        for (Variant v : Variant.all()) {
          products(random, transA, transB, v, variant++, cases);
        }
      }
    }
    return cases;
  }

  /** Whether an op that has a kernel for each length takes this one; of five, which. */
  private boolean takes(int index, int which) {
    return !thin || index % 5 == which;
  }

  private void products(
      Random random,
      boolean transA,
      boolean transB,
      Variant variant,
      int number,
      List<OpCase> cases) {
    if (thin) {
      thinProducts(random, transA, transB, variant, number, cases);
      return;
    }
    int count = sizes.length * sizes.length;
    int step = Math.max(1, count / pairs);
    for (int pair = number % step; pair < count; pair += step) {
      int m = pair / sizes.length;
      int n = (pair + m) % sizes.length; // the same column of the grid is not met in every row
      int k = (3 * m + 5 * n + number) % sizes.length;
      cases.add(product(random, sizes[m], sizes[n], sizes[k], transA, transB, variant));
    }
    // whoever goes a row too far, leaves the padding behind a buffer as well
    cases.add(product(random, 7, WIDE, 2, transA, transB, variant));
    cases.add(product(random, 7, 2, WIDE, transA, transB, variant));
  }

  /** Every number of rows, with columns for which a device compiles one kernel, or two. */
  private void thinProducts(
      Random random,
      boolean transA,
      boolean transB,
      Variant variant,
      int number,
      List<OpCase> cases) {
    int which = number % Variant.COUNT;
    int order = number / Variant.COUNT;
    if (which % 4 == order) {
      products(random, transA, transB, variant, n -> n <= FEW_COLUMNS, cases);
      cases.add(product(random, 7, 2, WIDE, transA, transB, variant));
    }
    if ((which + 2) % 4 == order) {
      int width = which / 2 % 4;
      products(random, transA, transB, variant, n -> n > FEW_COLUMNS && width(n) == width, cases);
      if (width == 2) {
        cases.add(product(random, 7, WIDE, 2, transA, transB, variant));
      }
    }
  }

  private void products(
      Random random,
      boolean transA,
      boolean transB,
      Variant variant,
      IntPredicate columns,
      List<OpCase> cases) {
    int[] chosen = Arrays.stream(sizes).filter(columns).toArray();
    for (int i = 0; i < sizes.length; i++) {
      int k = sizes[(3 * i + cases.size()) % sizes.length];
      int n = chosen[i % chosen.length];
      cases.add(product(random, sizes[i], n, k, transA, transB, variant));
    }
  }

  /** A vector of 16 columns at most, or two, or full ones, or full ones and one column. */
  private static int width(int n) {
    return n % 16 == 1 ? 3 : n <= 16 ? 0 : n <= 32 ? 1 : 2;
  }

  private record Variant(
      String name, float alpha, float beta, boolean bias, boolean gradient, Activation activation) {
    static final int COUNT = all().size();

    static List<Variant> all() {
      List<Variant> all = new ArrayList<>();
      all.add(new Variant("", 1f, 0f, false, false, Activation.IDENTITY));
      all.add(new Variant("scaled", -0.1f, 0f, false, false, Activation.IDENTITY));
      all.add(new Variant("added to c", -0.1f, 0.9999f, false, false, Activation.IDENTITY));
      all.add(new Variant("added to c -> relu", 0.5f, 1f, false, false, Activation.RELU));
      all.add(new Variant("scaled -> relu", -0.5f, 0f, false, false, Activation.RELU));
      for (Activation activation : Activation.values()) {
        all.add(new Variant("+ bias -> " + activation, 1f, 0f, true, false, activation));
      }
      for (Activation activation : Activation.hidden()) {
        all.add(new Variant("x " + activation + "'", 1f, 0f, false, true, activation));
      }
      return all;
    }
  }

  private static OpCase product(
      Random random, int m, int n, int k, boolean transA, boolean transB, Variant v) {
    Slot<float[]> a = transA ? Slot.floats("a", k, m) : Slot.floats("a", m, k);
    Slot<float[]> b = transB ? Slot.floats("b", n, k) : Slot.floats("b", k, n);
    Slot<float[]> c = Slot.floats("c", m, n);
    Slot<float[]> bias = Slot.floats("bias", 1, n);
    Slot<float[]> output = Slot.floats("output", m, n);
    Epilogue epilogue =
        v.gradient
            ? new Epilogue.Gradient(v.activation, output)
            : new Epilogue.Forward(v.bias ? bias : null, v.activation);
    Map<Slot<?>, Object> memory = new HashMap<>();
    memory.put(a, Operands.numbers(random, m * k));
    memory.put(b, Operands.numbers(random, k * n));
    memory.put(
        c, v.beta == 0 ? Operands.filled(m * n, Float.NaN) : Operands.numbers(random, m * n));
    memory.put(bias, Operands.numbers(random, n));
    memory.put(output, Operands.unit(random, m * n));
    String kind =
        "MatMul %s %s".formatted(transA ? "aᵀ" : "a", transB ? "bᵀ" : "b")
            + (v.name.isEmpty() ? "" : ", " + v.name);
    return new OpCase(kind, new MatMul(a, b, c, transA, transB, v.alpha, v.beta, epilogue), memory);
  }

  private static OpCase gatherRows(Random random, int features) {
    int batch = 5;
    Slot<byte[]> images = Slot.bytes("images", 9, features);
    Slot<int[]> order = Slot.ints("order", 1, 11);
    Slot<float[]> out = Slot.floats("out", batch, features);
    byte[] pixels = new byte[images.size()];
    random.nextBytes(pixels);
    return new OpCase(
        "GatherRows",
        new GatherRows(images, order, out),
        Map.of(
            images, pixels,
            order, Operands.indexes(random, 11, 9),
            out, Operands.filled(out.size(), Float.NaN)));
  }

  private static OpCase columnSums(Random random, int n, float beta) {
    int rows = 1 + random.nextInt(200);
    Slot<float[]> a = Slot.floats("rows", rows, n);
    Slot<float[]> c = Slot.floats("sums", 1, n);
    return new OpCase(
        beta == 0 ? "ColumnSums" : "ColumnSums, added to c",
        new ColumnSums(a, c, beta == 0 ? 1f : -0.1f, beta),
        Map.of(
            a,
            Operands.numbers(random, a.size()),
            c,
            beta == 0 ? Operands.filled(n, Float.NaN) : Operands.numbers(random, n)));
  }

  private static OpCase dropoutMask(Random random, int units) {
    Slot<int[]> draw = Slot.ints("draw", 1, 4);
    Slot<float[]> mask = Slot.floats("mask", 5, units);
    double rate = random.nextInt(4) == 0 ? 0.5 : random.nextDouble();
    return new OpCase(
        "DropoutMask",
        new DropoutMask(draw, mask, 1 + random.nextInt(3), rate, 11),
        Map.of(
            draw, random.ints(4).toArray(),
            mask, Operands.filled(mask.size(), Float.NaN)));
  }

  private static OpCase multiply(Random random, int cols) {
    Slot<float[]> a = Slot.floats("a", 3, cols);
    Slot<float[]> factor = Slot.floats("factor", 3, cols);
    return new OpCase(
        "Multiply",
        new Multiply(a, factor, a),
        Map.of(
            a, Operands.numbers(random, a.size()),
            factor, Operands.numbers(random, a.size())));
  }

  /** An activation of a column of arguments times factors near 1. */
  private OpCase activationSweep(Random random, Activation activation) {
    int width = 16;
    float[] x = Operands.arguments(random, sweep / width);
    Slot<float[]> a = Slot.floats("a", x.length, 1);
    Slot<float[]> b = Slot.floats("b", 1, width);
    Slot<float[]> c = Slot.floats("c", x.length, width);
    Slot<float[]> bias = Slot.floats("bias", 1, width);
    float[] factors = new float[width];
    for (int j = 0; j < width; j++) {
      factors[j] = 1 - j / 64f;
    }
    return new OpCase(
        "MatMul a b, + bias -> " + activation,
        new MatMul(a, b, c, false, false, 1f, 0f, new Epilogue.Forward(bias, activation)),
        Map.of(a, x, b, factors, c, Operands.filled(c.size(), Float.NaN), bias, new float[width]));
  }

  /** Rows of 0 and arguments at most 0, so that exp gets these and log all sums up to classes. */
  private OpCase softmaxSweep(Random random, int classes) {
    int others = classes - 1;
    float[] x = Operands.arguments(random, sweep / classes * others);
    int batch = x.length / others;
    float[] logits = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < others; j++) {
        logits[i * classes + 1 + j] = -Math.abs(x[i * others + j]);
      }
    }
    return softmaxCrossEntropy(random, logits, batch, classes, true, Activation.IDENTITY);
  }

  /** The same with class weights. */
  private static OpCase weighted(OpCase one, Random random) {
    SoftmaxCrossEntropy op = (SoftmaxCrossEntropy) one.op();
    Slot<float[]> weights = Slot.floats("weights", 1, op.logits().cols());
    Map<Slot<?>, Object> memory = new HashMap<>(one.memory());
    memory.put(weights, Operands.unit(random, weights.size()));
    return new OpCase(
        one.kind() + ", weighted",
        new SoftmaxCrossEntropy(
            op.logits(),
            op.labels(),
            op.order(),
            weights,
            op.gradient(),
            op.gate(),
            op.scale(),
            op.loss(),
            op.prediction()),
        memory);
  }

  private static OpCase softmaxCrossEntropy(
      Random random, int classes, boolean withGradient, Activation gate) {
    int batch = 19;
    int usable = Math.min(classes, 256);
    return softmaxCrossEntropy(
        random, Operands.logits(random, batch, usable), batch, usable, withGradient, gate);
  }

  private static OpCase softmaxCrossEntropy(
      Random random,
      float[] values,
      int batch,
      int classes,
      boolean withGradient,
      Activation gate) {
    Slot<float[]> logits = Slot.floats("logits", batch, classes);
    int positions = batch + 21; // more than the batch: it is a part of an epoch
    Slot<byte[]> labels = Slot.bytes("labels", 30, 1);
    Slot<int[]> order = Slot.ints("order", 1, positions);
    Slot<float[]> loss = Slot.floats("loss", 1, positions);
    Slot<int[]> prediction = Slot.ints("prediction", 1, positions);
    @Nullable Slot<float[]> gradient =
        withGradient ? Slot.floats("gradient", batch, classes) : null;
    byte[] truth = new byte[30];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (byte) random.nextInt(classes);
    }
    Map<Slot<?>, Object> memory = new HashMap<>();
    memory.put(logits, values);
    memory.put(labels, truth);
    memory.put(order, Operands.indexes(random, positions, 30));
    memory.put(loss, new float[positions]);
    memory.put(prediction, new int[positions]);
    if (gradient != null) {
      memory.put(gradient, Operands.filled(gradient.size(), Float.NaN));
    }
    String kind =
        "SoftmaxCrossEntropy"
            + (withGradient ? ", gradient" : "")
            + (withGradient && gate == Activation.RELU ? " x relu'" : "");
    return new OpCase(
        kind,
        new SoftmaxCrossEntropy(
            logits, labels, order, gradient, gate, 1f / batch, loss, prediction),
        memory);
  }
}
