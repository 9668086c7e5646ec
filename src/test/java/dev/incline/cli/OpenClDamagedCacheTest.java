package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PoCL with a cache of kernels that is damaged, in processes of their own. */
@Tag("field")
@Tag("slow")
class OpenClDamagedCacheTest {
  private static final String ENDED = "incline: the process ended while it built kernels on ";

  /** Built once, and copied for each damage: building takes the time. */
  @TempDir private static Path whole;

  @TempDir private Path temp;
  private Launcher launcher;
  private Path pocl;
  private String cache = "cache";
  private String device;
  private String output = "";

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    SyntheticData.write(temp.resolve("data"), 60, 12, 6);
    launcher = Launcher.in(temp, "program");
    pocl = Files.createDirectory(temp.resolve("pocl"));
    device =
        ClDevice.all().stream()
            .filter(one -> one.title().contains("Portable Computing Language"))
            .findFirst()
            .orElseThrow()
            .index();
  }

  /** Trains with a whole cache: what is examined, verified and trained is in it. */
  private void trainOnce() throws IOException, InterruptedException {
    Path kernels = whole.resolve("kernels");
    if (!Files.exists(kernels)) {
      pocl = Files.createDirectory(kernels);
      assertThat(train()).as(output).isZero();
      assertThat(output).doesNotContain(ENDED);
      pocl = temp.resolve("pocl");
    }
    try (Stream<Path> all = Files.walk(kernels)) {
      for (Path file : all.skip(1).toList()) {
        Files.copy(file, pocl.resolve(kernels.relativize(file)));
      }
    }
  }

  private int train(String... more) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("train", "--data=" + temp.resolve("data")));
    all.addAll(List.of("--hidden=6", "--batch=16", "--epochs=1"));
    all.addAll(Arrays.asList(more));
    return run(all);
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("incline"));
    all.addAll(arguments);
    all.add("--device=" + device);
    String options =
        "%s -Dincline.cache=%s -XX:ErrorFile=%s/hs"
            .formatted(String.join(" ", JavaCommand.buildingFast()), temp.resolve(cache), temp);
    CommandRun run =
        launcher.shell(
            temp,
            Map.of("POCL_CACHE_DIR", pocl.toString(), "INCLINE_TEST_OPTS", options),
            ShellWords.of(all));
    output = run.out() + run.err();
    return run.code();
  }

  private interface Damage {
    void to(Path file) throws IOException;
  }

  /** Damages each file of a name. */
  private void damage(String name, Damage damage) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(pocl)) {
      files = all.filter(file -> file.endsWith(name)).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      damage.to(file);
    }
  }

  @Test
  void anEmptyProgramNamesTheFolder() throws IOException, InterruptedException {
    trainOnce();
    damage("program.bc", file -> Files.write(file, new byte[0]));
    assertThat(train("--no-verify", "--trust-device")).as(output).isEqualTo(ExitCode.FAILED);
    assertThat(output)
        .contains(
            "CL_INVALID_KERNEL_NAME. Its kernel cache may be damaged: delete the folder " + pocl);
  }

  @Test
  void aDeathInTheChildNamesTheFolder() throws IOException, InterruptedException {
    trainOnce();
    damage("program.bc", file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3000)));
    cache = "another"; // where nothing is known of the device
    assertThat(train()).as(output).isEqualTo(ExitCode.MISMATCH);
    assertThat(output)
        .contains("the process died of SIGABRT", "may be damaged: delete the folder " + pocl)
        .doesNotContain(ENDED);
  }

  /** The driver aborts, or is killed by a signal that the JVM reports. */
  @ParameterizedTest
  @CsvSource({"program.bc, 3000", "fused.so, 0", "fused.so, 5000"})
  void theFirstDeathNamesTheFolder(String name, int left) throws IOException, InterruptedException {
    trainOnce();
    damage(name, file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), left)));
    assertThat(train("--no-verify", "--trust-device")).as(output).isEqualTo(134);
    assertThat(output).contains(ENDED, "may be damaged: delete the folder " + pocl);
    assertThat(output.lines().filter(line -> line.contains(ENDED))).hasSize(1);
  }

  /** As on a full disk: PoCL makes a folder for each program, named by its hash. */
  @Test
  void aCacheThatTakesNoProgramIsNotHeldAgainstTheDevice()
      throws IOException, InterruptedException {
    for (char a = 'A'; a <= 'P'; a++) {
      for (char b = 'A'; b <= 'P'; b++) {
        Files.createFile(pocl.resolve("" + a + b));
      }
    }
    assertThat(train()).as(output).isEqualTo(ExitCode.FAILED);
    assertThat(output)
        .contains("could not be asked whether it computes rightly", "nothing is held against it")
        .contains("delete the folder " + pocl)
        .doesNotContain("believed");
  }
}
