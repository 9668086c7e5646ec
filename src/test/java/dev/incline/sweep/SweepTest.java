package dev.incline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredSweep;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.Given;
import dev.incline.testing.SyntheticData;
import dev.incline.train.TrainingListener;
import dev.incline.train.checkpoint.CheckpointInterval;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final Configuration CONFIGURATION = seeded(3);
  private static final SharingTerms TERMS =
      new SharingTerms(
          CheckpointInterval.NEVER,
          SharingTerms.BEAT,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          () -> false);

  @TempDir private Path temp;

  private static final class Silent implements SweepObserver {
    @Override
    public TrainingListener started(
        String run, Configuration configuration, String device, PrintWriter log) {
      return TrainingListener.SILENT;
    }

    @Override
    public void over(String run, SweepObserver.RunEnd end) {}
  }

  /** Its device fails once the run is over. */
  private record Failing(Map<String, String> sums) implements Worker {
    @Override
    public Backend open() {
      return new BackendInBetween(new CpuBackend(1)) {
        @Override
        public void close() {
          super.close();
          throw new IllegalStateException("planted");
        }
      };
    }

    @Override
    public Environment environment(String device) {
      return new Environment("p", device, "none", "j", "o", "data", sums, List.of("incline"), "t");
    }
  }

  /** Remembers who told of epochs, on which backends, without keeping any of it alive. */
  private static final class Observer implements SweepObserver {
    private final List<WeakReference<Object>> seen = new ArrayList<>();

    @Override
    public TrainingListener started(
        String run, Configuration configuration, String device, PrintWriter log) {
      return epoch -> seen.add(new WeakReference<>(epoch));
    }

    @Override
    public void over(String run, SweepObserver.RunEnd end) {}
  }

  private record Opening(Map<String, String> sums, Observer observer) implements Worker {
    @Override
    public Backend open() {
      Backend backend = new CpuBackend(1);
      observer.seen.add(new WeakReference<>(backend));
      return backend;
    }

    @Override
    public Environment environment(String device) {
      return new Environment("p", device, "none", "j", "o", "data", sums, List.of("incline"), "t");
    }
  }

  private static Configuration seeded(long seed) {
    return Configuration.of(
        Given.flags("hidden=4", "l2=0", "init=xavier", "epochs=2", "batch=16", "seed=" + seed),
        warning -> {});
  }

  @Test
  @Tag("field")
  void nothingOfAFinishedRunIsKeptInMemoryButItsResult() throws Exception {
    DataSource.Pair data =
        IdxFolder.of(SyntheticData.write(temp.resolve("data"), 50, 20, 6)).load(Integer.MAX_VALUE);
    List<Configuration> seeds = LongStream.range(0, 20).mapToObj(SweepTest::seeded).toList();
    Sweep sweep =
        Sweep.of(
            temp.resolve("sweep"),
            "t",
            List.of(new Sweep.SweepGroup("g", "g", List.of(), seeds, false)),
            data.sha256());
    Observer observer = new Observer();
    Map<String, SweepObserver.RunEnd> outcomes =
        sweep
            .run(data, List.of(new Opening(data.sha256(), observer)), observer, "test", TERMS)
            .ends();
    assertThat(observer.seen).hasSize(20 * 3); // a backend and two epochs a run
    for (int i = 0; i < 10 && observer.seen.stream().anyMatch(r -> r.get() != null); i++) {
      System.gc();
    }
    assertThat(observer.seen).allMatch(reference -> reference.get() == null);
    assertThat(outcomes.values()).hasSize(20).allMatch(end -> end.result() != null);
  }

  @Test
  @Tag("field")
  void aRunIsFinishedWhateverFailsThen() throws IOException {
    DataSource.Pair data =
        IdxFolder.of(SyntheticData.write(temp.resolve("data"), 50, 20, 6)).load(Integer.MAX_VALUE);
    Path folder = temp.resolve("sweep");
    Sweep sweep =
        Sweep.of(
            folder,
            "t",
            List.of(new Sweep.SweepGroup("g", "g", List.of(), List.of(CONFIGURATION), false)),
            data.sha256());
    Map<String, SweepObserver.RunEnd> outcomes =
        sweep.run(data, List.of(new Failing(data.sha256())), new Silent(), "test", TERMS).ends();
    assertThat(outcomes).hasSize(1);
    outcomes.forEach(
        (run, end) -> {
          assertThat(end.result()).as(String.valueOf(end)).isNotNull();
          assertThat(folder.resolve(run).resolve(StoredRun.RESULT)).exists();
          assertThat(folder.resolve(run).resolve(StoredRun.MODEL)).exists();
          assertThat(Files.exists(folder.resolve(run + StoredSweep.UNFINISHED))).isFalse();
        });
  }
}
