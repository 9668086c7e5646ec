package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The committed files are the ones data/README.md says they are. */
class MnistTest {
  private static final Path DATA = Path.of("data");
  private static final Pattern ROW = Pattern.compile("\\| `([0-9a-f]{64})` \\| (\\S+-ubyte) \\|");

  @Test
  void filesHaveTheChecksumsOfTheReadme() throws Exception {
    Map<String, String> written = written();
    assertThat(written)
        .containsOnlyKeys(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte");
    for (String name : written.keySet()) {
      assertThat(sha256(DATA.resolve("mnist").resolve(name + ".gz")))
          .as(name)
          .isEqualTo(written.get(name));
    }
  }

  @Test
  void readsAllOfMnist() throws IOException {
    DataSource.Pair mnist = IdxFolder.of(DATA.resolve("mnist")).load(Integer.MAX_VALUE);

    assertThat(mnist.sha256()).isEqualTo(written());
    assertThat(mnist.training().rows()).isEqualTo(60_000);
    assertThat(mnist.test().rows()).isEqualTo(10_000);
    assertThat(mnist.training().features()).isEqualTo(784);
    assertThat(counts(mnist.training()))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(counts(mnist.test()))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  private static Map<String, String> written() throws IOException {
    Map<String, String> written = new TreeMap<>();
    ROW.matcher(Files.readString(DATA.resolve("README.md")))
        .results()
        .forEach(row -> written.put(row.group(2), row.group(1)));
    return written;
  }

  private static int[] counts(Dataset data) {
    int[] counts = new int[data.classes()];
    for (byte label : data.labels()) {
      counts[label]++;
    }
    return counts;
  }

  private static String sha256(Path packed) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (var in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
      digest.update(in.readAllBytes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
