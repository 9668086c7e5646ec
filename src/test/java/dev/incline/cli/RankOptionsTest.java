package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.testing.FreePort;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --rank}: the ranks of a training by their command lines, each in a thread. */
@Timeout(120)
class RankOptionsTest {
  @TempDir private Path temp;
  private Map<String, String> settings;

  @BeforeEach
  void writeData() throws IOException {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    settings = new TreeMap<>(BrokenOffRun.settings(temp.resolve("data")));
    settings.put("shards", "4");
    Files.write(temp.resolve("token"), new byte[32]);
  }

  private List<String> train(String out) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet", "--out=" + temp.resolve(out)));
    settings.forEach((name, value) -> args.add("--%s=%s".formatted(name, value)));
    return args;
  }

  private List<String> ranked(List<String> args, int rank, int ranks, int port) {
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("--rank=" + rank + "/" + ranks, "--meet=localhost:" + port));
    all.addAll(List.of("--token-file=" + temp.resolve("token"), "--rank-timeout=20s"));
    return all;
  }

  private interface Arguments {
    List<String> of(int rank);
  }

  /** How the ranks of a training ended, by rank. */
  private List<CommandRun> together(int ranks, Arguments arguments) throws IOException {
    int port = FreePort.find().getPort();
    List<CompletableFuture<CommandRun>> all = new ArrayList<>();
    for (int r = 0; r < ranks; r++) {
      String[] args = ranked(arguments.of(r), r, ranks, port).toArray(String[]::new);
      CompletableFuture<CommandRun> run = new CompletableFuture<>();
      new Thread(() -> run.complete(CommandRun.of(args)), "rank " + r).start();
      all.add(run);
    }
    return all.stream().map(CompletableFuture::join).toList();
  }

  private String hash(String out) throws IOException {
    return StoredRun.read(temp.resolve(out)).result().weightsSha256();
  }

  @Test
  void fourEndAsOne() throws IOException {
    CommandRun one = CommandRun.of(train("one").toArray(String[]::new));
    assertThat(one.code()).as(one.err()).isZero();
    List<CommandRun> runs = together(4, rank -> train("four"));
    assertThat(runs).allSatisfy(run -> assertThat(run.code()).as(run.err()).isZero());
    assertThat(runs.get(0).out()).contains(hash("one")).contains("plain Java, ", " + plain Java");
    for (int rank = 1; rank < 4; rank++) {
      assertThat(runs.get(rank).out()).isEmpty();
      assertThat(runs.get(rank).err()).isEqualTo("rank " + rank + " has taken part to the end\n");
    }
    assertThat(hash("four")).isEqualTo(hash("one"));
    assertThat(temp.resolve("four").resolve("model.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("one").resolve("model.safetensors"));
  }

  @Test
  void twoGoOnWhereOneStopped() throws IOException {
    assertThat(CommandRun.of(train("whole").toArray(String[]::new)).code()).isZero();
    BrokenOffRun.leave(temp.resolve("run"), settings, 6);
    List<String> resume = List.of("train", "--resume", temp.resolve("run").toString());
    List<CommandRun> runs = together(2, rank -> resume);
    assertThat(runs).allSatisfy(run -> assertThat(run.code()).as(run.err()).isZero());
    assertThat(hash("run")).isEqualTo(hash("whole"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--lr=0.25   | the same --lr: 0.1, and 0.25",
        "--data=DATA | the same file t10k-images-idx3-ubyte (SHA-256): ",
        "--resume=RUN | the same start: a new training, and a checkpoint of epoch 1 after ",
      })
  void whoComesForAnotherTrainingIsNamed(String other, String message) throws IOException {
    SyntheticData.write(temp.resolve("others"), 200, 50, 7);
    BrokenOffRun.leave(temp.resolve("run"), settings, 6);
    String changed =
        other
            .replace("DATA", temp.resolve("others").toString())
            .replace("RUN", temp.resolve("run").toString());
    List<CommandRun> runs =
        together(
            2,
            rank -> {
              List<String> args = train("none");
              if (rank == 1 && other.startsWith("--resume")) {
                return List.of("train", changed);
              } else if (rank == 1) {
                args.removeIf(arg -> arg.startsWith(changed.substring(0, 5)));
                args.add(changed);
              }
              return args;
            });
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.code()).isEqualTo(ExitCode.FAILED);
              assertThat(run.err())
                  .contains("rank 0 and rank 1 do not have ", message, "Nothing was trained");
            });
    assertThat(temp.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rank=4/4 | --rank must be R/N with R from 0 to N - 1",
        "--rank=0/3 | --rank must be R/N with R from 0 to N - 1, and N a power of two",
        "--rank=0/8 | 8 ranks share the shards of a batch, but --shards 4 has no part for each of them: take --shards 8",
        "--meet=here | --meet must be HOST:PORT",
        "--meet=localhost:70000 | --meet must be HOST:PORT",
        "--meet=no.such.host.invalid:7000 | --meet: there is no host 'no.such.host.invalid'",
        "--token-file=no/such | --token-file: cannot read no/such: it does not exist",
        "--token-file=pom.xml | --token-file: pom.xml has ",
        "--device=cpu,cpu | each rank has one",
        "--on-device-error=cpu | does not go with several ranks",
        "--rank-timeout=0s | --rank-timeout must be at least 1s",
      })
  void whatCannotBeIsWrongUsage(String other, String message) {
    List<String> args = ranked(train("none"), 0, 4, 7000);
    args.removeIf(arg -> arg.startsWith(other.substring(0, other.indexOf('='))));
    args.add(other);
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(message);
    assertThat(temp.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rank=0/4 | --rank needs --meet HOST:PORT",
        "--meet=localhost:7000 | --meet goes with --rank",
        "--token-file=pom.xml | --token-file goes with --rank",
      })
  void oneAloneIsWrongUsage(String only, String message) {
    List<String> args = train("none");
    args.add(only);
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(message);
  }
}
