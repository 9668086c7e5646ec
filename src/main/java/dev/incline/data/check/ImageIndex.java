package dev.incline.data.check;

import dev.incline.data.Dataset;
import dev.incline.file.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/** The inputs of a set's rows, each by its SHA-256: equal keys are equal inputs. */
final class ImageIndex {
  final Dataset data;
  final Map<ByteBuffer, Integer> first = new HashMap<>(); // row that an image occurs in first
  final int[] duplicate = {-1, -1};
  final int[] contradiction = {-1, -1};
  int duplicates;
  int contradictions;

  ImageIndex(Dataset data) {
    this.data = data;
    for (int row = 0; row < data.rows(); row++) {
      Integer before = first.putIfAbsent(key(row), row);
      if (before != null && label(before) == label(row)) {
        keep(duplicate, duplicates++, row, before);
      } else if (before != null) {
        keep(contradiction, contradictions++, row, before);
      }
    }
  }

  private static void keep(int[] example, int count, int row, int before) {
    if (count == 0) {
      example[0] = row;
      example[1] = before;
    }
  }

  /**
   * Rows that the other set has too, whatever their labels.
   *
   * @param first of them; -1 where there is none
   * @param other its first copy in the other set
   */
  record Shared(int count, int first, int other) {}

  Shared sharedWith(ImageIndex other) {
    Shared shared = new Shared(0, -1, -1);
    for (int row = 0; row < data.rows(); row++) {
      Integer copy = other.first.get(key(row));
      if (copy != null) {
        shared =
            shared.count == 0
                ? new Shared(1, row, copy)
                : new Shared(shared.count + 1, shared.first, shared.other);
      }
    }
    return shared;
  }

  int label(int row) {
    return data.labels()[row] & 0xff;
  }

  String labelName(int row) {
    return data.classNames().get(label(row));
  }

  ByteBuffer key(int row) {
    MessageDigest digest = Sha256.digest();
    int features = data.features();
    if (data.hasPixels()) {
      digest.update(data.images(), row * features, features);
    } else {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * features);
      bytes.asFloatBuffer().put(data.numbers(), row * features, features);
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest());
  }
}
