package dev.incline.tune;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches the best tiling of each product. Every candidate is built and its result held against
 * plain Java's, bit for bit; those that pass are timed in turns, so that all see the same noise,
 * and the slower half drops out again and again while those that stay are timed more often.
 *
 * @param family of tiles that are searched; the device's standard tile is tried in any case
 * @param quick fewer candidates, shorter measurements
 * @param open gives the device, under any tiles
 * @param clock nanoseconds
 */
public record Tuner(
    ClDevice device,
    Tiling.Family family,
    boolean quick,
    Function<Tiles, Backend> open,
    LongSupplier clock) {
  private static final Logger log = LoggerFactory.getLogger(Tuner.class);
  private static final int FINALISTS = 4;
  private static final double CLEARLY = 1.03; // a smaller gain over the standard tile may be noise

  /**
   * Tunes a device.
   *
   * @param options whose kernels are tuned
   */
  public Tuner(ClDevice device, OpenClOptions options, Tiling.Family family, boolean quick) {
    this(
        device,
        family,
        quick,
        tiles -> new OpenClBackend(device, options(device, options, tiles)),
        System::nanoTime);
  }

  /** Under these tiles a product is a launch of its own: in others of a GPU it has no tiles. */
  static OpenClOptions options(ClDevice device, OpenClOptions options, Tiles tiles) {
    OpenClOptions tiled = options.withTiles(tiles);
    return Tiling.Family.of(device) == Tiling.Family.LOCAL ? tiled.withLaunches(Form.OPS) : tiled;
  }

  /**
   * How the search for one product went.
   *
   * @param standard the tiling that is taken without tuning
   * @param best the winner; empty where no candidate computes the right bits
   * @param tried all candidates
   * @param failed those that did not build or run
   * @param wrong those that ran and gave other bits than plain Java
   */
  public record ProductResult(
      ProductShape shape,
      Tiling standard,
      Optional<TunedProduct> best,
      List<Tiling> tried,
      List<Tiling> failed,
      List<Tiling> wrong) {}

  /** The products of a plan, one for each shape, in its order. */
  public static List<MatMul> products(Plan plan) {
    Map<ProductShape, MatMul> shapes = new LinkedHashMap<>();
    for (Op op : plan.ops()) {
      if (op instanceof MatMul product) {
        shapes.putIfAbsent(ProductShape.of(product), product);
      }
    }
    return List.copyOf(shapes.values());
  }

  /**
   * Searches the best tiling of each product.
   *
   * @param listener hears each result as it is complete
   */
  public List<ProductResult> tune(List<MatMul> products, Consumer<ProductResult> listener) {
    List<ProductResult> outcomes = new ArrayList<>();
    try (Backend reference = Trial.reference()) {
      for (MatMul product : products) {
        try (Trial trial = new Trial(product, reference, open, clock)) {
          ProductResult result = search(trial, ProductShape.of(product));
          listener.accept(result);
          outcomes.add(result);
        }
      }
    }
    return outcomes;
  }

  private ProductResult search(Trial trial, ProductShape shape) {
    List<Tiling> tried = Candidates.of(family, device, shape, quick);
    List<Tiling> failed = new ArrayList<>();
    List<Tiling> wrong = new ArrayList<>();
    List<Candidate> right = new ArrayList<>();
    for (Tiling tiling : tried) {
      try {
        Executable product = trial.compile(tiling);
        if (trial.isRight(product)) {
          right.add(new Candidate(tiling, product));
        } else {
          wrong.add(tiling);
          log.warn("{} computes wrong bits on {}: {}", tiling, device.title(), shape);
        }
      } catch (ClException e) {
        failed.add(tiling);
        log.debug("{} is skipped: {}", tiling, shape, e);
      }
    }
    Tiling standard = tried.get(0);
    return new ProductResult(
        shape, standard, best(trial, shape, right, standard), tried, failed, wrong);
  }

  private Optional<TunedProduct> best(
      Trial trial, ProductShape shape, List<Candidate> right, Tiling standard) {
    if (right.isEmpty()) {
      return Optional.empty();
    }
    List<Candidate> field = new ArrayList<>(right);
    double slice = quick ? 0.002 : 0.004;
    int turns = 3;
    time(trial, field, slice, turns);
    while (field.size() > FINALISTS) {
      field.sort(Comparator.comparingDouble(Candidate::median));
      int stay = Math.max(FINALISTS, field.size() / 2);
      field.subList(stay, field.size()).removeIf(c -> !c.tiling.equals(standard));
      if (field.size() <= FINALISTS + 1) {
        break;
      }
      turns *= 2;
      time(trial, field, slice, turns);
    }
    field.forEach(Candidate::forget);
    time(trial, field, slice, quick ? 9 : 25);
    field.removeIf(c -> !trial.isRight(c.product)); // once more, after all that running
    return winner(field, shape, standard);
  }

  private static void time(Trial trial, List<Candidate> field, double slice, int turns) {
    for (int turn = 0; turn < turns; turn++) {
      for (Candidate candidate : field) {
        candidate.time(trial, slice);
      }
    }
  }

  private static Optional<TunedProduct> winner(
      List<Candidate> field, ProductShape shape, Tiling standard) {
    Optional<Candidate> fastest = field.stream().min(Comparator.comparingDouble(Candidate::median));
    Optional<Candidate> known = field.stream().filter(c -> c.tiling.equals(standard)).findFirst();
    return fastest.map(
        best -> {
          boolean clear = known.isEmpty() || known.get().median() > CLEARLY * best.median();
          Candidate taken = clear ? best : known.get();
          double rate = shape.flops() / taken.median() / 1e9;
          double before = known.map(c -> shape.flops() / c.median() / 1e9).orElse(0.0);
          return new TunedProduct(shape, taken.tiling, rate, before);
        });
  }

  /** A tiling that computes the right bits, and how long it took. */
  private static final class Candidate {
    private final Tiling tiling;
    private final Executable product;
    private final List<Double> seconds = new ArrayList<>();
    private int repetitions = 1;
    private int enough = 1024; // repetitions, at most

    Candidate(Tiling tiling, Executable product) {
      this.tiling = tiling;
      this.product = product;
    }

    /** One measurement of about {@code slice} seconds. */
    void time(Trial trial, double slice) {
      for (; repetitions < enough; repetitions *= 2) {
        if (trial.seconds(product, repetitions) * repetitions >= slice) {
          enough = repetitions;
          break;
        }
      }
      seconds.add(trial.seconds(product, repetitions));
    }

    double median() {
      List<Double> sorted = seconds.stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }

    void forget() {
      seconds.clear();
    }
  }
}
