package dev.incline.verify;

import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import dev.incline.verify.OpCases.Forms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * The products of {@link OpCases}: each side as it is and transposed, each epilogue.
 *
 * @param sizes of rows, columns and inner sides
 * @param pairs of sizes for each form of a product
 * @param forms which of them
 * @param cases what they are added to
 */
record ProductCases(
    int[] sizes, int pairs, Forms forms, RandomGenerator random, List<OpCase> cases) {
  private static final int LARGE = 128; // who has sizes up to here has time for large products
  private static final int FEW_COLUMNS =
      7; // at most, as a class has; there products are cut otherwise
  private static final int DEEP = 32; // a GPU has a kernel for each inner side below
  private static final int WIDTHS = 4;

  /** Each activation with a polynomial, over many arguments. */
  void addSweeps(int arguments) {
    for (Activation activation : Activation.hidden()) {
      if (!activation.isGate()) {
        cases.add(sweep(activation, arguments));
      }
    }
  }

  /** Each form of a product. */
  void addAll() {
    int number = 0;
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        for (Variant variant : Variant.all()) {
          products(transA, transB, variant, number++);
        }
      }
    }
    if (Arrays.stream(sizes).max().orElseThrow() >= LARGE) {
      addLarge();
    }
  }

  /**
   * More than a CPU's cache holds, so that it takes them in blocks: two and a part of each side.
   * Each layout with another epilogue.
   */
  private void addLarge() {
    List<Variant> variants = Variant.all();
    for (int which = 0; which < 4; which++) {
      Variant variant = variants.get(forms == Forms.ALL ? variants.size() - 1 - which : which + 2);
      cases.add(product(259, 397, 331, which / 2 == 1, which % 2 == 1, variant));
    }
  }

  private void products(boolean transA, boolean transB, Variant variant, int number) {
    if (forms != Forms.ALL) {
      someProducts(transA, transB, variant, number);
      return;
    }
    int count = sizes.length * sizes.length;
    int step = Math.max(1, count / pairs);
    for (int pair = number % step; pair < count; pair += step) {
      int m = pair / sizes.length;
      int n = (pair + m) % sizes.length; // the same column of the grid is not met in every row
      int k = (3 * m + 5 * n + number) % sizes.length;
      cases.add(product(sizes[m], sizes[n], sizes[k], transA, transB, variant));
    }
    // whoever goes a row too far, leaves the padding behind a buffer as well
    cases.add(product(7, OpCases.WIDE, 2, transA, transB, variant));
    cases.add(product(7, 2, OpCases.WIDE, transA, transB, variant));
  }

  /** Every number of rows, with columns for which a device compiles one kernel, or two. */
  private void someProducts(boolean transA, boolean transB, Variant variant, int number) {
    int which = number % Variant.COUNT;
    int order = number / Variant.COUNT;
    boolean each = forms == Forms.PAIRS;
    int form = (which + order) % (WIDTHS + 1); // the last one: few columns
    int width = each ? form : which / 2 % WIDTHS;
    int[] depths = depths(number);
    if (each ? form == WIDTHS : which % 4 == order) {
      products(transA, transB, variant, n -> n <= FEW_COLUMNS, depths);
      cases.add(product(7, 2, OpCases.WIDE, transA, transB, variant));
    }
    if (each ? form < WIDTHS : (which + 2) % 4 == order) {
      IntPredicate many = n -> n > FEW_COLUMNS;
      IntPredicate wide = n -> many.test(n) && width(n) == width;
      boolean has = Arrays.stream(sizes).anyMatch(wide); // a few tiny sizes have not each width
      products(transA, transB, variant, has ? wide : many, depths);
      if (width == 2) {
        cases.add(product(7, OpCases.WIDE, 2, transA, transB, variant));
      }
    }
  }

  /** A small one, another one for each form, and all large ones; of a few tiny sizes all. */
  private int[] depths(int number) {
    int[] small = Arrays.stream(sizes).filter(k -> k < DEEP).toArray();
    return sizes.length - small.length < 2
        ? sizes
        : Arrays.stream(sizes)
            .filter(k -> k >= DEEP || k == small[number % small.length])
            .toArray();
  }

  private void products(
      boolean transA, boolean transB, Variant variant, IntPredicate columns, int[] depths) {
    int[] chosen = Arrays.stream(sizes).filter(columns).toArray();
    for (int i = 0; i < sizes.length; i++) {
      int k = depths[(3 * i + cases.size()) % depths.length];
      int n = chosen[i % chosen.length];
      cases.add(product(sizes[i], n, k, transA, transB, variant));
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

  private OpCase product(int m, int n, int k, boolean transA, boolean transB, Variant v) {
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
    memory.put(a, left(m, k, transA));
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

  /**
   * The operand whose zeros may be skipped: of three in turn one of few zeros, one that is mostly
   * zeros as behind ReLU, and one that is so in the first half of the inner side.
   */
  private float[] left(int m, int k, boolean transposed) {
    float[] a = Operands.numbers(random, m * k);
    int form = cases.size() % 3;
    int sparse = form == 0 ? 0 : k / form;
    for (int i = 0; i < a.length; i++) {
      int inner = transposed ? i / m : i % k;
      if (inner < sparse && random.nextInt(8) < 4) {
        a[i] = 0f;
      }
    }
    return a;
  }

  /** An activation of a column of arguments times factors near 1. */
  private OpCase sweep(Activation activation, int sweep) {
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
}
