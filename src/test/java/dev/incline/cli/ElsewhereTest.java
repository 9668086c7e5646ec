package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.testing.SyntheticData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
        .contains("the best model is not evaluated: the data of", "neither here (" + elsewhere);
  }

  /** A relative path is one of the folder where the run was started, above the run's own. */
  @Test
  void otherDataAreFoundAboveTheRun() throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createDirectory(home.resolve("mine"));
    StringBuilder rows = new StringBuilder("a,b,class\n");
    for (int i = 0; i < 40; i++) {
      rows.append("%d,%d,%s\n".formatted(i * 7 % 11, 10 * (i % 2), i % 2 == 0 ? "x" : "y"));
    }
    Files.writeString(home.resolve("mine/t.csv"), rows);
    Files.writeString(home.resolve("mine/test.csv"), rows);
    OwnProcess there = in(home, home);
    for (String seed : List.of("1", "2")) {
      String[] words = {
        "train",
        "--device=cpu",
        "--data=mine/t.csv",
        "--test=mine/test.csv",
        "--hidden=4",
        "--epochs=2",
        "--batch=8",
        "--seed=" + seed,
        "--out=runs/" + seed
      };
      assertThat(there.says(words)).contains("saved in");
    }
    Path part = home.resolve("runs/part");
    Map<String, String> settings = new HashMap<>(BrokenOffRun.settings(home.resolve("mine/t.csv")));
    settings.put("test", home.resolve("mine/test.csv").toString());
    BrokenOffRun.leave(part, settings, 3);
    Path config = part.resolve(StoredRun.CONFIG);
    Files.writeString(config, Files.readString(config).replace(home + "/", ""));
    String one = home.resolve("runs/1").toString();
    String two = home.resolve("runs/2").toString();
    OwnProcess here = in(elsewhere, home);
    assertThat(here.says("report", one, "--out=r.html"))
        .contains("report of 1 run: r.html")
        .doesNotContain("the best model is not evaluated");
    assertThat(here.says("report", "--diff", one, two)).doesNotContain("is not known");
    assertThat(here.says("evaluate", one, "--device=cpu"))
        .contains("test set of " + home.resolve("mine/t.csv"));
    assertThat(here.says("train", "--resume", part.toString(), "--device=cpu"))
        .contains("saved in");

    Files.move(home.resolve("mine"), elsewhere.resolve("theirs"));
    assertThat(here.says("report", one, "--out=r.html"))
        .contains("the data of " + one, "neither here (" + elsewhere.resolve("mine/t.csv") + ")")
        .contains("nor in a folder above the run: start in", "--data");
  }

  private static OwnProcess in(Path folder, Path home) {
    return new OwnProcess(folder, Map.of(), List.of("-Dincline.home=" + home));
  }
}
