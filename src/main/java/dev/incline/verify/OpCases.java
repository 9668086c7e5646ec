package dev.incline.verify;

import dev.incline.backend.reference.Philox;
import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.GatherRows;
import dev.incline.plan.GatherValues;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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
 * @param forms how many of an op's forms to take: a device compiles a kernel for each
 */
public record OpCases(int[] sizes, int pairs, int sweep, String only, Forms forms) {
  /** Which forms of ops there are cases of. */
  public enum Forms {
    /** All lengths; all epilogues of a product with all orders of its operands and all widths. */
    ALL,
    /**
     * A few lengths; all epilogues with all orders, each pair with one width: an order meets all
     * widths, an epilogue four of five.
     */
    PAIRS,
    /**
     * A few lengths; each epilogue meets few columns with one order and more with another, so that
     * all epilogues together meet all orders.
     */
    FEW
  }

  private static final int[] EDGES = {
    1, 2, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 784
  };

  static final int WIDE = 300; // columns: more than one work-item takes, or padding has

  /** Thousands of cases over all edges. */
  public static final OpCases FULL = new OpCases(EDGES, 64, 1 << 18, "", Forms.ALL);

  /** Hundreds of cases: seconds where nothing is compiled. */
  public static final OpCases MANY =
      new OpCases(Arrays.copyOf(EDGES, 15), 15, 1 << 16, "", Forms.ALL);

  /** Hundreds of cases of few kernels: seconds also where a driver compiles them. */
  public static final OpCases QUICK = MANY.of(Forms.FEW);

  /** Dozens of tiny cases of few kernels: for devices that are emulated. */
  public static final OpCases TINY =
      new OpCases(new int[] {1, 2, 7, 17, 33}, 5, 1 << 8, "", Forms.FEW);

  /** Those of these cases whose kind has this in its name. */
  public OpCases only(String part) {
    return new OpCases(sizes, pairs, sweep, part, forms);
  }

  /** Cases of the same sizes in other forms. */
  public OpCases of(Forms others) {
    return new OpCases(sizes, pairs, sweep, only, others);
  }

  /** These cases with so many arguments in their sweep. */
  public OpCases sweep(int arguments) {
    return new OpCases(sizes, pairs, arguments, only, forms);
  }

  /** What they run. */
  public List<Op> ops() {
    return all().stream().map(OpCase::op).toList();
  }

  /** All cases, those of one kind together. */
  Collection<List<OpCase>> byKind() {
    return all().stream()
        .filter(one -> one.kind().contains(only))
        .collect(Collectors.groupingBy(OpCase::kind, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private List<OpCase> all() {
    RandomGenerator random = new SplittableRandom(20_24);
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
        cases.add(multiply(random, size, i % 2 == 0));
      }
      for (boolean gradient : new boolean[] {false, true}) {
        cases.add(LossCases.of(random, size, gradient, Activation.IDENTITY));
        cases.add(LossCases.of(random, size, gradient, Activation.RELU));
      }
      cases.add(LossCases.weighted(random, size, Activation.IDENTITY));
      cases.add(LossCases.weighted(random, size, Activation.RELU));
    }
    cases.add(columnSums(random, WIDE, 0f));
    cases.add(columnSums(random, WIDE, 0.9f));
    cases.add(UpdateCases.momentum(random, 7, WIDE, 0.01f, false)); // more than a work-item takes
    cases.add(UpdateCases.vanishingVelocity(random, 3, 67));
    cases.add(UpdateCases.vanishingMeans(random, 3, 67));
    cases.add(UpdateCases.roots(random, sweep));
    cases.add(UpdateCases.sgd(random, 7, WIDE, 0.01f));
    cases.add(dropoutMask(random, WIDE));
    atTheThreshold(cases);
    cases.add(multiply(random, WIDE, true));
    cases.add(multiply(random, WIDE, false));
    cases.add(LossCases.sweep(random, sweep, 2));
    cases.add(LossCases.sweep(random, sweep, 10));
    ProductCases products = new ProductCases(sizes, pairs, forms, random, cases);
    products.addSweeps(sweep);
    products.addAll();
    for (int i = 0; i < sizes.length; i++) {
      if (takes(i, 3)) {
        cases.add(gatherValues(random, sizes[i]));
      }
    }
    ShardCases.addAll(random, sizes, forms != Forms.ALL, cases);
    return cases;
  }

  /** Whether an op that has a kernel for each length takes this one; of five, which. */
  private boolean takes(int index, int which) {
    return forms == Forms.ALL || index % 5 == which;
  }

  private static OpCase gatherRows(RandomGenerator random, int features) {
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

  private static OpCase gatherValues(RandomGenerator random, int features) {
    Slot<float[]> values = Slot.floats("values", 9, features);
    Slot<int[]> order = Slot.ints("order", 1, 11);
    Slot<float[]> out = Slot.floats("out", 5, features);
    return new OpCase(
        "GatherValues",
        new GatherValues(values, order, out),
        Map.of(
            values, Operands.numbers(random, values.size()),
            order, Operands.indexes(random, 11, 9),
            out, Operands.filled(out.size(), Float.NaN)));
  }

  private static OpCase columnSums(RandomGenerator random, int n, float beta) {
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

  private static OpCase dropoutMask(RandomGenerator random, int units) {
    double rate = random.nextInt(4) == 0 ? 0.5 : random.nextDouble();
    return dropoutMask(random.ints(4).toArray(), units, 1 + random.nextInt(3), rate);
  }

  private static OpCase dropoutMask(int[] drawn, int units, int layer, double rate) {
    Slot<int[]> draw = Slot.ints("draw", 1, 4);
    Slot<float[]> mask = Slot.floats("mask", 5, units);
    return new OpCase(
        "DropoutMask",
        new DropoutMask(draw, mask, layer, rate, 11),
        Map.of(draw, drawn, mask, Operands.filled(mask.size(), Float.NaN)));
  }

  /** The first unit's word is the threshold itself: it is kept, and with one more it is not. */
  private static void atTheThreshold(List<OpCase> cases) {
    int[] drawn = {1, 2, 3, 4};
    int[] words = new int[4];
    int position = drawn[3] + dropoutMask(drawn, 4, 1, 0).cursor();
    Philox.draw(drawn[0], drawn[1], drawn[2], position, 1, 0, words);
    double word = words[0] & 0xffffffffL;
    cases.add(dropoutMask(drawn, 4, 1, word * 0x1p-32));
    cases.add(dropoutMask(drawn, 4, 1, (word + 1) * 0x1p-32));
  }

  /** In place, as gradients go back; or into memory of its own, as a layer's output goes on. */
  private static OpCase multiply(RandomGenerator random, int cols, boolean inPlace) {
    Slot<float[]> a = Slot.floats("a", 3, cols);
    Slot<float[]> factor = Slot.floats("factor", 3, cols);
    Slot<float[]> product = inPlace ? a : Slot.floats("product", 3, cols);
    Map<Slot<?>, Object> memory = new HashMap<>();
    memory.put(product, Operands.filled(a.size(), Float.NaN));
    memory.put(a, Operands.numbers(random, a.size()));
    memory.put(factor, Operands.numbers(random, a.size()));
    return new OpCase("Multiply", new Multiply(a, factor, product), memory);
  }
}
