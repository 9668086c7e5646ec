package dev.incline.backend.ranks;

import dev.incline.file.Sha256;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of each part of a state, as text. */
final class StateSums {
  private StateSums() {}

  /** A line for each slot: its sum and its name. */
  static String text(Tensors state) {
    return state.values().entrySet().stream()
        .map(StateSums::line)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String line(Map.Entry<Slot<float[]>, float[]> one) {
    float[] values = one.getValue();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return one.getKey().name() + " " + Sha256.of(bytes.array());
  }

  /** The first slot of which two texts differ; null where they do not. */
  static @Nullable String difference(String text, String other) {
    List<String> lines = other.lines().toList();
    return text.lines()
        .filter(line -> !lines.contains(line))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElse(text.equals(other) ? null : "another part of the state");
  }
}
