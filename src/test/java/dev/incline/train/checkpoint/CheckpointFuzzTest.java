package dev.incline.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.model.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Whatever bytes a checkpoint has: it is refused by name, or it is exactly what it says. */
class CheckpointFuzzTest {
  private static final byte[] HEADER = "incline checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int START = HEADER.length + 32;

  /** As it comes: only a file whose checksum is right may be taken. */
  @FuzzTest
  void file(byte[] bytes) throws IOException, NoSuchAlgorithmException {
    if (read(bytes) != null) {
      assertThat(Arrays.copyOf(bytes, HEADER.length)).isEqualTo(HEADER);
      assertThat(Arrays.copyOfRange(bytes, HEADER.length, START))
          .isEqualTo(sha256(Arrays.copyOfRange(bytes, START, bytes.length)));
    }
  }

  /** Under a checksum that is right, so that what is behind it is tried too. */
  @FuzzTest
  void body(byte[] bytes) throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(HEADER);
    whole.writeBytes(sha256(bytes));
    whole.writeBytes(bytes);
    Checkpoint checkpoint = read(whole.toByteArray());
    if (checkpoint != null) {
      Path file = place();
      checkpoint.write(file);
      Checkpoint again = Checkpoint.read(file);
      assertThat(again.training()).isEqualTo(checkpoint.training());
      Network network = checkpoint.state().best().network();
      assertThat(again.state().state().weights(network).sha256())
          .isEqualTo(checkpoint.state().state().weights(network).sha256());
      assertThat(again.state().best().sha256()).isEqualTo(checkpoint.state().best().sha256());
      assertThat(again.state().epochs()).isEqualTo(checkpoint.state().epochs());
      assertThat(again.state().prediction()).isEqualTo(checkpoint.state().prediction());
    }
  }

  private static Checkpoint read(byte[] bytes) throws IOException {
    Path file = place();
    Files.write(file, bytes);
    try {
      return Checkpoint.read(file);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return null;
    }
  }

  private static Path place() throws IOException {
    return Files.createDirectories(Path.of("target", "fuzz")).resolve("checkpoint.bin");
  }

  private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
