package dev.incline.run;

import dev.incline.experiment.Environment;
import dev.incline.experiment.Failure;
import dev.incline.experiment.RecordedOptions;
import dev.incline.experiment.StoredRun;
import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.option.OptionValues;
import dev.incline.train.checkpoint.Checkpoint;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run that was broken off, and the checkpoint to go on from.
 *
 * @param run without a result
 */
public record Resumption(StoredRun run, Checkpoint checkpoint) {
  /**
   * The latest checkpoint that is whole.
   *
   * @param run without a result
   * @param warn hears of damaged ones
   * @throws InvalidOptionException when the run diverged, or left no checkpoint
   * @throws IOException naming the damage, when no checkpoint is whole
   */
  public static Resumption of(StoredRun run, Consumer<String> warn) throws IOException {
    Failure failure = run.failure();
    if (failure != null && failure.kind() == Failure.Kind.DIVERGED) {
      throw new InvalidOptionException(
          "--resume: %s would do again what it did: %s".formatted(run.folder(), failure.message()));
    }
    List<Path> files = Checkpoints.files(run.folder());
    if (files.isEmpty()) {
      throw new InvalidOptionException(
          "--resume: %s holds no checkpoint. Train anew, with --checkpoint-every to have some"
              .formatted(run.folder()));
    }
    String damage = "";
    for (Path file : files) {
      try {
        return new Resumption(run, Checkpoint.read(file));
      } catch (IOException e) {
        damage = e.getMessage();
        warn.accept(damage);
      }
    }
    throw new IOException("%s has no whole checkpoint: %s".formatted(run.folder(), damage));
  }

  /**
   * The run's options, and over them those given now.
   *
   * @throws InvalidOptionException naming an option that a run cannot change on its way
   * @throws IOException naming the data, where they are not found
   */
  public OptionValues values(OptionValues given) throws IOException {
    for (Option<?> option : given.given().keySet()) {
      if (option.decides()) {
        throw new InvalidOptionException(
            "%s does not go with --resume: the run goes on as it began. It takes only %s"
                .formatted(option, String.join(", ", free())));
      }
    }
    return RecordedOptions.of(run.folder(), given);
  }

  /** What may be chosen anew: where the training goes on, and nothing of what it computes. */
  private static List<String> free() {
    return OptionTable.all().stream()
        .filter(option -> !option.decides())
        .map(Option::toString)
        .sorted()
        .toList();
  }

  /**
   * Of the file that the run began with, which is not read again; null where it drew its weights.
   */
  @Nullable String weightsSha256() {
    return run.environment().dataSha256().get(Environment.WEIGHTS);
  }

  /**
   * Checks that the checkpoint is of this training and the data that of the run.
   *
   * @param identity of the training that is to go on
   * @param dataSha256 of the data at hand
   * @throws IOException naming the files that differ
   */
  void require(String identity, Map<String, String> dataSha256) throws IOException {
    Map<String, String> before = run.environment().dataSha256();
    if (!before.equals(dataSha256)) {
      Set<String> changed = new TreeSet<>(dataSha256.keySet());
      changed.removeIf(name -> Objects.equals(dataSha256.get(name), before.get(name)));
      throw new IOException(
          "the data is not that of %s: %s changed since. Choose the right folder with --data"
              .formatted(run.folder(), Listing.of(changed)));
    }
    if (!identity.equals(checkpoint.training())) {
      throw new IOException(
          "the checkpoint in %s is not of the training that its %s describes"
              .formatted(run.folder(), StoredRun.CONFIG));
    }
  }
}
