package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.ScoringStep;
import dev.incline.data.Split;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.plan.TrainingStep;
import dev.incline.train.feed.Pass;
import dev.incline.train.score.Evaluation;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * A training as it is set up on a device, before it starts: where its rows lie, how many a step
 * takes, and the plans over them. Either all rows are on the device, in one source per file; or
 * they pass through two staging sources, chunk by chunk, the one being filled while the steps read
 * the other. The steps are the same ones.
 *
 * <pre>
 *   resident:  training.images [rows x D]      order: position ─▶ row of the file
 *   streamed:  staging0.images [chunk x D]     order: position ─▶ row of its chunk
 *              staging1.images [chunk x D]     loss, prediction: by position, in either case
 * </pre>
 *
 * @param trainingRows of the training file, those that validate included
 * @param testRows of the test file
 * @param chunk rows of a staging source; 0 where all rows are on the device
 * @param split of the training file's rows
 * @param inputs what rows are made of: {@code byte[].class} or {@code float[].class}
 */
public record Setup(
    Network network,
    TrainOptions options,
    int trainingRows,
    int testRows,
    int chunk,
    Split split,
    Class<?> inputs) {
  /** Bytes of a chunk: few enough that a core's cache, or that of all, holds them on their way. */
  private static final int CHUNK_BYTES = 3 << 19;

  /** Batches of a chunk, should they be more than that: enough to hide how the queue turns. */
  private static final int CHUNK_BATCHES = 16;

  /** But no more than this: no step hides an epoch's first chunk. */
  private static final int MAX_CHUNK_BYTES = 8 << 20;

  Setup(
      Network network,
      TrainOptions options,
      int trainingRows,
      int testRows,
      int chunk,
      Class<?> inputs) {
    this(network, options, trainingRows, testRows, chunk, options.split(trainingRows), inputs);
  }

  /**
   * All rows on the device where they fit, else chunks as large as they should be, or as fit.
   *
   * @param inputs what rows are made of: {@code byte[].class} or {@code float[].class}
   * @param inMemory whether the host holds all rows; else they are streamed from their files
   * @param backend is asked what the plans take; nothing is allocated
   * @param capacity what may be taken of it
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     the device cannot even hold two chunks of one batch
   */
  public static Setup of(
      Network network,
      TrainOptions options,
      int trainingRows,
      int testRows,
      Class<?> inputs,
      boolean inMemory,
      Backend backend,
      Capacity capacity) {
    Setup whole = new Setup(network, options, trainingRows, testRows, 0, inputs);
    whole.requireCountable();
    if (inMemory && whole.fits(backend, capacity)) {
      return whole;
    }
    int batch = whole.batch();
    int samples = whole.split.training().length;
    long bytes = (long) batch * network.inputs() * (inputs == byte[].class ? 1 : Float.BYTES);
    long wanted = Math.max(CHUNK_BYTES, Math.min(CHUNK_BATCHES * bytes, MAX_CHUNK_BYTES));
    long most = Math.max(1, wanted / bytes);
    int few = 0; // batches of the largest chunk known to fit
    int many = (int) Math.min(most, (samples + batch - 1) / batch);
    while (few < many) {
      int middle = (few + many + 1) / 2;
      if (whole.streamed(middle * batch).fits(backend, capacity)) {
        few = middle;
      } else {
        many = middle - 1;
      }
    }
    if (few == 0) {
      throw whole.streamed(batch).tooLarge(backend, capacity);
    }
    return whole.streamed(few * batch);
  }

  Setup streamed(int rows) {
    return new Setup(network, options, trainingRows, testRows, rows, split, inputs);
  }

  boolean isStreamed() {
    return chunk > 0;
  }

  /** What the training steps read from and report to: one source, or the two staging ones. */
  List<Source> training() {
    return sources("training", trainingRows, split.training().length);
  }

  /** The same with the rows that the options choose by their labels, and what these decide. */
  public Setup over(byte[] labels) {
    TrainOptions decided = options.over(labels, network.classes());
    return new Setup(
        network, decided, trainingRows, testRows, chunk, options.split(labels), inputs);
  }

  /** Whether no row validates; then there are no sources of validation. */
  boolean isUnvalidated() {
    return split.validation().length == 0;
  }

  List<Source> validation() {
    if (isUnvalidated()) {
      return List.of();
    }
    int samples = split.validation().length;
    return isStreamed()
        ? sources("validation", trainingRows, samples)
        : List.of(training().get(0).choose("validation", samples));
  }

  List<Source> test() {
    return sources("test", testRows, testRows);
  }

  private List<Source> sources(String name, int rows, int samples) {
    if (!isStreamed()) {
      return List.of(Source.of(name, inputs, rows, network.inputs(), samples));
    }
    return List.of(
        Source.of("staging0", inputs, chunk, network.inputs(), chunk).choose(name, samples),
        Source.of("staging1", inputs, chunk, network.inputs(), chunk).choose(name, samples));
  }

  /** Rows of a training step. */
  public int batch() {
    return Math.min(options.batch(), split.training().length);
  }

  /** Rows of a step that scores, where there are so many. */
  public int evaluationBatch() {
    return isStreamed() ? Math.min(Evaluation.BATCH, chunk) : Evaluation.BATCH;
  }

  Plan trainingStep(Source source, int size) {
    return Planner.trainingStep(network, source, size, options.recipe());
  }

  /** The same on a device, or shared by several. */
  Pass.Step steps(Backend backend) {
    return new Pass.Step(
        this::trainingStep,
        (source, size) ->
            backend.compile(new TrainingStep(network, source, size, options.recipe())));
  }

  Plan evaluation(Source source, int size) {
    return Planner.evaluation(network, source, size);
  }

  /** The same on a device, or on several that do some each. */
  Pass.Step evaluations(Backend backend) {
    return new Pass.Step(
        this::evaluation,
        (source, size) ->
            backend.compile(
                new ScoringStep(
                    evaluation(source, size), source, size, Planner.logits(network, size))));
  }

  /** Every plan of the training, each with its shorter rest: steps, validation, test. */
  public List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    for (Source source : training()) {
      for (int size : Pass.sizes(split.training().length, batch())) {
        plans.add(trainingStep(source, size));
      }
    }
    for (List<Source> scored : List.of(validation(), test())) {
      for (Source source : scored) {
        for (int size : Pass.sizes(source.order().size(), evaluationBatch())) {
          plans.add(evaluation(source, size));
        }
      }
    }
    return plans;
  }

  /**
   * The ops of every plan, each form once, and the kernels where the device has a choice: what it
   * must compute right.
   */
  public SortedSet<String> ops(Backend backend) {
    SortedSet<String> ops = backend.kernels(plans());
    plans().forEach(plan -> plan.ops().forEach(op -> ops.add(op.kind())));
    return ops;
  }

  private boolean fits(Backend backend, Capacity capacity) {
    return backend.demand(plans()).fits(capacity);
  }

  /** Readies a device for the training while its rows are still being read. */
  public void prepare(Backend backend) {
    plans().forEach(backend::prepare);
  }

  /** Java counts the elements of a slot in an int; told before a slot is made. */
  private void requireCountable() {
    long widest = network.inputs();
    for (Layer layer : network.layers()) {
      widest = Math.max(widest, layer.outputs());
    }
    if (widest * batch() > Integer.MAX_VALUE - 64) {
      throw new InvalidOptionException(
          Phrase.of(
              "--batch %,d of rows of up to %,d values is more than one array holds: take a smaller --batch or --hidden",
              batch(), widest));
    }
  }

  private InvalidOptionException tooLarge(Backend backend, Capacity capacity) {
    MemoryNeed least =
        new MemoryNeed(backend.demand(plans()), Planner.state(network, options.optimizer()));
    return new InvalidOptionException(
        Phrase.of(
            "%s at --batch %d needs at least %s on %s, but %s: %s. Take a smaller --batch, --hidden or --limit, or allow more with --device-memory",
            network, options.batch(), least.sum(), backend.name(), least.lack(capacity), least));
  }
}
