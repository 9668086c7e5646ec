package dev.incline.train.feed;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Draw;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.List;

/** One pass over the positions of an order: whole batches, then the shorter rest. */
public final class Pass {
  /**
   * A step over so many rows of a source.
   *
   * @param plan what it computes
   * @param ready the same, ready to run
   */
  public record Step(Of<Plan> plan, Of<Executable> ready) {
    /** What follows from a source and from how many of its rows a step takes. */
    public interface Of<T> {
      T of(Source source, int size);
    }
  }

  private final Backend backend;
  private final Feed feed;
  private final Source results; // order, loss and prediction are the same in every source
  private final int samples;
  private final int batch;
  private final Scored unwritten; // [samples]
  private final List<List<Plan>> plans = new ArrayList<>(); // by source, then by size
  private final List<List<Executable>> executables = new ArrayList<>(); // likewise

  /**
   * @param feed its sources are written at least once: what a step looks like may follow from them
   * @param batch rows per step, at least 1
   */
  public Pass(Backend backend, Feed feed, int batch, Step step) {
    this.backend = backend;
    this.feed = feed;
    this.results = feed.sources().get(0);
    this.samples = results.order().size();
    this.batch = Math.min(batch, samples);
    this.unwritten = Scored.unwritten(samples);
    for (Source source : feed.sources()) {
      List<Integer> sizes = sizes(samples, batch);
      plans.add(sizes.stream().map(size -> step.plan.of(source, size)).toList());
      executables.add(sizes.stream().map(size -> step.ready.of(source, size)).toList());
    }
  }

  /** The batch sizes of a pass: the whole batch, then the rest where there is one. */
  public static List<Integer> sizes(int samples, int batch) {
    int whole = Math.min(batch, samples);
    int rest = samples % whole;
    return rest == 0 ? List.of(whole) : List.of(whole, rest);
  }

  public int steps() {
    return (samples + batch - 1) / batch;
  }

  /** Rows of a step. */
  public int size(int step) {
    return Math.min(batch, samples - step * batch);
  }

  /** Positions finished once all steps before {@code step} are. */
  public int position(int step) {
    return (int) Math.min(samples, (long) step * batch);
  }

  /** The step, from 1, that handles a position. */
  public int stepOf(int position) {
    return position / batch + 1;
  }

  /** What a step computes. */
  public Plan plan(int step) {
    List<Plan> here = plans.get(feed.at(step * batch));
    return here.get(step < samples / batch ? 0 : here.size() - 1);
  }

  /** Rows of a whole step. */
  public int batch() {
    return batch;
  }

  /** Starts over, with these rows of the file in this order; no row has a score then. */
  public void begin(int[] order) {
    feed.begin(order);
    backend.write(results.loss(), unwritten.loss());
    backend.write(results.prediction(), unwritten.prediction());
  }

  /**
   * Starts over, with steps that train.
   *
   * @param first step of the pass, from 0 over all epochs
   * @param rates learning rate of each step of the pass
   * @param draw of its first sample
   */
  public void begin(int[] order, Recipe recipe, long first, double[] rates, Draw draw) {
    begin(order);
    if (recipe.drops()) {
      backend.write(results.draw(), draw.words());
    }
    backend.write(results.scalars(recipe, first, rates, batch));
  }

  /** The losses of all samples. */
  public Slot<float[]> loss() {
    return results.loss();
  }

  /** Asks for the steps from {@code from} up to before {@code to}; does not wait for them. */
  public void run(int from, int to) {
    int step = from;
    while (step < to) {
      int position = step * batch;
      List<Executable> here = executables.get(feed.at(position));
      int last = Math.min(to, feed.end(position) / batch); // of the steps asked for at once
      int whole = Math.min(last, samples / batch);
      if (step < whole) {
        here.get(0).run(position, whole - step, batch);
        step = whole;
      } else {
        here.get(1).run(position);
        step++;
      }
    }
  }

  /** Waits for the steps asked for. */
  public Scored scored() {
    return new Scored(backend.read(results.loss()), backend.read(results.prediction()));
  }
}
