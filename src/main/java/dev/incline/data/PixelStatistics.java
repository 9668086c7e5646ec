package dev.incline.data;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * What a set's images look like, in a few numbers: enough to see that other images are unlike them.
 * Pixels count from 0, black, to 1.
 *
 * @param rows images that were looked at: all, or a random sample, the same each time
 * @param height pixels
 * @param width pixels
 * @param mean of all pixels; of colours, over red, green and blue
 * @param deviation of all pixels from their mean: the standard deviation
 * @param zeros share of pixels, or colours of pixels, that are 0
 * @param darkest mean of the darkest image
 * @param lightest mean of the lightest image
 * @param border mean of the outermost pixels
 * @param centred share of images whose centre of mass is at most a pixel from the middle
 * @param meanImage [height x width x channels] mean of each pixel, rounded to 0..255
 */
public record PixelStatistics(
    int rows,
    int height,
    int width,
    double mean,
    double deviation,
    double zeros,
    double darkest,
    double lightest,
    double border,
    double centred,
    List<Integer> meanImage) {
  private static final int SAMPLE = 1_000; // images: milliseconds, and means to two digits

  /**
   * Root mean square between the mean images of two sets that are unlike. Measured: MNIST's
   * training and test images 0.01; against its transposed images 0.13, Fashion-MNIST 0.20.
   */
  private static final double FAR = 0.08;

  /** The same where the images may be of one class alone: MNIST's zeros are 0.17 from all. */
  private static final double FAR_FROM_ONE_CLASS = 0.19;

  /** Few rows move a mean image by about one deviation over the root of their number. */
  private static final double CHANCE = 1.5;

  /** An image may be this much darker or lighter than all that were looked at. */
  private static final double MARGIN = 0.05;

  private static final double FRAMED = 0.9; // share that is centred; MNIST: 1, Fashion-MNIST: 0.4
  private static final double UNFRAMED = 0.7;
  private static final double EMPTY = 0.01; // border; MNIST: 0.0002, Fashion-MNIST: 0.05

  public PixelStatistics {
    meanImage = List.copyOf(meanImage);
    long pixels = (long) height * width;
    if (rows < 1
        || height < 1
        || width < 1
        || (meanImage.size() != pixels && meanImage.size() != 3 * pixels)) {
      throw new IllegalArgumentException(
          Phrase.of(
              "statistics of %d images of %d x %d with a mean image of %d pixels",
              rows, height, width, meanImage.size()));
    }
  }

  /** Of a labelled set. */
  public static PixelStatistics of(Dataset data) {
    return of(data.inputs(), data.height(), data.width(), data.channels());
  }

  /**
   * Of images without labels.
   *
   * @param images [rows x height · width · channels] unsigned bytes, at least one row
   */
  public static PixelStatistics of(byte[] images, int height, int width, int channels) {
    return of(new Inputs.Pixels(images), height, width, channels);
  }

  private static PixelStatistics of(Inputs images, int height, int width, int channels) {
    int features = height * width * channels;
    int all = (int) (images.size() / features);
    byte[] image = new byte[features];
    int rows = Math.min(all, SAMPLE);
    long[] sums = new long[features];
    long[] counts = new long[256];
    double darkest = 255;
    double lightest = 0;
    int middleX = width / 2; // a pixel, as MNIST has it
    int middleY = height / 2;
    int centred = 0;
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < rows; i++) {
      int row = all <= SAMPLE ? i : random.nextInt(all); // the order of a file may have a period
      images.read((long) row * features, image, 0, features);
      long sum = 0;
      long sumX = 0;
      long sumY = 0;
      for (int p = 0; p < features; p++) {
        int pixel = image[p] & 0xff;
        counts[pixel]++;
        sums[p] += pixel;
        sum += pixel;
        sumX += (long) pixel * (p / channels % width);
        sumY += (long) pixel * (p / channels / width);
      }
      darkest = Math.min(darkest, (double) sum / features);
      lightest = Math.max(lightest, (double) sum / features);
      boolean middle =
          Math.abs((double) sumX / sum - middleX) <= 1
              && Math.abs((double) sumY / sum - middleY) <= 1; // false of a black image
      centred += middle ? 1 : 0;
    }
    double mean = 0;
    double squares = 0;
    for (int level = 0; level < 256; level++) {
      double share = (double) counts[level] / ((long) rows * features);
      mean += share * level / 255;
      squares += share * level * level / (255.0 * 255);
    }
    List<Integer> means = new ArrayList<>(features);
    for (long sum : sums) {
      means.add((int) Math.round((double) sum / rows));
    }
    return new PixelStatistics(
        rows,
        height,
        width,
        mean,
        Math.sqrt(Math.max(0, squares - mean * mean)),
        (double) counts[0] / ((long) rows * features),
        darkest / 255,
        lightest / 255,
        border(sums, height, width, channels) / (255.0 * rows),
        (double) centred / rows,
        means);
  }

  /** 3 of colours, else 1. */
  public int channels() {
    return meanImage.size() / (height * width);
  }

  private static double border(long[] sums, int height, int width, int channels) {
    double sum = 0;
    int count = 0;
    for (int p = 0; p < sums.length; p++) {
      int x = p / channels % width;
      int y = p / channels / width;
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        sum += sums[p];
        count++;
      }
    }
    return sum / count;
  }

  /**
   * Whether the images are framed as MNIST's are: grey, an empty border, the centre of mass inside.
   */
  public boolean areFramed() {
    return channels() == 1 && height == width && centred >= FRAMED && border <= EMPTY;
  }

  /**
   * How these images differ from others, such as those that a model was trained on, in words for a
   * sentence: {@code mean 0.87, trained on 0.13; ... are they inverted?}
   *
   * @return empty when they may well be of the same kind
   */
  public Optional<String> differenceFrom(PixelStatistics trained) {
    return difference(trained, FAR);
  }

  /** As {@link #differenceFrom}, but of images that may all be of one class. */
  public Optional<String> clearDifferenceFrom(PixelStatistics trained) {
    return difference(trained, FAR_FROM_ONE_CLASS);
  }

  private Optional<String> difference(PixelStatistics trained, double far) {
    if (height != trained.height || width != trained.width || channels() != trained.channels()) {
      return Optional.of("%s pixels, trained on %s".formatted(sizes(), trained.sizes()));
    }
    double chance = CHANCE * deviation * Math.sqrt(1.0 / rows + 1.0 / trained.rows);
    double distance = distance(trained, p -> meanImage.get(p));
    boolean outside = trained.excludes(mean);
    boolean shifted = trained.centred >= FRAMED && centred < UNFRAMED;
    if (!outside && !shifted && distance <= far + chance) {
      return Optional.empty();
    }
    String numbers =
        String.format(
            Locale.ROOT,
            "mean %.2f, trained on %.2f; %.0f %% of the pixels are 0, trained on %.0f %%%s",
            mean,
            trained.mean,
            100 * zeros,
            100 * trained.zeros,
            shifted
                ? Phrase.of(
                    "; %.0f %% of the images are centred by mass, trained on %.0f %%",
                    100 * centred, 100 * trained.centred)
                : "");
    double inverted = distance(trained, p -> 255 - meanImage.get(p));
    if (inverted < distance / 2 && !trained.excludes(1 - mean)) {
      return Optional.of(numbers + ": are they inverted?");
    }
    double turned =
        height == width ? distance(trained, p -> meanImage.get(transposed(p))) : distance;
    boolean transposed = !outside && turned < distance / 2;
    return Optional.of(numbers + (transposed ? ": are rows and columns swapped?" : ""));
  }

  private String sizes() {
    return Dataset.sizes(height, width, channels());
  }

  /** The place with row and column swapped, in the same channel. */
  private int transposed(int p) {
    int channels = channels();
    int pixel = p / channels;
    return (pixel % width * width + pixel / width) * channels + p % channels;
  }

  private boolean excludes(double other) {
    return other < darkest - MARGIN || other > lightest + MARGIN;
  }

  /** Root mean square between mean images, this one's pixels as {@code pixel} gives them. */
  private static double distance(PixelStatistics trained, IntUnaryOperator pixel) {
    double squares = 0;
    for (int p = 0; p < trained.meanImage.size(); p++) {
      double difference = (pixel.applyAsInt(p) - trained.meanImage.get(p)) / 255.0;
      squares += difference * difference;
    }
    return Math.sqrt(squares / trained.meanImage.size());
  }
}
