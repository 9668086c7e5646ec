package dev.incline.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.incline.data.FileKind;
import dev.incline.file.InputFile;
import dev.incline.file.JsonFault;
import dev.incline.file.Sha256;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.store.NamedTensors;
import dev.incline.store.SafetensorsFile;
import dev.incline.store.SafetensorsFile.Tensor;
import dev.incline.train.EpochRecord;
import dev.incline.train.TrainingState;
import dev.incline.wording.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training's state as a file: a line that names the format, the SHA-256 of what follows (32
 * bytes), then a safetensors file. One flipped bit, or one missing byte, is seen on reading.
 *
 * @param training what the state is a state of: nothing else can go on from it
 */
public record Checkpoint(String training, TrainingState state) {
  static final byte[] HEADER = "incline checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SUM = 32;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Writes the file, replacing what is there. */
  void write(Path file) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    tensors().write(body);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(HEADER);
    whole.writeBytes(sha256(body.toByteArray(), 0));
    body.writeTo(whole);
    Files.write(file, whole.toByteArray());
  }

  private SafetensorsFile tensors() throws JsonProcessingException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("training", training);
    metadata.put("network", JSON.writeValueAsString(state.best().network()));
    metadata.put("step", Integer.toString(state.step()));
    metadata.put("seconds", Double.toString(state.seconds()));
    metadata.put("epochs", JSON.writeValueAsString(state.epochs()));
    metadata.put("samples", Integer.toString(state.loss().length));
    Map<String, Tensor> tensors = new LinkedHashMap<>(NamedTensors.of("", state.state()));
    tensors.putAll(NamedTensors.of("best.", Tensors.of(state.best())));
    int samples = state.loss().length;
    if (samples > 0) {
      float[] prediction = new float[samples];
      for (int i = 0; i < samples; i++) {
        prediction[i] = state.prediction()[i]; // a class: exact in float
      }
      tensors.put("loss", new Tensor(new int[] {samples}, state.loss()));
      tensors.put("prediction", new Tensor(new int[] {samples}, prediction));
    }
    return new SafetensorsFile(metadata, tensors);
  }

  /**
   * Reads and checks a file.
   *
   * @throws IOException naming the file and what is wrong: cut short, damaged, or no checkpoint
   */
  public static Checkpoint read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = InputFile.bytes(file, InputFile.WHOLE);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, Reason.of(e)), e);
    }
    int start = HEADER.length + SUM;
    if (bytes.length < start || !Arrays.equals(HEADER, Arrays.copyOf(bytes, HEADER.length))) {
      FileKind kind = FileKind.of(bytes);
      throw new IOException(
          kind == FileKind.CHECKPOINT || kind == FileKind.UNKNOWN
              ? file + " is no checkpoint of this program, or was cut short"
              : "%s is %s, which is no checkpoint".formatted(file, FileKind.phrase(file)));
    }
    byte[] sum = Arrays.copyOfRange(bytes, HEADER.length, start);
    if (!MessageDigest.isEqual(sum, sha256(bytes, start))) {
      throw new IOException(file + " is damaged: its content is not that of its checksum");
    }
    int length = bytes.length - start;
    SafetensorsFile content =
        SafetensorsFile.read(file, new ByteArrayInputStream(bytes, start, length), length);
    try {
      return of(content);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      String reason = e instanceof JsonProcessingException json ? JsonFault.of(json) : Reason.of(e);
      throw new IOException("%s is no checkpoint: %s".formatted(file, reason), e);
    }
  }

  private static Checkpoint of(SafetensorsFile content) throws JsonProcessingException {
    Network network = JSON.readValue(content.required("network"), Network.class);
    JsonNode recorded = JSON.readTree(content.required("epochs"));
    recorded.forEach(EpochRecord::modernise);
    List<EpochRecord> epochs =
        JSON.treeToValue(recorded, new TypeReference<List<EpochRecord>>() {});
    if (network == null || epochs == null || epochs.contains(null)) {
      throw new IllegalArgumentException("its network or an epoch is null");
    }
    Map<String, Tensor> rest = new LinkedHashMap<>(content.tensors());
    int samples = Integer.parseInt(content.required("samples"));
    float[] loss = samples == 0 ? new float[0] : NamedTensors.take(rest, "loss", samples);
    float[] classes = samples == 0 ? new float[0] : NamedTensors.take(rest, "prediction", samples);
    int[] prediction = new int[samples];
    for (int i = 0; i < samples; i++) {
      prediction[i] = (int) classes[i];
    }
    List<Slot<float[]>> parameters = Parameters.slots(network);
    Weights best = NamedTensors.take(rest, "best.", parameters).weights(network);
    List<Slot<float[]>> held = new ArrayList<>(parameters); // then the optimizer's own: the rest
    rest.forEach((name, tensor) -> held.add(NamedTensors.slot(name, tensor)));
    TrainingState state =
        new TrainingState(
            epochs.size() + 1,
            Integer.parseInt(content.required("step")),
            NamedTensors.take(rest, "", held.stream().distinct().toList()),
            best,
            epochs,
            loss,
            prediction,
            Double.parseDouble(content.required("seconds")));
    return new Checkpoint(content.required("training"), state);
  }

  private static byte[] sha256(byte[] bytes, int from) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, from, bytes.length - from);
    return digest.digest();
  }
}
