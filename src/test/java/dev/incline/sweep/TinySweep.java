package dev.incline.sweep;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.testing.Given;
import dev.incline.testing.SyntheticData;
import dev.incline.train.TrainingListener;
import dev.incline.train.checkpoint.CheckpointInterval;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** Runs of a moment on made-up data, and what one process does with them. */
record TinySweep(DataSource.Pair data) {
  private static final CheckpointInterval SOMETIMES = new CheckpointInterval(25, 0);

  /** Data in a folder. */
  static TinySweep in(Path folder) {
    return new TinySweep(
        IdxFolder.of(SyntheticData.write(folder, 50, 20, 6)).load(Integer.MAX_VALUE));
  }

  /** So many seeds, each for so many epochs. */
  Sweep sweep(Path folder, int seeds, int epochs) {
    List<Configuration> runs =
        LongStream.range(0, seeds).mapToObj(seed -> configuration(seed, epochs)).toList();
    return Sweep.of(
        folder,
        "t",
        List.of(new Sweep.SweepGroup("g", "g", List.of(), runs, false)),
        data.sha256());
  }

  private static Configuration configuration(long seed, int epochs) {
    return Configuration.of(
        Given.flags(
            "hidden=4", "l2=0", "init=xavier", "batch=16", "seed=" + seed, "epochs=" + epochs),
        warning -> {});
  }

  /** Patient with others, as a machine may be busy; checkpoints on the way. */
  static SharingTerms terms(Duration silence, BooleanSupplier stopping) {
    return new SharingTerms(
        SOMETIMES, Duration.ofMillis(20), silence, Duration.ofMinutes(2), stopping);
  }

  /** One process's part in a sweep. */
  Sweep.Outcome run(Sweep sweep, SharingTerms terms, Observer observer) throws IOException {
    return sweep.run(data, List.of(new PlainJava(data.sha256())), observer, "incline sweep", terms);
  }

  /** Plain Java, on one thread. */
  record PlainJava(Map<String, String> sums) implements Worker {
    @Override
    public Backend open() {
      return new CpuBackend(1);
    }

    @Override
    public Environment environment(String device) {
      return new Environment("p", device, "none", "j", "o", "data", sums, List.of("incline"), "t");
    }
  }

  /** Remembers which runs began. */
  static final class Observer implements SweepObserver {
    final Queue<String> started = new ConcurrentLinkedQueue<>();
    private final TrainingListener listener;

    Observer() {
      this(TrainingListener.SILENT);
    }

    /**
     * @param listener hears every run
     */
    Observer(TrainingListener listener) {
      this.listener = listener;
    }

    @Override
    public TrainingListener started(
        String run, Configuration configuration, String device, PrintWriter log) {
      started.add(run);
      return listener;
    }

    @Override
    public void over(String run, RunEnd end) {}
  }
}
