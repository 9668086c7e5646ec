package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on the usual data is reported from another folder than the one it was trained in. */
@Tag("slow")
class ElsewhereTest {
  @TempDir private Path temp;

  @Test
  void theUsualDataAreFoundBesideTheProgram() throws Exception {
    Path home = temp.resolve("home");
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path data = Files.createDirectories(home.resolve("data").resolve("mnist"));
    SyntheticData.write(
        data, SyntheticData.of("training", 60, 4, 1), SyntheticData.of("test", 20, 4, 2));
    String run = temp.resolve("run").toString();

    assertThat(in(home, home).says("train", "--device=cpu", "--epochs=1", "--out=" + run))
        .contains("saved in");
    assertThat(in(elsewhere, home).says("report", run, "--out=r.html"))
        .contains("report of 1 run: r.html")
        .doesNotContain("the best model is not evaluated");
    assertThat(in(elsewhere, temp).says("report", run, "--out=without.html"))
        .contains("the best model is not evaluated: " + temp.resolve("data"));
  }

  private static OwnProcess in(Path folder, Path home) {
    return new OwnProcess(folder, Map.of(), List.of("-Dincline.home=" + home));
  }
}
