package dev.incline.tensorboard;

import dev.incline.chart.HeatMap;
import dev.incline.file.ProtoMessage;
import dev.incline.model.Network;
import dev.incline.page.FigureImages;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.train.EpochRecord;
import dev.incline.train.PausedTraining;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a training into a folder of events: its options at the start, the scores of each epoch and
 * histograms of its weights, the confusion matrix of the test at the end. A step is an epoch. Where
 * a training goes on, or another begins in the same folder, TensorBoard drops the epochs from there
 * on of the files before.
 */
public final class TrainingEvents implements TrainingListener {
  private static final int SESSION_START = 1;

  private final EventFile file;
  private final Map<String, Object> options;
  private final Consumer<String> warn;
  private boolean begun;
  private boolean failed;
  private boolean trained; // an epoch whose weights are not written yet
  private int epoch; // the last complete one

  /**
   * Writes nothing yet.
   *
   * @param options of the training, by name
   * @param warn hears, once, that nothing can be written any more
   */
  public TrainingEvents(Path folder, Map<String, Object> options, Consumer<String> warn) {
    String name =
        Phrase.of(
            "events.out.tfevents.%010d.%d.incline",
            System.currentTimeMillis() / 1000, ProcessHandle.current().pid());
    this.file = new EventFile(folder.resolve(name));
    this.options = Map.copyOf(options);
    this.warn = warn;
  }

  @Override
  public void epochFinished(EpochRecord e) {
    epoch = e.epoch();
    trained = true;
    Summary scores =
        new Summary()
            .scalar("loss/training", e.trainLoss())
            .scalar("accuracy/training", e.trainAccuracy());
    if (e.hasValidation()) {
      scores
          .scalar("loss/validation", e.validationLoss())
          .scalar("accuracy/validation", e.validationAccuracy());
    }
    scores
        .scalar("learning_rate", e.learningRate())
        .scalar("samples_per_second", e.samplesPerSecond());
    write(() -> scores);
  }

  @Override
  public void between(PausedTraining paused) {
    if (failed || (begun && !trained)) {
      return;
    }
    TrainingState state = paused.state();
    if (!begun) {
      begun = true;
      epoch = state.epochs().size();
      begin();
    }
    trained = false;
    write(() -> weights(state));
  }

  private void begin() {
    append(EventFile.event(now(), 0).text(3, "brain.Event:2"));
    ProtoMessage start = new ProtoMessage().number(1, SESSION_START);
    append(EventFile.event(now(), epoch == 0 ? 0 : epoch + 1).message(7, start));
    write(() -> new Summary().begins(options, now()));
  }

  private static Summary weights(TrainingState state) {
    Summary weights = new Summary();
    Network network = state.best().network();
    for (Slot<float[]> slot : Parameters.slots(network)) {
      weights.histogram("weights/" + slot.name(), state.state().get(slot));
    }
    return weights;
  }

  @Override
  public void tested(ConfusionMatrix confusion, List<String> classes) {
    write(
        () -> {
          Summary end = new Summary().scalar("accuracy/test", confusion.accuracy());
          FigureImages.render(
              List.of(figure(confusion, classes)),
              (index, image) ->
                  end.image(
                      "confusion", image.getWidth(), image.getHeight(), FigureImages.png(image)));
          return end.ends(now());
        });
  }

  private static HeatMap figure(ConfusionMatrix confusion, List<String> classes) {
    return HeatMap.ofCounts(
        "Test rows by true and predicted class",
        "predicted class",
        "true class",
        classes,
        confusion.counts());
  }

  private interface Making {
    Summary make() throws IOException;
  }

  private void write(Making making) {
    if (failed) {
      return;
    }
    try {
      append(EventFile.event(now(), epoch).message(5, making.make().message()));
    } catch (IOException | RuntimeException e) { // a picture too: a finished training is not lost
      fail(e);
    }
  }

  private void append(ProtoMessage event) {
    if (failed) {
      return;
    }
    try {
      file.append(event);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The training goes on, whatever becomes of its events. */
  private void fail(Exception e) {
    failed = true;
    warn.accept("%s. The training goes on without events for TensorBoard".formatted(Reason.of(e)));
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}
