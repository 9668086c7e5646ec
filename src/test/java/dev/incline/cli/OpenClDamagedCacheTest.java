package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PoCL with a cache of kernels that is damaged, in processes of their own. */
@Tag("field")
@Tag("slow")
class OpenClDamagedCacheTest {
  private static final String ENDED = "A process ended while it built kernels on ";

  @TempDir private Path temp;
  private Path pocl;
  private String device;
  private String output = "";

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    SyntheticData.write(temp.resolve("data"), 63, 20, 6);
    pocl = Files.createDirectory(temp.resolve("pocl"));
    device =
        ClDevice.all().stream()
            .filter(one -> one.title().contains("Portable Computing Language"))
            .findFirst()
            .orElseThrow()
            .index();
  }

  private void trainOnce() throws IOException, InterruptedException {
    assertThat(train("--no-verify")).as(output).isZero();
    assertThat(output).doesNotContain(ENDED);
  }

  private int train(String... more) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("train", "--data=" + temp.resolve("data")));
    all.addAll(List.of("--hidden=6", "--batch=16", "--epochs=1"));
    all.addAll(Arrays.asList(more));
    return run(all);
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    String classes =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dincline.cache=" + temp.resolve("cache"), "-cp", classes));
    command.addAll(List.of("-XX:ErrorFile=" + temp.resolve("hs_err"), Main.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of("--trust-device", "--device=" + device));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("POCL_CACHE_DIR", pocl.toString());
    Process process = builder.directory(temp.toFile()).start();
    output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    return process.waitFor();
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
    assertThat(train("--no-verify")).as(output).isEqualTo(ExitCode.FAILED);
    assertThat(output)
        .contains(
            "CL_INVALID_KERNEL_NAME. Its kernel cache may be damaged: delete the folder " + pocl);
  }

  @Test
  void aDeathInTheChildNamesTheFolder() throws IOException, InterruptedException {
    assertThat(run(List.of("verify", "--tiny"))).as(output).isZero();
    damage("program.bc", file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3000)));
    assertThat(run(List.of("verify", "--tiny"))).as(output).isEqualTo(ExitCode.MISMATCH);
    assertThat(output)
        .contains("the process died of SIGABRT", "may be damaged: delete the folder " + pocl);
  }

  @Test
  void theStartAfterADeathNamesTheFolder() throws IOException, InterruptedException {
    trainOnce();
    damage("program.bc", file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3000)));
    isToldAndMended();
  }

  @Test
  void aKernelThatCannotBeLoadedIsToldTheSame() throws IOException, InterruptedException {
    trainOnce();
    damage("fused.so", file -> Files.write(file, new byte[0]));
    isToldAndMended();
  }

  private void isToldAndMended() throws IOException, InterruptedException {
    assertThat(train("--no-verify")).as(output).isEqualTo(134);
    assertThat(output).doesNotContain(ENDED);
    assertThat(train("--no-verify")).as(output).isEqualTo(134);
    assertThat(output).contains(ENDED, "may be damaged: delete the folder " + pocl);
    Files.walkFileTree(
        pocl,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes its) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(train("--no-verify")).as(output).isZero();
    assertThat(output).doesNotContain("may be damaged");
    assertThat(temp.resolve("cache/building")).isEmptyDirectory();
  }
}
