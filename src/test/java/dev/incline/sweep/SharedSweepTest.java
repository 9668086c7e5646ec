package dev.incline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredSweep;
import dev.incline.store.Claim;
import dev.incline.train.checkpoint.CheckpointInterval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes in one folder; here they are threads that know nothing of each other. */
@Tag("slow")
class SharedSweepTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path temp;
  private TinySweep tiny;
  private Path out;

  @BeforeEach
  void writeData() {
    tiny = TinySweep.in(temp.resolve("data"));
    out = temp.resolve("out");
  }

  private CompletableFuture<Sweep.Outcome> begin(
      Sweep sweep, SharingTerms terms, TinySweep.Observer observer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return tiny.run(sweep, terms, observer);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task, "process").start());
  }

  private Map<String, String> alone(int seeds, int epochs) throws IOException {
    Path folder = temp.resolve("alone");
    tiny.run(
        tiny.sweep(folder, seeds, epochs),
        TinySweep.terms(LONG, () -> false),
        new TinySweep.Observer());
    return content(folder);
  }

  /** Every file below a sweep's folder but for times and the names of folders: its content. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        String text =
            switch (name) {
              case StoredRun.RESULT -> timeless(Files.readString(file));
              case StoredRun.EPOCHS -> // one line is one document
                  String.join("\n", Files.readString(file).lines().map(l -> timeless(l)).toList());
              case StoredRun.LOG -> "";
              default -> new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            };
        content.put(folder.relativize(file).toString(), text);
      }
    }
    return content;
  }

  private static String timeless(String json) {
    try {
      JsonNode root = new ObjectMapper().readTree(json);
      root.findParents("seconds")
          .forEach(each -> ((ObjectNode) each).remove(List.of("seconds", "samplesPerSecond")));
      ((ObjectNode) root).remove("out");
      return root.toString();
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void severalProcessesLeaveWhatOneDoesAndTrainNoRunTwice(int processes) throws Exception {
    List<CompletableFuture<Sweep.Outcome>> all = new ArrayList<>();
    List<TinySweep.Observer> observers = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      TinySweep.Observer observer = new TinySweep.Observer();
      observers.add(observer);
      all.add(begin(tiny.sweep(out, 9, 20), TinySweep.terms(LONG, () -> false), observer));
    }
    for (CompletableFuture<Sweep.Outcome> one : all) {
      assertThat(one.get().ends().values()).hasSize(9).allMatch(end -> end.result() != null);
      assertThat(one.get().others()).isEmpty();
    }
    List<String> started = observers.stream().flatMap(o -> o.started.stream()).toList();
    assertThat(started).doesNotHaveDuplicates().hasSize(9);
    assertThat(observers).allMatch(observer -> !observer.started.isEmpty());
    assertThat(content(out)).isEqualTo(alone(9, 20));
  }

  /**
   * Each tries the place, and takes the folder that it made for that back: not one gets in trouble.
   */
  @Test
  void processesThatBeginAtTheSameMomentDoNotDisturbEachOther() throws Exception {
    for (int round = 0; round < 10; round++) {
      out = temp.resolve("out" + round);
      List<CompletableFuture<Sweep.Outcome>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            begin(
                tiny.sweep(out, 1, 1),
                TinySweep.terms(LONG, () -> false),
                new TinySweep.Observer()));
      }
      for (CompletableFuture<Sweep.Outcome> one : all) {
        assertThat(one.get().ends()).hasSize(1);
      }
    }
  }

  /** Leaves a run as a process does that dies in the middle of it. */
  private String dead(int epochs) throws IOException {
    Sweep sweep = tiny.sweep(out, 1, epochs);
    AtomicInteger looks = new AtomicInteger();
    tiny.run(
        sweep, TinySweep.terms(LONG, () -> looks.incrementAndGet() > 12), new TinySweep.Observer());
    String run = sweep.runs().keySet().iterator().next();
    Path work = out.resolve(run + StoredSweep.UNFINISHED);
    assertThat(Claim.last(work).isGivenBack()).isTrue(); // it could still do so: the dead cannot
    Files.writeString(work.resolve("claim-1"), "process 1\non elsewhere\n");
    return run;
  }

  @Test
  void theRunOfADeadProcessGoesOnFromItsCheckpointToTheSameHash() throws Exception {
    String run = dead(30);
    TinySweep.Observer observer = new TinySweep.Observer();
    long begun = System.nanoTime();
    Sweep.Outcome outcome =
        tiny.run(tiny.sweep(out, 1, 30), TinySweep.terms(SHORT, () -> false), observer);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(SHORT);
    assertThat(outcome.ends()).containsOnlyKeys(run);
    assertThat(out.resolve(run).resolve(StoredRun.LOG)).content().contains("going on from a");
    assertThat(content(out)).isEqualTo(alone(1, 30));
  }

  /** What a process gives back is taken at once. */
  @Test
  void theRunOfAStoppedProcessIsNotWaitedFor() throws Exception {
    String run = dead(30);
    Files.delete(out.resolve(run + StoredSweep.UNFINISHED).resolve("claim-1"));
    Claim.take(out.resolve(run + StoredSweep.UNFINISHED), 1, "incline sweep").giveBack();
    assertThat(
            begin(
                    tiny.sweep(out, 1, 30),
                    TinySweep.terms(LONG, () -> false),
                    new TinySweep.Observer())
                .get()
                .ends())
        .containsOnlyKeys(run);
    assertThat(content(out)).isEqualTo(alone(1, 30));
  }

  /** It never beats, and stands still until another has its run: nothing is lost or there twice. */
  @Test
  void aProcessThatOnlySeemedDeadSpoilsNothing() throws Exception {
    SharingTerms mute =
        new SharingTerms(CheckpointInterval.NEVER, Duration.ofMinutes(10), LONG, LONG, () -> false);
    CountDownLatch taken = new CountDownLatch(1);
    TinySweep.Observer slow = new TinySweep.Observer(epoch -> await(taken));
    CompletableFuture<Sweep.Outcome> one = begin(tiny.sweep(out, 1, 60), mute, slow);
    while (slow.started.isEmpty()) {
      Thread.sleep(1);
    }
    TinySweep.Observer taker = new TinySweep.Observer(epoch -> taken.countDown());
    CompletableFuture<Sweep.Outcome> other =
        begin(tiny.sweep(out, 1, 60), TinySweep.terms(SHORT, () -> false), taker);
    for (CompletableFuture<Sweep.Outcome> each : List.of(one, other)) {
      assertThat(each.get().ends().values()).hasSize(1).allMatch(end -> end.result() != null);
    }
    assertThat(taker.started).hasSize(1);
    assertThat(content(out)).isEqualTo(alone(1, 60));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherExperimentMayNotBeginWhileThisOneIsAtWork() throws Exception {
    TinySweep.Observer observer = new TinySweep.Observer();
    AtomicInteger stop = new AtomicInteger();
    CompletableFuture<Sweep.Outcome> one =
        begin(tiny.sweep(out, 1, 100_000), TinySweep.terms(LONG, () -> stop.get() > 0), observer);
    while (observer.started.isEmpty()) {
      Thread.sleep(1);
    }
    Sweep another = tiny.sweep(out, 2, 1);
    assertThatThrownBy(
            () -> tiny.run(another, TinySweep.terms(LONG, () -> false), new TinySweep.Observer()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(out + " is in use: process")
        .hasMessageContaining("of another experiment");
    stop.set(1);
    assertThat(one.get().ends()).isEmpty();
    assertThat(
            tiny.run(another, TinySweep.terms(LONG, () -> false), new TinySweep.Observer()).ends())
        .hasSize(2);
  }

  /** Who has nothing left to do waits for others only so long, and says who they are. */
  @Test
  void aWaitHasALimit() throws Exception {
    String run = dead(30);
    SharingTerms impatient =
        new SharingTerms(
            TinySweep.terms(LONG, () -> false).checkpoints(),
            Duration.ofMillis(20),
            LONG,
            Duration.ofMillis(200),
            () -> false);
    Sweep.Outcome outcome = tiny.run(tiny.sweep(out, 1, 30), impatient, new TinySweep.Observer());
    assertThat(outcome.ends()).isEmpty();
    assertThat(outcome.others()).containsOnlyKeys(run);
    assertThat(outcome.others().get(run)).contains("process 1 on elsewhere");
  }

  @Test
  void partsAreEqualAndTogetherAll() {
    Map<String, Configuration> all = tiny.sweep(out, 10, 1).runs();
    List<String> together = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      Sweep part = tiny.sweep(out, 10, 1).part(new Part(i, 4));
      assertThat(part.runs()).hasSizeBetween(2, 3);
      assertThat(part.plan()).isEqualTo(tiny.sweep(out, 10, 1).plan());
      together.addAll(part.runs().keySet());
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(all.keySet());
  }
}
