package dev.incline.train;

import dev.incline.backend.Capacity;
import dev.incline.data.Split;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where on the device the rows of a training lie, and the plans over them. Either all rows are
 * there, in one source per file; or they pass through two staging sources, chunk by chunk, the one
 * being filled while the steps read the other. The steps are the same ones.
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
 */
record Residence(Network network, TrainOptions options, int trainingRows, int testRows, int chunk) {
  /**
   * Pixels of a chunk. Large enough that the queue's turns cost nothing beside its steps, small
   * enough that an epoch's first chunk, which no step hides, is there at once.
   */
  private static final long CHUNK_BYTES = 4 << 20;

  /**
   * All rows on the device where they fit, else the largest chunks that fit, up to {@link
   * #CHUNK_BYTES}.
   *
   * @param device for messages
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     the device cannot even hold two chunks of one batch
   */
  static Residence of(
      Network network,
      TrainOptions options,
      int trainingRows,
      int testRows,
      Capacity capacity,
      String device) {
    Residence whole = new Residence(network, options, trainingRows, testRows, 0);
    whole.requireBatchOfSlots();
    if (whole.fits(capacity)) {
      return whole;
    }
    int batch = whole.batch();
    int samples = whole.split().training().length;
    long most = Math.max(1, CHUNK_BYTES / ((long) batch * network.inputs()));
    int few = 0; // batches of the largest chunk known to fit
    int many = (int) Math.min(most, (samples + batch - 1) / batch);
    while (few < many) {
      int middle = (few + many + 1) / 2;
      if (whole.streamed(middle * batch).fits(capacity)) {
        few = middle;
      } else {
        many = middle - 1;
      }
    }
    if (few == 0) {
      throw whole.streamed(batch).tooLarge(capacity, device);
    }
    return whole.streamed(few * batch);
  }

  Residence streamed(int rows) {
    return new Residence(network, options, trainingRows, testRows, rows);
  }

  boolean isStreamed() {
    return chunk > 0;
  }

  Split split() {
    return options.split(trainingRows);
  }

  /** What the training steps read from and report to: one source, or the two staging ones. */
  List<Source> training() {
    return sources("training", trainingRows, split().training().length);
  }

  List<Source> validation() {
    int samples = split().validation().length;
    return isStreamed()
        ? sources("validation", trainingRows, samples)
        : List.of(training().get(0).choose("validation", samples));
  }

  List<Source> test() {
    return sources("test", testRows, testRows);
  }

  private List<Source> sources(String name, int rows, int samples) {
    if (!isStreamed()) {
      return List.of(Source.of(name, rows, network.inputs(), samples));
    }
    return List.of(
        Source.of("staging0", chunk, network.inputs(), chunk).choose(name, samples),
        Source.of("staging1", chunk, network.inputs(), chunk).choose(name, samples));
  }

  /** Rows of a training step. */
  int batch() {
    return Math.min(options.batch(), split().training().length);
  }

  /** Rows of a step that scores, where there are so many. */
  int evaluationBatch() {
    return isStreamed() ? Math.min(Evaluation.BATCH, chunk) : Evaluation.BATCH;
  }

  Plan trainingStep(Source source, int size) {
    return Planner.trainingStep(network, source, size, options.learningRate(), options.l2());
  }

  Plan evaluation(Source source, int size) {
    return Planner.evaluation(network, source, size);
  }

  /** Every plan of the training, each with its shorter rest: steps, validation, test. */
  List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    for (Source source : training()) {
      for (int size : Pass.sizes(split().training().length, batch())) {
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

  private boolean fits(Capacity capacity) {
    long total = 0;
    for (Slot<?> slot : slots()) {
      total += bytes(slot);
      if (bytes(slot) > capacity.piece()) {
        return false;
      }
    }
    return total <= capacity.total();
  }

  private Set<Slot<?>> slots() {
    Set<Slot<?>> slots = new HashSet<>();
    plans().forEach(plan -> slots.addAll(plan.slots()));
    return slots;
  }

  /** With the bit per pixel, in words of 64, that products which skip zeros keep of an image. */
  private static long bytes(Slot<?> slot) {
    long bytes = (long) slot.size() * slot.elementBytes();
    boolean images = slot.type() == byte[].class && slot.cols() > 1;
    return images ? bytes + (slot.cols() + 63) / 64 * 8L * slot.rows() : bytes;
  }

  /** Java counts the elements of a slot in an int. */
  private void requireBatchOfSlots() {
    long widest = network.inputs();
    for (Layer layer : network.layers()) {
      widest = Math.max(widest, layer.outputs());
    }
    if (widest * batch() > Integer.MAX_VALUE - 64) {
      throw new InvalidOptionException(
          "--batch %,d of rows of up to %,d values is more than one array holds: take a smaller --batch or --hidden"
              .formatted(batch(), widest));
    }
  }

  /** The least that would do, told by its parts. */
  private InvalidOptionException tooLarge(Capacity capacity, String device) {
    long staging = 0;
    long results = 0;
    long weights = 0;
    long working = 0;
    Set<Slot<?>> parameters = parameters();
    Slot<?> largest = training().get(0).images();
    for (Slot<?> slot : slots()) {
      largest = bytes(slot) > bytes(largest) ? slot : largest;
      if (slot.name().startsWith("staging")) {
        staging += bytes(slot);
      } else if (parameters.contains(slot)) {
        weights += bytes(slot);
      } else if (slot.rows() == 1) {
        results += bytes(slot);
      } else {
        working += bytes(slot);
      }
    }
    long total = staging + results + weights + working;
    String lack =
        total > capacity.total()
            ? "there are %s".formatted(size(capacity.total()))
            : "one piece may have %s, and %s has %s"
                .formatted(size(capacity.piece()), largest, size(bytes(largest)));
    return new InvalidOptionException(
        "%s at --batch %d needs at least %s on %s, but %s: weights %s, the values of a step %s, two chunks of %,d rows %s, order and losses %s. Take a smaller --batch, --hidden or --limit, or allow more with --device-memory"
            .formatted(
                network,
                options.batch(),
                size(total),
                device,
                lack,
                size(weights),
                size(working),
                chunk,
                size(staging),
                size(results)));
  }

  private Set<Slot<?>> parameters() {
    Set<Slot<?>> slots = new HashSet<>();
    for (Parameters p : Parameters.of(network)) {
      slots.add(p.weight());
      if (p.bias() != null) {
        slots.add(p.bias());
      }
    }
    return slots;
  }

  private static String size(long bytes) {
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%,.1f KiB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%,.1f MiB", bytes / 1024.0 / 1024.0);
  }
}
