package dev.incline.cli;

import static dev.incline.cli.BareSystem.files;
import static dev.incline.cli.BareSystem.shell;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder of bin/carry, in an empty environment and on a system that has little more than libc.
 */
@Tag("slow")
class CarryTest {
  private static final String TRAIN =
      " train --json --device cpu --hidden 8 --limit 500 --epochs 1 --out run";

  @TempDir private static Path made;
  private static Path folder;

  private static BareSystem bare;

  @TempDir private Path temp;

  @BeforeAll
  static void carry() throws Exception {
    folder = made.resolve("carried");
    CommandRun run = shell(Path.of("").toAbsolutePath(), "bin/carry " + folder);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(" MiB, for Linux on x86_64 with glibc 2.");
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += Files.size(file);
    }
    assertThat(bytes >> 20).isLessThan(60);
    bare = BareSystem.in(made.resolve("system"));
    bare.copy(folder, "/carried");
    run = bare.run("/carried/incline --version");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("unpacking Java into /tmp/incline-");
  }

  @Test
  void runsInAnEmptyEnvironmentToTheSameHash() throws Exception {
    Map<Path, String> before = state(folder);
    CommandRun run = shell(temp, "env -i TMPDIR=" + temp + " " + folder + "/incline" + TRAIN);
    assertThat(run.code()).as(run.err()).isZero();
    String[] words =
        (TRAIN.strip().replace("--out run", "--out " + temp.resolve("here"))).split(" ", -1);
    assertThat(hash(run)).isEqualTo(hash(CommandRun.of(words)));
    assertThat(state(folder)).isEqualTo(before);
  }

  @Test
  void runsWithLibcAlone() throws Exception {
    Map<Path, String> before = state(bare.path("/carried"));
    CommandRun train = bare.run("/carried/incline" + TRAIN);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err()).doesNotContain("unpacking");
    BufferedImage one = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 5; y < 23; y++) {
      one.setRGB(14, y, 0xffffff);
    }
    ImageIO.write(one, "jpg", bare.path("/here/one.jpg").toFile());
    CommandRun more =
        bare.run(
            "/carried/incline predict --device cpu run one.jpg && /carried/incline plot run"
                + " && /carried/incline report run --out report.pdf");
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.out()).contains("one.jpg");
    assertThat(bare.path("/here/report.pdf")).isNotEmptyFile();
    assertThat(bare.path("/here/run/curves.png")).isNotEmptyFile();
    assertThat(state(bare.path("/carried"))).isEqualTo(before);
  }

  /** The bare system is bare: it lacks what the folder brings. */
  @Test
  void withoutItsLibrariesItDoesNotRun() throws Exception {
    bare.copy(folder, "/poor");
    Files.delete(bare.path("/poor/lib/spare/libstdc++.so.6/libstdc++.so.6"));
    CommandRun run = bare.run("/poor/incline --version");
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("libstdc++.so.6");
  }

  @Test
  void aDriverIsFoundWhereContainersMountIt() throws Exception {
    String library = "/usr/local/nvidia/lib64/libnvidia-opencl.so.580.1";
    bare.write(library, "no driver");
    assertThat(bare.run("/carried/incline doctor").out())
        .contains("PROBLEM  OpenCL drivers: OCL_ICD_VENDORS=" + library)
        .contains("OpenCL loader: /carried/lib/loader/libOpenCL.so.1");
    assertThat(bare.run("OCL_ICD_VENDORS=/mine.so /carried/incline doctor").out())
        .contains("OCL_ICD_VENDORS=/mine.so")
        .doesNotContain(library);
    bare.write("/etc/OpenCL/vendors/theirs.icd", "libtheirs.so");
    assertThat(bare.run("/carried/incline doctor").out())
        .contains("/etc/OpenCL/vendors/theirs.icd: names libtheirs.so")
        .doesNotContain(library);
  }

  @Test
  void aDamagedRuntimeIsNamedAndNotUnpackedByHalf() throws Exception {
    bare.copy(folder, "/damaged");
    Path packed = bare.path("/damaged/java.tgz");
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
    for (int i = 0; i < 2; i++) {
      CommandRun run = bare.run("XDG_CACHE_HOME=/here/cache /damaged/incline --version");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("cannot unpack /damaged/java.tgz");
      assertThat(bare.path("/here/cache/incline")).isEmptyDirectory();
    }
  }

  @Test
  void aFolderWhoseNameTheLinkerWouldSplitIsRefused() throws Exception {
    bare.copy(folder.resolve("incline"), "/a b/incline");
    CommandRun run = bare.run("'/a b/incline' --version");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cannot start from /a b", "Rename the folder");
  }

  @Test
  void nothingThatIsThereIsReplaced() throws Exception {
    Path mine = Files.writeString(temp.resolve("mine"), "mine");
    CommandRun run = shell(Path.of("").toAbsolutePath(), "bin/carry " + temp);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(temp + " is there");
    assertThat(mine).hasContent("mine");
    assertThat(shell(Path.of("").toAbsolutePath(), "bin/carry").code()).isEqualTo(2);
  }

  private static String hash(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out()).get("weightsSha256").textValue();
  }

  /** When each file was written, and its length. */
  private static Map<Path, String> state(Path folder) throws IOException {
    Map<Path, String> state = new TreeMap<>();
    for (Path file : files(folder)) {
      state.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
    }
    return state;
  }
}
