package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.RowRange;
import dev.incline.data.Dataset;
import dev.incline.plan.Source;
import dev.incline.train.feed.Chunk;
import dev.incline.train.feed.Feed;
import dev.incline.train.feed.Pass;
import dev.incline.train.feed.Resident;
import dev.incline.train.feed.Streamed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The passes of a training, without validation where no row validates, over rows that lie on the
 * device or are streamed through it.
 */
record Passes(Pass training, @Nullable Pass validation, Pass test) {
  /** Opens a feed of a data set to sources, for steps of so many rows. */
  private interface Opening {
    Feed feed(Dataset data, List<Source> sources, int batch, Streamed.Needed needed);
  }

  /**
   * Writes inputs before any plan is compiled: whether its products skip zeros follows from them.
   */
  static Passes over(Backend backend, Setup setup, Dataset training, Dataset test) {
    Opening opening =
        setup.isStreamed()
            ? streamed(backend, setup, training)
            : resident(backend, setup, training, test);
    int batch = setup.batch();
    int shards = setup.options().recipe().shards();
    Feed steps =
        opening.feed(
            training, setup.training(), batch, (position, rows) -> backend.own(rows, shards));
    return new Passes(
        new Pass(backend, steps, batch, setup.steps(backend)),
        setup.isUnvalidated()
            ? null
            : scoring(backend, setup, opening, training, setup.validation()),
        scoring(backend, setup, opening, test, setup.test()));
  }

  private static Pass scoring(
      Backend backend, Setup setup, Opening opening, Dataset data, List<Source> sources) {
    int batch = setup.evaluationBatch();
    int samples = sources.get(0).order().size();
    Streamed.Needed needed =
        (position, rows) -> new RowRange(0, backend.scores(position, samples) ? rows : 0);
    return new Pass(
        backend, opening.feed(data, sources, batch, needed), batch, setup.evaluations(backend));
  }

  private static Opening resident(Backend backend, Setup setup, Dataset training, Dataset test) {
    Chunk.of(training).write(backend, setup.training().get(0));
    Chunk.of(test).write(backend, setup.test().get(0));
    return (data, sources, batch, needed) -> new Resident(backend, sources.get(0));
  }

  /** The staging sources start with the first rows, which are as dense as those that follow. */
  private static Opening streamed(Backend backend, Setup setup, Dataset training) {
    List<Source> staging = setup.training();
    Chunk host = Chunk.of(training, setup.chunk());
    int[] rows = setup.split().training();
    host.gather(training, rows, 0, Math.min(setup.chunk(), rows.length));
    staging.forEach(source -> host.write(backend, source));
    return (data, sources, batch, needed) ->
        new Streamed(backend, data, sources, setup.chunk() / batch, batch, needed, host);
  }
}
