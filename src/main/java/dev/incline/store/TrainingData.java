package dev.incline.store;

import dev.incline.data.Dataset;
import dev.incline.data.ImageRows;
import dev.incline.data.PixelStatistics;
import java.util.Optional;

/**
 * What a model was trained on.
 *
 * @param name of a public set, such as {@code MNIST}, else of the folder that held the files
 * @param pixels of the training images
 */
public record TrainingData(String name, PixelStatistics pixels) {
  /** Larger images get no statistics: their mean image would not fit a model's header. */
  public static final int MAX_FEATURES = 1 << 16;

  /** What is unlike these images in labelled ones, in words; empty where nothing is. */
  public Optional<String> doubt(Dataset data) {
    return sentence(PixelStatistics.of(data).differenceFrom(pixels));
  }

  /** The same of images for a prediction, which may all be of one class. */
  public Optional<String> doubt(ImageRows rows) {
    return sentence(
        PixelStatistics.of(rows.pixels(), pixels.height(), pixels.width(), pixels.channels())
            .clearDifferenceFrom(pixels));
  }

  private Optional<String> sentence(Optional<String> difference) {
    String begin = "these images differ from those that the model was trained on (" + name + "): ";
    return difference.map(begin::concat);
  }
}
