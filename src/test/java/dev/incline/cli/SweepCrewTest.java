package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.sweep.Crew;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose runs others train, one by one: {@code --only}, and a crew that does so. */
@Tag("slow")
class SweepCrewTest {
  private static final String SEARCH =
      """
      epochs: 4
      hidden: 8
      groups:
        search:
          title: Rates
          lr: log-uniform(1e-3, 1)
      """;

  @TempDir private Path temp;

  @BeforeEach
  void writeData() throws IOException {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    Files.writeString(temp.resolve("e.yaml"), SEARCH);
  }

  private String[] words(String out, String... more) {
    List<String> words = new ArrayList<>(List.of("sweep", "--device=cpu", "--threads=1"));
    words.addAll(List.of("--data=" + temp.resolve("data"), "--out=" + temp.resolve(out)));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private String[] grid(String out, String... more) {
    String[] words = words(out, "--lr=0.5,0.1", "--epochs=1", "--hidden=8");
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static CommandRun withCrew(Crew crew, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), crew, words);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** Trains each run by a command of its own. */
  private static Crew willing(String... words) {
    return runs -> {
      for (String run : runs) {
        List<String> its = new ArrayList<>(List.of(words));
        its.addAll(List.of("--quiet", "--only", run));
        CommandRun.of(its.toArray(String[]::new));
      }
    };
  }

  private List<String> names(String out) throws IOException {
    return StoredSweep.read(temp.resolve(out), new StoredRuns()).groups().stream()
        .flatMap(group -> group.runs().stream())
        .toList();
  }

  private Map<String, String> hashes(String out) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String run : names(out)) {
      hashes.put(run, StoredRun.read(temp.resolve(out).resolve(run)).result().weightsSha256());
    }
    return hashes;
  }

  @Test
  void oneRunIsTrainedAlone() throws IOException {
    CommandRun all = CommandRun.of(grid("all"));
    assertThat(all.code()).as(all.err()).isZero();
    String name = names("all").get(1);

    CommandRun one = CommandRun.of(grid("one", "--only", name));

    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).startsWith(name + "  val acc ").hasLineCount(1);
    assertThat(temp.resolve("one").toFile().list()).containsExactlyInAnyOrder("sweep.json", name);
    assertThat(temp.resolve("one/sweep.json"))
        .hasSameTextualContentAs(temp.resolve("all/sweep.json"));
    CommandRun rest = CommandRun.of(grid("one"));
    assertThat(rest.out()).contains("2 runs: 2 finished", "1 of them were there before");
    assertThat(hashes("one")).isEqualTo(hashes("all"));
  }

  @Test
  void aRunThatTheSweepDoesNotHaveIsNamed() {
    CommandRun run = CommandRun.of(grid("out", "--only", "mlp-9"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--only: the sweep has no run mlp-9");
  }

  @Test
  void oneRunHasOneDevice() {
    for (String more : List.of("--jobs=2", "--device=0:0,0:1")) {
      CommandRun run = CommandRun.of(words("out", "--lr=0.5,0.1", "--only=any", more));
      assertThat(run.code()).isEqualTo(2);
    }
    assertThat(CommandRun.of(grid("out", "--only=any", "--jobs=2")).err())
        .contains("--jobs and several devices do not go with --only");
    assertThat(withCrew(runs -> {}, grid("out", "--jobs=2")).err())
        .contains("--jobs and several devices do not go with a cluster");
  }

  @Test
  void aCrewTrainsTheSameSweep() throws IOException {
    CommandRun alone = CommandRun.of(grid("alone"));
    CommandRun together = withCrew(willing(grid("together")), grid("together"));

    assertThat(together.code()).as(together.err()).isZero();
    assertThat(together.err()).contains("2/2").doesNotContain("(by another process)");
    assertThat(together.out()).contains("2 runs: 2 finished, 0 diverged, 0 failed");
    assertThat(hashes("together")).hasSize(2).isEqualTo(hashes("alone"));
    assertThat(alone.out().lines().limit(3))
        .containsExactlyElementsOf(together.out().lines().limit(3).toList());
    CommandRun again =
        withCrew(
            runs -> {
              throw new AssertionError(runs);
            },
            grid("together"));
    assertThat(again.out()).contains("2 of them were there before");
  }

  @Test
  void aCrewTrainsTheRungsOfASearch() throws IOException {
    String[] search = {
      temp.resolve("e.yaml").toString(), "--samples=4", "--halving=2", "--confirm=2"
    };
    CommandRun alone = CommandRun.of(words("alone", search));
    CommandRun together = withCrew(willing(words("together", search)), words("together", search));

    assertThat(together.code()).as(together.err()).isZero();
    assertThat(hashes("together")).hasSizeGreaterThan(6).isEqualTo(hashes("alone"));
    assertThat(together.out()).contains("Rates: the best of 4 settings");
    assertThat(alone.out()).contains("Rates: the best of 4 settings");
  }

  @Test
  void whatACrewLeavesIsNamed() throws IOException {
    CommandRun nothing = withCrew(runs -> {}, grid("out"));
    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.out()).contains("not over: " + names("out").get(0) + " (nobody is at it)");

    CommandRun failed =
        withCrew(
            runs -> {
              throw new IllegalStateException("planted");
            },
            grid("out"));
    assertThat(failed.code()).isEqualTo(1);
  }

  @Test
  void aRunThatFailedIsDoneAgain() throws IOException {
    CommandRun.of(grid("out"));
    Path failed = temp.resolve("out").resolve(names("out").get(0));
    Map<String, String> hashes = hashes("out");
    Files.delete(failed.resolve(StoredRun.MODEL)); // a run that lost its model counts as failed

    CommandRun again = withCrew(willing(grid("out")), grid("out"));

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("1 of them were there before");
    assertThat(failed.resolve(StoredRun.MODEL)).exists();
    assertThat(hashes("out")).isEqualTo(hashes);
  }

  @Test
  void anOrderHasAbsolutePathsAndLongNames() {
    Path here = Path.of("").toAbsolutePath();
    PortableCommand command =
        Main.portable(
            new PrintWriter(new StringWriter()),
            "sweep",
            "e.yaml",
            "-q",
            "--out",
            "runs/x",
            "--lr=0.5,0.1",
            "--config",
            "c.yaml",
            "--weights",
            "a,b",
            "--data=d",
            "--no-verify");

    assertThat(command.words())
        .containsExactly(
            "sweep",
            here.resolve("e.yaml").toString(),
            "--quiet",
            "--out=" + here.resolve("runs/x"),
            "--lr=0.5,0.1",
            "--config=" + here.resolve("c.yaml"),
            "--weights=" + here.resolve("a") + "," + here.resolve("b"),
            "--data=" + here.resolve("d"),
            "--no-verify");
    assertThat(command.files()).containsExactly(here.resolve("e.yaml"), here.resolve("c.yaml"));
    StringWriter err = new StringWriter();
    assertThat(Main.portable(new PrintWriter(err, true), "sweep", "--lr=x")).isNull();
    assertThat(err.toString()).startsWith("incline: --lr must be");
  }
}
