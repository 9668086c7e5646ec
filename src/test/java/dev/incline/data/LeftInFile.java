package dev.incline.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Data of IDX files that stays in them, as if there were next to no memory. */
public final class LeftInFile {
  private LeftInFile() {}

  /** The training set of a folder. */
  public static Dataset training(Path folder) {
    return in(folder).training(Integer.MAX_VALUE);
  }

  /** The test set of a folder. */
  public static Dataset test(Path folder) {
    return in(folder).test();
  }

  private static IdxFolder in(Path folder) {
    return new IdxFolder(IdxSet.UNNAMED, IdxFolder.of(folder).files(), null, 1);
  }

  /** Changes a row of the training images where they lie. */
  public static void spoil(Path folder, int row, int features) throws IOException {
    spoil(folder.resolve("train-images-idx3-ubyte"), row, (long) features);
  }

  /** Changes a row of the test images where they lie. */
  public static void spoilTest(Path folder, int row, int features) throws IOException {
    spoil(folder.resolve("t10k-images-idx3-ubyte"), row, (long) features);
  }

  private static void spoil(Path images, int row, long features) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.seek(16 + row * features);
      int pixel = file.read();
      file.seek(16 + row * features);
      file.write(pixel ^ 1);
    }
  }
}
