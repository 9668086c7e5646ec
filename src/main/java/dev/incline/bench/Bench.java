package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.model.Network;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param works the networks to train
 * @param batches the batch sizes to train each with
 * @param squares sizes of the square products that the peak is the best of
 * @param copyMebibytes of the array that is copied
 */
public record Bench(
    List<Network> works,
    List<Integer> batches,
    List<Integer> squares,
    int copyMebibytes,
    Stopwatch stopwatch) {

  /** Is told each result as it comes. */
  public interface Listener {
    void launch(LaunchCost cost);

    void copy(CopyRate rate);

    void product(ProductRate rate);

    /** Told once, when all products are. */
    void peak(double flopsPerSecond);

    void training(TrainingRate rate);
  }

  /** Measures everything, one after the other. */
  public BenchReport run(Backend backend, Dataset data, Listener listener) {
    LaunchCost launch = LaunchCost.measure(backend, stopwatch);
    listener.launch(launch);
    CopyRate copy = CopyRate.measure(backend, stopwatch, copyMebibytes);
    listener.copy(copy);

    List<ProductRate> products = new ArrayList<>();
    shapes(data)
        .forEach(
            (op, of) -> {
              products.add(ProductRate.measure(backend, stopwatch, of, op));
              listener.product(products.get(products.size() - 1));
            });
    double peak = 0;
    for (int size : squares) {
      ProductRate square = ProductRate.square(backend, stopwatch, size);
      products.add(square);
      listener.product(square);
      peak = Math.max(peak, square.flopsPerSecond());
    }
    listener.peak(peak);

    List<TrainingRate> training = new ArrayList<>();
    for (Network network : works) {
      for (int batch : batches) {
        TrainingRate rate =
            TrainingRate.measure(backend, stopwatch, data, network, batch, launch, peak);
        training.add(rate);
        listener.training(rate);
      }
    }
    return new BenchReport(backend.name(), launch, copy, peak, products, training);
  }

  /** The products of each work's step, each shape once, and the first work it occurs in. */
  private Map<MatMul, String> shapes(Dataset data) {
    Map<String, MatMul> seen = new LinkedHashMap<>();
    Map<MatMul, String> shapes = new LinkedHashMap<>();
    for (Network network : works) {
      int batch = Math.min(usualBatch(network), TrainingRate.samples(data.rows()));
      Source source = TrainingRate.source(data);
      Plan plan = TrainingRate.step(network, source, batch);
      for (Op op : plan.ops()) {
        if (op instanceof MatMul product && seen.putIfAbsent(shape(product), product) == null) {
          shapes.put(product, network + ", batch " + batch);
        }
      }
    }
    return shapes;
  }

  private static String shape(MatMul p) {
    return p.m() + " " + p.n() + " " + p.k() + " " + p.transA() + " " + p.transB();
  }

  /** Wide networks are trained with wide batches. */
  private static int usualBatch(Network network) {
    return network.layers().get(0).outputs() < 512 ? 64 : 512;
  }
}
