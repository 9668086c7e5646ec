package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.Failure;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.store.FolderLock;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SweepCommandTest {
  private static final String GROUPS =
      """
      title: Two groups
      repeats: 2
      epochs: 2
      init: xavier
      groups:
        rates: {title: Rates, lr: [1, 0.1], hidden: 8}
        decay: {l2: [0.001, 0.01], lr: 0.1, hidden: 8}
        softmax: {model: softmax, lr: 1e-1}
      """;

  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    out = temp.resolve("out");
  }

  private List<String> arguments(String... more) {
    List<String> args = new ArrayList<>(List.of("sweep", "--device", "cpu"));
    args.addAll(List.of("--data", temp.resolve("data").toString(), "--out", out.toString()));
    args.addAll(List.of(more));
    return args;
  }

  private CommandRun sweep(String... more) {
    return CommandRun.of(arguments(more).toArray(String[]::new));
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(temp.resolve("e.yaml"), yaml).toString();
  }

  /** The last change of every file below the runs' folders. */
  private Map<String, Long> times() throws IOException {
    Map<String, Long> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        if (!path.getParent().equals(out)) {
          times.put(out.relativize(path).toString(), Files.getLastModifiedTime(path).toMillis());
        }
      }
    }
    return times;
  }

  @Test
  void settingsThatGroupsShareRunOnce() throws IOException {
    CommandRun run = sweep(file(GROUPS));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("8 runs: 8 finished, 0 diverged, 0 failed; 0 of them were");
    StoredSweep stored = StoredSweep.read(out, new StoredRuns());
    assertThat(stored.title()).isEqualTo("Two groups");
    assertThat(stored.groups())
        .extracting(StoredSweep.StoredGroup::name)
        .containsExactly("rates", "decay", "softmax");
    assertThat(stored.groups().get(0).varied()).containsExactly("lr");
    assertThat(stored.groups().get(0).runs()).hasSize(4);
    assertThat(stored.groups().get(1).runs()).hasSize(4);
    assertThat(stored.groups().get(1).runs()).containsAnyElementsOf(stored.groups().get(0).runs());
    for (StoredSweep.StoredGroup group : stored.groups()) {
      for (String name : group.runs()) {
        StoredRun one = StoredRun.read(stored.run(name));
        assertThat(one.result()).as(name).isNotNull();
        assertThat(one.result().out()).isEqualTo(stored.run(name).toString());
        assertThat(one.folder().resolve(StoredRun.LOG)).content().contains("epoch 2/2");
        assertThat(one.origins()).containsEntry("epochs", "file " + temp.resolve("e.yaml"));
        assertThat(one.origins().get("lr")).startsWith("group ");
      }
    }
  }

  @Test
  void jobsChangeNoResultAndASecondStartTouchesNothing() throws IOException {
    assertThat(sweep("--lr", "0.5,0.1", "--epochs", "2", "--repeats", "2", "--jobs", "3").code())
        .isZero();
    Map<String, Long> before = times();
    CommandRun again = sweep("--lr", "0.5,0.1,0.2", "--epochs", "2", "--repeats", "2");
    assertThat(again.out()).contains("6 runs: 6 finished", "4 of them were there before");
    assertThat(times()).containsAllEntriesOf(before);
    Path parallel = out;
    out = temp.resolve("one-by-one");
    assertThat(sweep("--lr", "0.5,0.1", "--epochs", "2", "--repeats", "2").code()).isZero();
    for (String run : StoredSweep.read(out, new StoredRuns()).groups().get(0).runs()) {
      assertThat(StoredRun.read(out.resolve(run)).result().weightsSha256())
          .isEqualTo(StoredRun.read(parallel.resolve(run)).result().weightsSha256());
    }
  }

  @Test
  void aDivergedRunIsRecordedAndTheRestGoesOn() throws IOException {
    CommandRun run = sweep("--lr", "1e10,0.1", "--init", "xavier", "--epochs", "20");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 runs: 1 finished, 1 diverged, 0 failed");
    List<String> runs = StoredSweep.read(out, new StoredRuns()).groups().get(0).runs();
    StoredRun diverged = StoredRun.read(out.resolve(runs.get(0)));
    assertThat(diverged.failure().kind()).isEqualTo(Failure.Kind.DIVERGED);
    assertThat(diverged.folder().resolve(StoredRun.LOG)).content().contains("diverged in epoch");
    assertThat(StoredRun.read(out.resolve(runs.get(1))).result()).isNotNull();
  }

  /** The process dies as a machine does; nothing of ours runs after it. */
  @Test
  void whatWasKilledIsDoneAgainAndWhatWasDoneIsNot() throws Exception {
    String[] grid = {"--lr", "0.5,0.4,0.3,0.2,0.1", "--epochs", "300", "--threads", "1"};
    List<String> shared = List.of("--checkpoint-every", "50", "--takeover-after", "10s");
    List<String> command = JavaCommand.of(Main.class);
    command.addAll(arguments(grid));
    command.addAll(shared);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("killed.log").toFile())
            .start();
    try {
      awaitHalf(process);
    } finally {
      process.destroyForcibly().waitFor(60, TimeUnit.SECONDS); // SIGKILL
    }
    List<String> planned = StoredSweep.read(out, new StoredRuns()).groups().get(0).runs();
    List<String> done = planned.stream().filter(run -> Files.exists(out.resolve(run))).toList();
    assertThat(done).isNotEmpty().hasSizeLessThan(planned.size());
    for (String run : done) {
      assertThat(StoredRun.read(out.resolve(run)).result()).isNotNull();
    }
    Map<String, Long> before = new TreeMap<>(times());
    before.keySet().removeIf(name -> name.contains(StoredSweep.UNFINISHED));

    List<String> goingOn = new ArrayList<>(List.of(grid));
    goingOn.addAll(shared);
    CommandRun again = sweep(goingOn.toArray(String[]::new));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("5 finished", done.size() + " of them were there before");
    assertThat(times()).containsAllEntriesOf(before);
    for (String run : planned) {
      assertThat(StoredRun.read(out.resolve(run)).epochs()).hasSize(300);
    }
    assertThat(out.toFile().list()).noneMatch(name -> name.endsWith(StoredSweep.UNFINISHED));
  }

  /** Until one run is over and the next has begun. */
  private void awaitHalf(Process process) throws Exception {
    for (int look = 0; look < 12_000; look++) {
      String[] names = out.toFile().list();
      boolean over = names != null && Stream.of(names).anyMatch(n -> n.endsWith("seed42"));
      boolean begun = names != null && Stream.of(names).anyMatch(n -> n.endsWith(".part"));
      if (over && begun) {
        return;
      }
      assertThat(process.isAlive()).as(Files.readString(temp.resolve("killed.log"))).isTrue();
      Thread.sleep(5);
    }
    throw new AssertionError("no run ended within a minute");
  }

  @Test
  void aFolderThatDoesNotFitIsRefused() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "mine");
    CommandRun foreign = sweep("--lr", "0.1");
    assertThat(foreign.code()).isEqualTo(2);
    assertThat(foreign.err()).contains(out + " holds something else than a sweep");
    assertThat(out.toFile().list()).containsExactly("mine.txt");

    out = temp.resolve("other");
    assertThat(sweep("--lr", "0.1", "--epochs", "1").code()).isZero();
    SyntheticData.write(temp.resolve("data"), 210, 50, 6);
    CommandRun other = sweep("--lr", "0.1", "--epochs", "1");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("was run on other data", "--out");
  }

  /** What lies in the folder and is no planned run is not the sweep's to delete. */
  @Test
  @Tag("field")
  void onlyPlannedRunsAreEverDeleted() throws IOException {
    assertThat(sweep("--lr", "0.1", "--epochs", "1").code()).isZero();
    String run = StoredSweep.read(out, new StoredRuns()).groups().get(0).runs().get(0);
    Path notes = Files.createDirectory(out.resolve("notes.part"));
    Files.writeString(notes.resolve("notes.txt"), "mine");
    Path killed = Files.createDirectory(out.resolve(run + StoredSweep.UNFINISHED));
    assertThat(sweep("--lr", "0.1", "--epochs", "1").code()).isZero();
    assertThat(notes.resolve("notes.txt")).hasContent("mine");
    assertThat(killed).doesNotExist();
  }

  /** It was killed between its result and its name. */
  @Test
  @Tag("field")
  void aRunThatFinishedUnderItsOtherNameIsKept() throws IOException {
    assertThat(sweep("--lr", "0.1", "--epochs", "1").code()).isZero();
    String run = StoredSweep.read(out, new StoredRuns()).groups().get(0).runs().get(0);
    Map<String, Long> before = times();
    Path work = Files.createDirectory(out.resolve(run + StoredSweep.UNFINISHED)).resolve("1");
    Files.move(out.resolve(run), work);
    CommandRun again = sweep("--lr", "0.1", "--epochs", "1");
    assertThat(again.out()).contains("1 finished", "1 of them were there before");
    assertThat(times()).isEqualTo(before);
  }

  @Test
  @Tag("field")
  void aRunWithoutItsModelIsDoneAgain() throws IOException {
    assertThat(sweep("--lr", "0.1", "--epochs", "1").code()).isZero();
    Path model =
        out.resolve(StoredSweep.read(out, new StoredRuns()).groups().get(0).runs().get(0))
            .resolve(StoredRun.MODEL);
    Files.delete(model);
    CommandRun again = sweep("--lr", "0.1", "--epochs", "1");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("(kept)");
    assertThat(model).exists();
  }

  @Test
  @Tag("field")
  void whoeverWorksThereIsNamed() throws IOException {
    assertThat(sweep("--lr", "0.1", "--epochs", "1").code()).isZero();
    String run = StoredSweep.read(out, new StoredRuns()).groups().get(0).runs().get(0);
    Files.delete(out.resolve(run).resolve(StoredRun.RESULT)); // to be done again
    try (FolderLock lock = FolderLock.take(out.resolve(run), FolderLock.RUN, "incline train")) {
      CommandRun again = sweep("--lr", "0.1", "--epochs", "1");
      assertThat(again.code()).isEqualTo(ExitCode.FAILED);
      assertThat(again.err()).contains(out.resolve(run) + " is in use: process", "incline train");
    }
    assertThat(out.resolve(run).resolve(StoredRun.MODEL)).exists();
  }

  @Test
  void aDamagedRunIsNamed() throws IOException {
    assertThat(sweep("--lr", "0.1", "--epochs", "2").code()).isZero();
    Path run = out.resolve(StoredSweep.read(out, new StoredRuns()).groups().get(0).runs().get(0));
    String epochs = Files.readString(run.resolve(StoredRun.EPOCHS));
    Files.writeString(run.resolve(StoredRun.EPOCHS), epochs.substring(0, epochs.length() - 9));
    CommandRun again = sweep("--lr", "0.1", "--epochs", "2");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("history.jsonl line 2 is damaged", "Delete the folder");
  }
}
