package dev.incline.experiment;

import dev.incline.backend.Backend;
import dev.incline.data.DataSource;
import dev.incline.data.KnownSet;
import dev.incline.data.PixelStatistics;
import dev.incline.file.Json;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.store.GoneException;
import dev.incline.store.RunFolder;
import dev.incline.store.SavedModel;
import dev.incline.store.TrainingData;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.Setup;
import dev.incline.train.ShadowRecord;
import dev.incline.train.StoppedException;
import dev.incline.train.TrainResult;
import dev.incline.train.Trainer;
import dev.incline.train.TrainingContext;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.train.checkpoint.InitialWeights;
import dev.incline.train.checkpoint.RunSize;
import dev.incline.train.score.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A training that leaves its folder as docs/formats.md says.
 *
 * @param environment where it runs
 * @param name of the run's folder, as the result tells it
 * @param shadow what one over the training showed, once it is over
 * @param reference what scores are compared with; null where the device is plain Java
 */
public record TrainingRun(
    Configuration configuration,
    Environment environment,
    String name,
    Supplier<ShadowRecord> shadow,
    @Nullable Reference reference) {
  private static final List<String> RESULTS =
      List.of(StoredRun.RESULT, StoredRun.FAILURE, StoredRun.MODEL, StoredRun.EPOCHS);

  /**
   * Trains, tests and saves.
   *
   * @param backend holds nothing yet; stays open
   * @param setup of this training on the backend
   * @param folder what an earlier run left in it is deleted first
   * @throws dev.incline.train.DivergedException and whatever else stops a training, after the
   *     failure is written
   */
  public RunRecord train(
      Backend backend,
      Setup setup,
      DataSource.Pair data,
      RunFolder folder,
      TrainingListener listener)
      throws IOException {
    return train(
        backend,
        setup,
        data,
        folder,
        listener,
        TrainingState.initial(initialWeights(network(data)), configuration.training().optimizer()));
  }

  /**
   * As {@link #train(Backend, Setup, DataSource.Pair, RunFolder, TrainingListener)}, from a state
   * that another run of the same settings came to, which ended earlier.
   */
  public RunRecord train(
      Backend backend,
      Setup setup,
      DataSource.Pair data,
      RunFolder folder,
      TrainingListener listener,
      TrainingState start)
      throws IOException {
    Checkpoints.delete(folder.path()); // first: one that stays keeps what it is a checkpoint of
    for (String old : RESULTS) {
      Files.deleteIfExists(folder.path().resolve(old));
    }
    write(folder, StoredRun.CONFIG, DocumentFile.YAML.writeValueAsString(configuration.document()));
    write(folder, StoredRun.ENVIRONMENT, Json.text(environment) + "\n");
    return goOn(backend, setup, data, folder, listener, start);
  }

  /**
   * Goes on from a state of this run, tests and saves. The configuration in the folder stays.
   *
   * @param backend holds nothing yet; stays open
   */
  public RunRecord resume(
      Backend backend,
      Setup setup,
      DataSource.Pair data,
      RunFolder folder,
      TrainingListener listener,
      TrainingState from)
      throws IOException {
    Files.deleteIfExists(folder.path().resolve(StoredRun.FAILURE));
    return goOn(backend, setup, data, folder, listener, from);
  }

  /**
   * What tells this training from any other: what decides its result, and the data it sees.
   *
   * @return text of one line
   */
  public String identity() {
    return "%s %s"
        .formatted(
            OptionValues.identity(configuration.options()),
            new TreeMap<>(environment.dataSha256()));
  }

  private Weights initialWeights(Network network) throws IOException {
    Path file = configuration.values().find(Options.WEIGHTS);
    return file != null
        ? InitialWeights.read(file, network)
        : configuration.training().initializer().draw(network, configuration.training().seed());
  }

  private RunRecord goOn(
      Backend backend,
      Setup setup,
      DataSource.Pair data,
      RunFolder folder,
      TrainingListener listener,
      TrainingState from)
      throws IOException {
    try {
      Files.deleteIfExists(folder.path().resolve(StoredRun.MODEL)); // of a run without a result
      write(folder, StoredRun.EPOCHS, lines(from.epochs()));
      RunRecord record = record(backend, setup, data, folder, listener, from);
      Checkpoints.makeWayFor(
          folder,
          StoredRun.RESULT,
          size(data).result(),
          file -> Files.writeString(file, record.toJson() + "\n"));
      return record; // from here on nothing of the run is touched again
    } catch (StoppedException | GoneException e) {
      throw e; // the one is to go on one day; of the other there is no folder left to write into
    } catch (RuntimeException | IOException | OutOfMemoryError e) {
      if (!Files.exists(folder.path().resolve(StoredRun.RESULT))) {
        keep(Failure.of(e), folder, e);
      }
      throw e;
    }
  }

  /** Leaves the failure; where that cannot be written, {@code cause} is still what is told. */
  private static void keep(Failure failure, RunFolder folder, Throwable cause) {
    try {
      write(folder, StoredRun.FAILURE, Json.text(failure) + "\n");
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static String lines(List<EpochRecord> epochs) {
    return epochs.stream().map(epoch -> Json.line(epoch) + "\n").collect(Collectors.joining());
  }

  private RunRecord record(
      Backend backend,
      Setup setup,
      DataSource.Pair data,
      RunFolder folder,
      TrainingListener listener,
      TrainingState from)
      throws IOException {
    Network network = network(data);
    TrainResult result;
    try (Journal journal = Journal.of(folder.path().resolve(StoredRun.EPOCHS))) {
      TrainingListener both = TrainingListener.all(List.of(journal, listener));
      result =
          new Trainer(backend, network, configuration.training(), both, reference(backend))
              .train(data.training(), data.test(), setup, from);
      journal.requireThere();
      Checkpoints.makeWayFor( // all go once it and the result are there
          folder, StoredRun.MODEL, size(data).result(), model(result.weights(), data)::write);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return RunRecord.of(
        configuration.model(),
        environment.device().equals(backend.name())
            ? backend.name()
            : environment.device() + ", which failed, then " + backend.name(),
        described(),
        configuration.training().seed(),
        result,
        shadow.get(),
        name,
        TrainingContext.of(configuration.training(), data));
  }

  /** None where the training goes on in plain Java after its device failed. */
  private @Nullable Reference reference(Backend backend) {
    return environment.device().equals(backend.name()) ? reference : null;
  }

  private SavedModel model(Weights weights, DataSource.Pair data) {
    Optional<KnownSet> known = KnownSet.of(data.sha256());
    int classes = weights.network().classes();
    List<String> names =
        known
            .map(KnownSet::classes)
            .filter(each -> each.size() == classes)
            .orElse(data.training().classNames());
    Path folder = Path.of(environment.dataFolder()).toAbsolutePath().normalize().getFileName();
    return new SavedModel(
        weights,
        names,
        environment.program(),
        !data.training().hasPixels() || data.training().features() > TrainingData.MAX_FEATURES
            ? null
            : new TrainingData(
                known.map(KnownSet::title).orElse(String.valueOf(folder)),
                PixelStatistics.of(data.training())),
        data.scaling(),
        data.columns(),
        configuration.values().find(DataOptions.RESIZE));
  }

  private RunSize size(DataSource.Pair data) {
    return RunSize.of(network(data), configuration.training(), data.training().rows());
  }

  private Network network(DataSource.Pair data) {
    return configuration.network(data.training().features(), data.training().classes());
  }

  /** The model and the seed have fields of their own in the record. */
  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(configuration.options());
    options.keySet().removeAll(List.of("model", "seed"));
    return options;
  }

  private static void write(RunFolder folder, String name, String text) throws IOException {
    folder.write(name, file -> Files.writeString(file, text));
  }
}
