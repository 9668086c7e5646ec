package dev.incline.experiment;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.DataFolder;
import dev.incline.model.Network;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.SavedModel;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainResult;
import dev.incline.train.Trainer;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A training that leaves its folder as docs/formats.md says.
 *
 * @param environment where it runs
 * @param name of the run's folder, as the result tells it
 */
public record TrainingRun(Configuration configuration, Environment environment, String name) {
  private static final List<String> RESULTS =
      List.of(StoredRun.RESULT, StoredRun.FAILURE, StoredRun.MODEL, StoredRun.EPOCHS);

  /**
   * Trains, tests and saves.
   *
   * @param backend holds nothing yet; stays open
   * @param capacity as much of the backend's memory as may be taken
   * @param folder what an earlier run left in it is deleted first
   * @throws dev.incline.train.InvalidOptionException when the split leaves no row, or the device
   *     has no room; nothing is written then
   * @throws dev.incline.train.DivergedException and whatever else stops a training, after the
   *     failure is written
   */
  public RunRecord train(
      Backend backend,
      Capacity capacity,
      DataFolder.Pair data,
      RunFolder folder,
      TrainingListener listener)
      throws IOException {
    return train(backend, capacity, data, folder, listener, () -> ShadowRecord.NONE);
  }

  /**
   * Likewise, under a shadow.
   *
   * @param shadow what it showed, once the training is over
   */
  public RunRecord train(
      Backend backend,
      Capacity capacity,
      DataFolder.Pair data,
      RunFolder folder,
      TrainingListener listener,
      Supplier<ShadowRecord> shadow)
      throws IOException {
    Trainer.requireRoom(
        network(data),
        configuration.training(),
        data.training().rows(),
        data.test().rows(),
        capacity,
        backend.name());
    for (String old : RESULTS) {
      Files.deleteIfExists(folder.path().resolve(old));
    }
    write(folder, StoredRun.CONFIG, Document.YAML.writeValueAsString(configuration.document()));
    write(folder, StoredRun.ENVIRONMENT, Document.json(environment));
    try {
      RunRecord record = record(backend, capacity, data, folder, listener, shadow);
      write(folder, StoredRun.RESULT, record.toJson() + "\n");
      return record;
    } catch (RuntimeException | IOException | OutOfMemoryError e) {
      write(folder, StoredRun.FAILURE, Document.json(Failure.of(e)));
      Files.deleteIfExists(folder.path().resolve(StoredRun.MODEL));
      throw e;
    }
  }

  private RunRecord record(
      Backend backend,
      Capacity capacity,
      DataFolder.Pair data,
      RunFolder folder,
      TrainingListener listener,
      Supplier<ShadowRecord> shadow)
      throws IOException {
    Network network = network(data);
    TrainResult result;
    try (Writer epochs = Files.newBufferedWriter(folder.path().resolve(StoredRun.EPOCHS))) {
      TrainingListener both = TrainingListener.all(List.of(new Journal(epochs), listener));
      result =
          new Trainer(backend, network, configuration.training(), both, capacity)
              .train(data.training(), data.test());
    } catch (UncheckedIOException e) {
      throw new IOException(
          "cannot write %s: %s".formatted(folder.path().resolve(StoredRun.EPOCHS), e.getMessage()),
          e);
    }
    List<String> classes =
        IntStream.range(0, network.classes()).mapToObj(Integer::toString).toList();
    folder.write(
        StoredRun.MODEL, new SavedModel(result.weights(), classes, environment.program())::write);
    return RunRecord.of(
        configuration.model(),
        backend.name(),
        described(),
        configuration.training().seed(),
        result,
        shadow.get(),
        name);
  }

  private Network network(DataFolder.Pair data) {
    return configuration.network().of(data.training().features(), data.training().classes());
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

  /** Writes each epoch down at once. */
  private record Journal(Writer file) implements TrainingListener {
    @Override
    public void epochFinished(EpochRecord record) {
      try {
        file.write(Document.jsonLine(record) + "\n");
        file.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
