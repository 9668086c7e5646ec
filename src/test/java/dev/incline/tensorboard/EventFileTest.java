package dev.incline.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.file.ProtoMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary.Value;

/** TensorFlow's classes read what is written, and each changed byte is found. */
class EventFileTest {
  @TempDir private Path temp;

  private Path write(Summary summary) throws IOException {
    Path file = temp.resolve("events.out.tfevents.1.incline");
    Files.deleteIfExists(file);
    EventFile events = new EventFile(file);
    events.append(EventFile.event(12.5, 0).text(3, "brain.Event:2"));
    events.append(EventFile.event(13, 300).message(5, summary.message()));
    return file;
  }

  @Test
  void theChecksumIsThatOfTheSpecification() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(EventReader.crc32c(digits)).isEqualTo(0xe3069283); // RFC 3720
    assertThat(EventFile.checksum(digits))
        .isEqualTo((0xe3069283 >>> 15 | 0xe3069283 << 17) + 0xa282ead8);
  }

  @Test
  void scalarsAndImagesAreRead() throws IOException {
    List<Event> events =
        EventReader.read(
            write(new Summary().scalar("loss", 0.25).image("shot", 3, 2, new byte[] {1, 2})));
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getWallTime()).isEqualTo(12.5);
    assertThat(events.get(1).getStep()).isEqualTo(300);
    Value loss = events.get(1).getSummary().getValue(0);
    assertThat(loss.getTag()).isEqualTo("loss");
    assertThat(loss.getSimpleValue()).isEqualTo(0.25f);
    Value image = events.get(1).getSummary().getValue(1);
    assertThat(image.getImage().getWidth()).isEqualTo(3);
    assertThat(image.getImage().getHeight()).isEqualTo(2);
    assertThat(image.getImage().getEncodedImageString().toByteArray()).containsExactly(1, 2);
  }

  @Test
  void aHistogramCountsEveryValueInItsBucket() throws IOException {
    float[] values = new float[301];
    IntStream.rangeClosed(0, 300).forEach(i -> values[i] = i / 10f);
    HistogramProto histogram =
        EventReader.read(write(new Summary().histogram("W", values)))
            .get(1)
            .getSummary()
            .getValue(0)
            .getHisto();
    assertThat(histogram.getMin()).isZero();
    assertThat(histogram.getMax()).isEqualTo(30);
    assertThat(histogram.getNum()).isEqualTo(301);
    assertThat(histogram.getBucketLimitList()).hasSize(30).startsWith(1.0).endsWith(30.0);
    assertThat(histogram.getBucketList().stream().mapToDouble(b -> b).sum()).isEqualTo(301);
    assertThat(histogram.getBucket(0)).isEqualTo(10);
    assertThat(histogram.getBucket(29)).isEqualTo(11); // with the largest
  }

  @Test
  void equalValuesAreOneBucketAndNoNumbersNone() throws IOException {
    Summary summary =
        new Summary()
            .histogram("zeros", new float[7])
            .histogram("none", new float[] {1, Float.NaN})
            .histogram("infinite", new float[] {1, Float.POSITIVE_INFINITY});
    List<Value> values = EventReader.read(write(summary)).get(1).getSummary().getValueList();
    assertThat(values).extracting(Value::getTag).containsExactly("zeros");
    assertThat(values.get(0).getHisto().getBucket(0)).isEqualTo(7);
  }

  @Test
  void optionsAreTheContentOfThePlugin() throws IOException {
    Value value =
        EventReader.read(write(new Summary().begins(Map.of("lr", 0.5), 9)))
            .get(1)
            .getSummary()
            .getValue(0);
    assertThat(value.getTag()).isEqualTo("_hparams_/session_start_info");
    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("hparams");
    assertThat(value.getTensor().getDtypeValue()).isEqualTo(1);
    assertThat(value.getMetadata().getPluginData().getContent().toStringUtf8()).contains("lr");
  }

  @Test
  void everyChangedByteIsFound() throws IOException {
    Path file = write(new Summary().scalar("loss", 0.25));
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> EventReader.read(file)).as("byte %d", i).isNotNull();
    }
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "").resolve("events");
    assertThatThrownBy(() -> new EventFile(file).append(new ProtoMessage()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + file);
  }
}
