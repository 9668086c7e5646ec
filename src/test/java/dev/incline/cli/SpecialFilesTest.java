package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no reader may open: a pipe that nobody writes to, a device without an end, 64 GiB. */
@Tag("field")
@Tag("slow")
class SpecialFilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path temp;
  private String data;

  @BeforeEach
  void prepare() throws IOException {
    data = SyntheticData.write(temp.resolve("data"), 40, 20, 6).toString();
  }

  private static Path make(String kind, Path file) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    switch (kind) {
      case "pipe" -> pipe(file);
      case "device" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
      default -> {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(64L << 30);
        }
      }
    }
    return file;
  }

  private static void pipe(Path file) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
  }

  private static CommandRun run(String... command) {
    return assertTimeoutPreemptively(
        PATIENCE, () -> CommandRun.of(command), () -> String.join(" ", command));
  }

  private String[][] commands(String given) {
    return new String[][] {
      {"train", "--config", given},
      {"train", "--device", "cpu", "--data", data, "--weights", given},
      {"train", "--device", "cpu", "--data", given},
      {"train", "--resume", given},
      {"sweep", given},
      {"sweep", "--config", given, "--lr", "0.1,1"},
      {"evaluate", given},
      {"report", given},
      {"report", "--diff", given, given},
      {"plot", given},
      {"verify", "--bundle", given},
      {"trace", "--device", "cpu", "--batch", given},
      {"trace", "--device", "cpu", "--x", given, "--y", given},
      {"trace", "--device", "cpu", "--data", data, "--rows", "0:2", "--compare", given},
      {"data", "check", given},
      {"data", "describe", given},
    };
  }

  @ParameterizedTest
  @CsvSource({"pipe, a pipe (FIFO)", "device, a device", "huge, '68,719,476,736 bytes'"})
  void eachCommandNamesItAndEnds(String kind, String phrase)
      throws IOException, InterruptedException {
    String given = make(kind, temp.resolve("given.file")).toString();
    for (String[] command : commands(given)) {
      String line = String.join(" ", command);
      CommandRun run = run(command);
      String all = run.err() + run.out();
      assertThat(run.code()).as("%s: %s", line, all).isNotZero();
      assertThat(all)
          .as(line)
          .contains("given.file")
          .doesNotContain("\tat ", "should not happen", "--batch, --hidden");
      if (!kind.equals("huge")) {
        assertThat(all).as(line).contains(phrase);
      }
    }
    for (String text : new String[] {"--config", "--resume"}) {
      assertThat(run("train", text, given).err()).as(text).hasLineCount(1);
    }
    String config = run("train", "--config", given).err();
    assertThat(config).contains("given.file");
    if (kind.equals("huge")) {
      assertThat(run("train", "--device", "cpu", "--data", data, "--weights", given).err())
          .contains("given.file");
      Path yaml = make(kind, temp.resolve("given.yaml"));
      try (RandomAccessFile text = new RandomAccessFile(yaml.toFile(), "rw")) {
        text.write("epochs: 3\n# ".getBytes(StandardCharsets.US_ASCII));
      }
      for (String[] command : new String[][] {{"train", "--config", ""}, {"sweep", ""}}) {
        command[command.length - 1] = yaml.toString();
        assertThat(run(command).err()).contains(phrase, "16,777,216 are the most");
      }
    }
  }

  @Test
  void everyFileOfARunsFolderMayBeOne() throws IOException, InterruptedException {
    Path folder = temp.resolve("run");
    String[] train = {
      "train", "--device", "cpu", "--data", data, "--epochs", "1", "--model", "softmax", "--out", ""
    };
    train[train.length - 1] = folder.toString();
    assertThat(run(train).code()).isZero();
    String images = temp.resolve("data/t10k-images-idx3-ubyte").toString();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(2);
    for (Path file : files) {
      Path kept = Files.move(file, temp.resolve("kept"));
      for (String kind : List.of("pipe", "device")) {
        make(kind, file);
        List<String> said = new ArrayList<>();
        for (String[] command :
            new String[][] {
              {"evaluate", folder.toString(), "--device", "cpu", "--data", data},
              {"predict", folder.toString(), images, "--device", "cpu", "--as-is"},
              {"train", "--resume", folder.toString()},
              {"plot", folder.toString()},
              {"report", folder.toString(), "--out", temp.resolve("report.pdf").toString()},
            }) {
          CommandRun run = run(command);
          assertThat(run.err() + run.out()).doesNotContain("\tat ", "should not happen");
          said.add(run.err());
        }
        assertThat(String.join("", said)).contains(file.getFileName().toString());
      }
      Files.delete(file);
      Files.move(kept, file);
    }
  }

  @Test
  void dataAndImagesAreRefusedAndAPipeOfImagesIsRead() throws IOException, InterruptedException {
    Path labels = temp.resolve("data/train-labels-idx1-ubyte");
    Path kept = Files.move(labels, temp.resolve("kept"));
    for (String kind : List.of("pipe", "device")) {
      make(kind, labels);
      CommandRun train = run("train", "--device", "cpu", "--data", data);
      assertThat(train.code()).isEqualTo(ExitCode.FAILED);
      assertThat(train.err()).hasLineCount(1).contains(labels.getFileName().toString(), kind);
    }
    Files.delete(labels);
    Files.move(kept, labels);

    String model = temp.resolve("run").toString();
    run("train", "--device", "cpu", "--data", data, "--epochs", "1", "--out", model);
    String device = make("device", temp.resolve("zero")).toString();
    CommandRun refused = run("predict", model, device, "--device", "cpu");
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("zero cannot be read: it is a device");

    Path pipe = make("pipe", temp.resolve("images"));
    Path images = temp.resolve("data/t10k-images-idx3-ubyte");
    Process writer =
        new ProcessBuilder("sh", "-c", "cat '" + images + "' > '" + pipe + "'").start();
    CommandRun read = run("predict", model, pipe.toString(), "--device", "cpu", "--as-is");
    assertThat(read.code()).as(read.err()).isZero();
    assertThat(writer.waitFor()).isZero();
  }
}
