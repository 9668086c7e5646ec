package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.option.OptimizerKind;
import dev.incline.store.SavedModel;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import dev.incline.train.RunRecord;
import dev.incline.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One folder of a run, in which processes train, race and are killed at random. After each round a
 * finished run is whole, and a copy of an unfinished one goes on to the same weights.
 */
final class LifeOfARun {
  private static final int EPOCHS = 12; // of 50 steps: some 120 checkpoints

  private static final Map<OptimizerKind, String> SCHEDULES =
      Map.of(
          OptimizerKind.SGD, "cosine",
          OptimizerKind.MOMENTUM, "plateau:1:0.5",
          OptimizerKind.NESTEROV, "step:4:0.5",
          OptimizerKind.ADAM, "linear",
          OptimizerKind.ADAMW, "exponential:0.9");

  /** How a round left the folder. */
  enum State {
    /** Nothing, or too little to go on from. */
    LOST,
    INTERRUPTED,
    FINISHED
  }

  private final Path temp;
  private final Path folder;
  private final Random random;
  private final Map<String, StoredRun> ends = new HashMap<>(); // unhurried trainings, by optimizer
  private final long milliseconds; // of a process that nobody kills
  private final Map<State, Integer> seen = new EnumMap<>(State.class);
  private int processes;

  LifeOfARun(Path temp, long seed) throws IOException, InterruptedException {
    this.temp = temp;
    this.folder = temp.resolve("run");
    this.random = new Random(seed);
    SyntheticData.write(temp.resolve("data"), 1000, 50, 6);
    long start = System.nanoTime();
    await(start(anew(folder, "sgd")));
    milliseconds = (System.nanoTime() - start) / 1_000_000;
    for (OptimizerKind optimizer : OptimizerKind.values()) {
      Path whole = temp.resolve("whole-" + optimizer);
      CommandRun run = CommandRun.of(anew(whole, optimizer.toString()).toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
      ends.put(optimizer.toString(), StoredRun.read(whole));
    }
  }

  /** A training of any optimizer. */
  private List<String> anew() {
    OptimizerKind[] all = OptimizerKind.values();
    return anew(folder, all[random.nextInt(all.length)].toString());
  }

  private List<String> anew(Path out, String optimizer) {
    return List.of(
        "train",
        "--device=cpu",
        "--threads=1",
        "--data=" + temp.resolve("data"),
        "--out=" + out,
        "--optimizer=" + optimizer,
        "--schedule=" + SCHEDULES.get(OptimizerKind.valueOf(optimizer.toUpperCase(Locale.ROOT))),
        "--warmup=0.5",
        "--overwrite",
        "--init=xavier",
        "--hidden=8",
        "--epochs=" + EPOCHS,
        "--batch=16",
        "--checkpoint-every=5");
  }

  private static List<String> goingOn(Path run) {
    return List.of("train", "--quiet", "--checkpoint-every=5", "--resume=" + run);
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = JavaCommand.of(Main.class, "-XX:+UseSerialGC");
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("log-" + processes++).toFile())
        .start();
  }

  private static void await(Process process) throws InterruptedException {
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
  }

  /** One round: one process, or two that race; killed or not; then the folder is looked at. */
  State round() throws IOException, InterruptedException {
    State before = state();
    boolean another = before == State.LOST || (before == State.FINISHED && random.nextInt(4) > 0);
    List<String> arguments = another ? anew() : goingOn(folder);
    List<Process> racing = new ArrayList<>(List.of(start(arguments)));
    if (random.nextInt(3) == 0) {
      racing.add(start(arguments));
    }
    for (Process process : racing) {
      if (random.nextInt(8) > 0) {
        if (random.nextInt(4) > 0) {
          awaitCheckpoint(process);
        }
        end(process, process.waitFor(random.nextLong(milliseconds / 2), TimeUnit.MILLISECONDS));
      }
    }
    for (Process process : racing) {
      await(process);
    }
    requireCalm(racing);
    State after = look();
    seen.merge(after, 1, Integer::sum);
    if (before == State.FINISHED && !another) {
      assertThat(after).as("nobody asked for another run").isEqualTo(State.FINISHED);
    }
    loseCheckpoints();
    return after;
  }

  private void awaitCheckpoint(Process process) throws IOException, InterruptedException {
    while (process.isAlive() && state() != State.INTERRUPTED) {
      Thread.sleep(1);
    }
  }

  private void end(Process process, boolean over) {
    if (!over && random.nextBoolean()) {
      process.destroy();
    } else if (!over) {
      process.destroyForcibly();
    }
  }

  private State state() throws IOException {
    if (Files.exists(folder.resolve(StoredRun.RESULT))) {
      return State.FINISHED;
    }
    return Files.exists(folder) && !Checkpoints.files(folder).isEmpty()
        ? State.INTERRUPTED
        : State.LOST;
  }

  private State look() throws IOException {
    State state = state();
    if (state == State.FINISHED) {
      requireFinished(folder);
    } else if (state == State.INTERRUPTED) {
      Path copy = copy();
      CommandRun run = CommandRun.of(goingOn(copy).toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
      requireFinished(copy);
      delete(copy);
    }
    return state;
  }

  /** Each process came to its end, was killed, or found the folder taken. */
  private void requireCalm(List<Process> racing) throws IOException {
    for (int i = 0; i < racing.size(); i++) {
      String said = Files.readString(temp.resolve("log-" + (processes - racing.size() + i)));
      assertThat(said).doesNotContain("should not happen", "Exception");
      if (!said.contains(folder + " is in use: ")) {
        assertThat(racing.get(i).exitValue()).as(said).isIn(0, 128 + 15, 128 + 9);
      }
    }
  }

  private void requireFinished(Path run) throws IOException {
    StoredRun stored = StoredRun.read(run);
    RunRecord end = ends.get(stored.options().get("optimizer")).result();
    assertThat(stored.result().weightsSha256()).isEqualTo(end.weightsSha256());
    assertThat(stored.epochs()).hasSize(EPOCHS);
    assertThat(stored.failure()).isNull();
    assertThat(SavedModel.read(run.resolve(StoredRun.MODEL)).weights().sha256())
        .isEqualTo(end.bestWeightsSha256());
  }

  private Path copy() throws IOException {
    Path copy = Files.createDirectory(temp.resolve("copy"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Now and then the newest, or all. */
  private void loseCheckpoints() throws IOException {
    if (!Files.exists(folder) || random.nextInt(4) > 0) {
      return;
    }
    List<Path> files = Checkpoints.files(folder);
    for (Path file : random.nextBoolean() ? files : files.subList(0, Math.min(1, files.size()))) {
      Files.delete(file);
    }
  }

  /** After how many rounds. */
  int seen(State state) {
    return seen.getOrDefault(state, 0);
  }

  @Override
  public String toString() {
    return "%s after %d processes".formatted(seen, processes);
  }
}
