package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PoCL compiles a kernel when it is first launched. No epoch is to pay for that: what is compiled
 * or prepared is whole, so that its steps add no file to PoCL's cache.
 */
@Tag("slow")
class FirstLaunchTest {
  private static final int ROWS = 40;

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({"REGISTER, compile", "LOCAL, prepare"})
  void stepsCompileNothing(String family, String way) throws Exception {
    assertThat(filesAddedBySteps(family, way)).isEqualTo("0");
  }

  /** A way that leaves the compiling to the first step is seen. */
  @ParameterizedTest
  @CsvSource({"LOCAL, compile"})
  void aStepThatCompilesIsSeen(String family, String way) throws Exception {
    assertThat(filesAddedBySteps(family, way)).isNotEqualTo("0");
  }

  private String filesAddedBySteps(String family, String way) throws Exception {
    Path log = temp.resolve("log");
    List<String> command =
        JavaCommand.of(
            FirstLaunchTest.class,
            JavaCommand.buildingFast(),
            "-DuniqueLibraryNames=true",
            "-Dincline.cache=" + temp.resolve("cache"));
    command.addAll(List.of(family, way));
    ProcessBuilder child = new ProcessBuilder(command);
    child
        .environment()
        .put("POCL_CACHE_DIR", Files.createDirectory(temp.resolve("kernels")).toString());
    Process process = child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said.lines().reduce((first, second) -> second).orElse("").strip();
  }

  /** Says how many files steps add to the cache of kernels. */
  public static void main(String[] arguments) throws IOException {
    ClDevice device =
        ClDevice.all().stream()
            .filter(one -> one.title().contains("Portable Computing Language"))
            .findFirst()
            .orElseThrow();
    OpenClOptions options =
        OpenClOptions.STANDARD.withFamily(Tiling.Family.valueOf(arguments[0])).withoutOptimising();
    Network network = Network.mlp(16, List.of(5), 10, Activation.RELU);
    Recipe recipe =
        Recipe.of(new Adam(0.001, 0.01, 0.9, 0.999, 1e-8, false)).dropping(List.of(0.2));
    Source source = Source.of("rows", ROWS, 16, ROWS);
    List<Plan> plans =
        List.of(
            Planner.trainingStep(network, source, 8, recipe),
            Planner.evaluation(network, source, 20));
    Dataset data = SyntheticData.of("rows", ROWS, 4, 1);
    try (Backend backend = new OpenClBackend(device, options)) {
      if (arguments[1].equals("prepare")) {
        plans.forEach(backend::prepare);
      }
      backend.write(source.images(), data.images());
      backend.write(source.labels(), data.labels());
      List<Executable> steps = plans.stream().map(backend::compile).toList();
      long before = files();
      for (Executable step : steps) {
        step.run(0, 2, 8);
        backend.read(source.loss()); // waits
      }
      System.out.println(files() - before);
    }
  }

  private static long files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(System.getenv("POCL_CACHE_DIR")))) {
      long files = all.filter(Files::isRegularFile).count();
      assertThat(files).isPositive();
      return files;
    }
  }
}
