package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.EditedKernels;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.FreePort;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks whose kernels are not the same. */
@Tag("slow")
@Timeout(120)
class OpenClRankKernelsTest {
  @TempDir private Path temp;

  private List<String> train(int rank, int port) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet", "--device=0:0", "--no-verify"));
    args.addAll(List.of("--data=" + temp.resolve("data"), "--out=" + temp.resolve("out")));
    args.addAll(List.of("--hidden=8", "--epochs=1", "--shards=2", "--rank=" + rank + "/2"));
    args.addAll(List.of("--meet=localhost:" + port, "--token-file=" + temp.resolve("token")));
    if (rank == 1) {
      args.add("--kernels=" + temp.resolve("kernels"));
    }
    return args;
  }

  @Test
  void theyAreNamedBeforeTheFirstStep() throws IOException {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    Files.write(temp.resolve("token"), new byte[32]);
    Path kernels = Files.createDirectory(temp.resolve("kernels"));
    EditedKernels.with(kernels, "add.cl", EditedKernels.read("add.cl") + "// more\n");
    int port = FreePort.find().getPort();
    CompletableFuture<CommandRun> first = new CompletableFuture<>();
    String[] words = train(0, port).toArray(String[]::new);
    new Thread(() -> first.complete(CommandRun.of(words)), "rank 0").start();
    CommandRun second = CommandRun.of(train(1, port).toArray(String[]::new));
    assertThat(List.of(first.join(), second))
        .allSatisfy(
            run -> {
              assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
              assertThat(run.err())
                  .contains("rank 0 and rank 1 do not have the same kernels (SHA-256): ")
                  .contains("Nothing was trained");
            });
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
