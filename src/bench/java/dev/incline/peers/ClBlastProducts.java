package dev.incline.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jocl.CL;
import org.jocl.blast.CLBlast;

/**
 * How fast CLBlast, with the parameters it ships, multiplies matrices: what `incline bench`
 * measures of ours, in the same way.
 *
 * <p>Arguments: the device as `incline devices` prints it, such as 0:0, seconds per repetition,
 * then shapes such as 64x128x784NN: m, n, k, and the two letters of BLAS for the left and the right
 * matrix. Prints one JSON document.
 */
final class ClBlastProducts {
  private static final int REPETITIONS = 5;

  private ClBlastProducts() {}

  public static void main(String[] args) throws IOException {
    CL.setExceptionsEnabled(true);
    CLBlast.setExceptionsEnabled(true);
    double seconds = Double.parseDouble(args[1]);
    List<Map<String, Object>> products = new ArrayList<>();
    for (String text : List.of(args).subList(2, args.length)) {
      Shape shape = Shape.of(text);
      try (ClBlastProduct product = new ClBlastProduct(args[0], shape, new Random(1))) {
        product.run(1);
        product.check();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("m", shape.m());
        fields.put("n", shape.n());
        fields.put("k", shape.k());
        fields.put("transA", shape.transA());
        fields.put("transB", shape.transB());
        fields.put("flopsPerSecond", shape.flops() / secondsPerRun(product, seconds));
        products.add(fields);
      }
    }
    System.out.println(new ObjectMapper().writeValueAsString(Map.of("products", products)));
  }

  /** The median of some repetitions, each of as many runs as fill the time. */
  private static double secondsPerRun(ClBlastProduct product, double seconds) {
    int runs = 1;
    double taken = product.run(runs);
    while (taken < seconds) {
      runs *= 2;
      taken = product.run(runs);
    }
    double[] times = new double[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) {
      times[i] = product.run(runs) / runs;
    }
    Arrays.sort(times);
    return times[REPETITIONS / 2];
  }

  /**
   * c = op(a) op(b), all row-major.
   *
   * @param m rows of c
   * @param n columns of c
   * @param k length of the sums
   * @param transA whether a is stored [k x m]
   * @param transB whether b is stored [n x k]
   */
  record Shape(int m, int n, int k, boolean transA, boolean transB) {
    static Shape of(String text) {
      String[] sizes = text.substring(0, text.length() - 2).split("x");
      return new Shape(
          Integer.parseInt(sizes[0]),
          Integer.parseInt(sizes[1]),
          Integer.parseInt(sizes[2]),
          text.charAt(text.length() - 2) == 'T',
          text.endsWith("T"));
    }

    /** Operations of one product; a multiplication with its addition counts as two. */
    double flops() {
      return 2.0 * m * n * k;
    }
  }
}
