package dev.incline.cli.train;

import dev.incline.experiment.Configuration;
import dev.incline.sweep.SweepObserver;
import dev.incline.tensorboard.TrainingEvents;
import dev.incline.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes events of each run for TensorBoard, after another has heard of it.
 *
 * @param folder has one for each run
 */
record SweepEvents(Path folder, SweepObserver other, Consumer<String> warn)
    implements SweepObserver {
  @Override
  public TrainingListener started(
      String run, Configuration configuration, String device, PrintWriter log) {
    TrainingListener its = other.started(run, configuration, device, log);
    TrainingListener events =
        new TrainingEvents(folder.resolve(run), configuration.options(), warn);
    return TrainingListener.all(List.of(its, events));
  }

  @Override
  public void over(String run, SweepObserver.RunEnd end) {
    other.over(run, end);
  }

  @Override
  public void others(Map<String, String> holders) {
    other.others(holders);
  }
}
