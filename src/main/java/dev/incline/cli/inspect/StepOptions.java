package dev.incline.cli.inspect;

import dev.incline.cli.options.Flags;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.experiment.Configuration;
import dev.incline.inspect.Batch;
import dev.incline.inspect.BatchFile;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import dev.incline.train.checkpoint.InitialWeights;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose one step: network, weights and batch. */
public final class StepOptions {
  private static final String EPOCHS = "a whole number from 1 to 100000";
  private static final String POSITIONS = "a whole number from 0 to 1000000000";
  private static final String CLASSES = "a whole number from 2 to 256";
  private static final int USUAL_CLASSES = 10;

  @Mixin
  private final Flags model =
      Flags.of(
          Options.MODEL,
          Options.HIDDEN,
          Options.ACTIVATION,
          Options.DROPOUT,
          Options.LOGIT_RELU,
          Options.CLASS_WEIGHTS);

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = {
        "The epoch of the masks of --dropout, and in trace of the rate of --schedule, "
            + EPOCHS
            + " (default: 1)"
      })
  private @Nullable Integer epoch;

  @Option(
      names = "--position",
      paramLabel = "N",
      description = {"The position in that epoch of the first row, " + POSITIONS + " (default: 0)"})
  private @Nullable Integer position;

  @Mixin private final Flags data = Flags.of(DataOptions.rows());

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private @Nullable DataSource source; // once it is asked for

  @Option(
      names = "--rows",
      paramLabel = "ROWS",
      description = "The batch: rows of the training set, " + RowList.SYNTAX + " (default: 0:32)")
  private @Nullable String rows;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Or: an npz file with X [rows x features], uint8 pixels (divided by 255) or floats (unchanged),"
              + " and y [rows], whole numbers below --classes")
  private @Nullable Path batch;

  @Option(
      names = {"--x"},
      paramLabel = "FILE",
      description = "Or: the same X as an npy file, with --y")
  private @Nullable Path x;

  @Option(
      names = {"--y"},
      paramLabel = "FILE",
      description = "The same y as an npy file, with --x")
  private @Nullable Path y;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Number of classes, for a batch from a file, " + CLASSES + " (default: 10)")
  private @Nullable Integer classes;

  @Mixin private final Flags start = Flags.of(Options.WEIGHTS, Options.INIT, Options.SEED);

  /**
   * @throws InvalidOptionException naming the flag
   */
  void validate() {
    validate(false);
  }

  /**
   * @param scheduled whether the learning rate follows from epoch and position
   * @throws InvalidOptionException naming the flag
   */
  void validate(boolean scheduled) {
    model.values();
    start.values();
    if ((x == null) != (y == null)) {
      throw new InvalidOptionException("--x and --y go together");
    }
    validateDraw(scheduled);
    boolean fromFile = batch != null || x != null;
    if (batch != null && x != null) {
      throw new InvalidOptionException("--batch does not go with --x and --y");
    }
    Set<dev.incline.option.Option<?>> ofData = data.values().given().keySet();
    if (fromFile && (rows != null || !ofData.isEmpty())) {
      throw new InvalidOptionException(
          (rows != null ? "--rows" : ofData.iterator().next())
              + " does not go with a batch out of a file");
    }
    if (classes != null && (!fromFile || classes < 2 || classes > 256)) {
      throw new InvalidOptionException(
          fromFile
              ? Phrase.of("--classes must be %s, not %d", CLASSES, classes)
              : "--classes concerns a batch out of a file: a data set has its own");
    }
  }

  private void validateDraw(boolean scheduled) {
    if (epoch != null && (epoch < 1 || epoch > 100_000)) {
      throw new InvalidOptionException(Phrase.of("--epoch must be %s, not %d", EPOCHS, epoch));
    }
    if (position != null && (position < 0 || position > 1_000_000_000)) {
      throw new InvalidOptionException(
          Phrase.of("--position must be %s, not %d", POSITIONS, position));
    }
    boolean given = epoch != null || position != null;
    if (given && !scheduled && !model.values().recipe().drops()) {
      throw new InvalidOptionException(
          (epoch != null ? "--epoch" : "--position")
              + " concerns the masks of --dropout, and the rates that trace takes of --schedule and"
              + " --warmup: without these, every step is alike");
    }
  }

  /** Of the first row. */
  Draw draw() {
    return new Draw(seed(), epoch == null ? 1 : epoch, position == null ? 0 : position);
  }

  /**
   * What the steps are made by. Class weights are scaled over all rows of the steps.
   *
   * @param optimizer its options
   * @throws InvalidOptionException where there is not a weight for each class
   */
  Recipe recipe(OptionValues optimizer, List<Batch> batches) {
    OptionValues values = model.values().with(optimizer);
    values.requireClasses(classes());
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    batches.forEach(one -> labels.writeBytes(one.labels()));
    int[] all = IntStream.range(0, labels.size()).toArray();
    return values.recipe().over(labels.toByteArray(), all, classes());
  }

  /** The batch. */
  Batch batch() {
    return batches(1).get(0);
  }

  /**
   * The batches of so many steps: the rows, cut into parts of the same length.
   *
   * @throws InvalidOptionException where the rows cannot be cut so
   */
  List<Batch> batches(int steps) {
    Batch all = UnderWay.during("reading the batch", () -> rowsOf(steps));
    if (all.rows() % steps != 0) {
      throw new InvalidOptionException(
          Phrase.of(
              "%s cannot be cut into %d batches of the same length: give a multiple of %d rows",
              Numeral.count(all.rows(), "row"), steps, steps));
    }
    return all.parts(steps);
  }

  private Batch rowsOf(int steps) {
    if (batch != null) {
      return BatchFile.read(batch, classes());
    } else if (x != null && y != null) {
      return BatchFile.read(x, y, classes());
    }
    Dataset training = configuration().training(source());
    return Batch.of(training, RowList.parse(rows(steps), training.rows()));
  }

  private int classes() {
    if (batch != null || x != null) {
      return classes != null ? classes : USUAL_CLASSES;
    }
    return source().sizes(1).classes();
  }

  private Configuration configuration() {
    return Configuration.of(
        data.values().with(start.values()), spec.commandLine().getErr()::println);
  }

  private DataSource source() {
    if (source == null) {
      source = DataOpening.of(data.values().data(), spec.commandLine().getErr());
    }
    return source;
  }

  private String rows(int steps) {
    return rows != null ? rows : "0:" + 32L * steps;
  }

  /** The weights of the chosen network, which fits the batch. */
  Weights weights(Batch batch) throws IOException {
    OptionValues values = model.values().with(start.values());
    Network network = values.network(batch.features(), classes());
    Path weights = weights();
    return weights != null
        ? InitialWeights.read(weights, network)
        : values.get(Options.INIT).draw(network, seed());
  }

  private @Nullable Path weights() {
    return start.values().find(Options.WEIGHTS);
  }

  long seed() {
    return start.values().get(Options.SEED);
  }

  /** What the masks follow from, in words; empty where no layer drops units. */
  String masks(Recipe recipe) {
    return recipe.drops()
        ? Phrase.of(
            ", dropout %s in epoch %d from position %d",
            Numeral.value(recipe.dropout()), draw().epoch(), draw().position())
        : "";
  }

  /**
   * Rows that train in an epoch where nothing else is said; none for a batch out of a file.
   *
   * @throws InvalidOptionException where the data set is too small to be split
   */
  OptionalInt usualEpochRows() {
    if (batch != null || x != null) {
      return OptionalInt.empty();
    }
    int all = source().sizes(Integer.MAX_VALUE).trainingRows();
    try {
      return OptionalInt.of(configuration().trainedRows(all));
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(e.getMessage() + ": give --epoch-rows");
    }
  }

  /** The batches in words. */
  String batchSource(int steps) {
    if (batch != null) {
      return batch.toString();
    }
    return x != null
        ? x + " and " + y
        : "rows " + rows(steps) + " of " + data.values().get(DataOptions.DATA);
  }

  /** The weights in words. */
  String weightsSource() {
    Path weights = weights();
    return weights != null ? weights.toString() : "drawn with seed " + seed();
  }
}
