package dev.incline.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Data of IDX files that stays in them, as if there were next to no memory. */
public final class LeftInFile {
  private LeftInFile() {}

  /** The training set of a folder. */
  public static Dataset training(Path folder) {
    IdxFolder files = IdxFolder.of(folder);
    return new IdxFolder(IdxSet.UNNAMED, files.files(), null, 1).training(Integer.MAX_VALUE);
  }

  /** Changes a row of the training images where they lie. */
  public static void spoil(Path folder, int row, int features) throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte");
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.seek(16 + (long) row * features);
      int pixel = file.read();
      file.seek(16 + (long) row * features);
      file.write(pixel ^ 1);
    }
  }
}
