package dev.incline.tensorboard;

import dev.incline.file.ProtoMessage;
import dev.incline.wording.Numeral;
import java.util.Arrays;
import java.util.Map;

/**
 * Values that belong to one step, each below a tag: summary.proto of TensorFlow, and the messages
 * of the plugin for hyper-parameters.
 */
final class Summary {
  private static final int BUCKETS = 30;
  private static final int RGB = 3;
  private static final int FLOAT = 1; // DT_FLOAT
  private static final int SUCCESS = 1;

  private final ProtoMessage values = new ProtoMessage();

  ProtoMessage message() {
    return values;
  }

  Summary scalar(String tag, double value) {
    values.message(1, new ProtoMessage().text(1, tag).fixed(2, (float) value));
    return this;
  }

  /** A PNG file. */
  Summary image(String tag, int width, int height, byte[] png) {
    ProtoMessage image =
        new ProtoMessage().number(1, height).number(2, width).number(3, RGB).bytes(4, png);
    values.message(1, new ProtoMessage().text(1, tag).message(4, image));
    return this;
  }

  /**
   * How often values lie where: in buckets of equal width. Of values that are not finite, nothing.
   */
  Summary histogram(String tag, float[] all) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (float value : all) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      squares += (double) value * value;
    }
    if (!(max - min < Double.POSITIVE_INFINITY)) {
      return this; // a value that is not finite, or none
    }
    double width = max > min ? (max - min) / BUCKETS : 1;
    double[] limits = new double[BUCKETS]; // upper ones
    double least = min;
    Arrays.setAll(limits, b -> least + (b + 1) * width);
    double[] counts = new double[BUCKETS];
    for (float value : all) {
      counts[Math.min(BUCKETS - 1, (int) ((value - min) / width))]++;
    }
    ProtoMessage histogram =
        new ProtoMessage()
            .fixed(1, min)
            .fixed(2, max)
            .fixed(3, (double) all.length)
            .fixed(4, sum)
            .fixed(5, squares)
            .packed(6, limits)
            .packed(7, counts);
    values.message(1, new ProtoMessage().text(1, tag).message(5, histogram));
    return this;
  }

  /** The options of a training that begins. */
  Summary begins(Map<String, Object> options, double seconds) {
    ProtoMessage session = new ProtoMessage();
    options.forEach(
        (name, value) ->
            session.message(1, new ProtoMessage().text(1, name).message(2, value(value))));
    session.fixed(5, seconds);
    return hyperparameters("_hparams_/session_start_info", new ProtoMessage().message(3, session));
  }

  /** The end of a training that finished. */
  Summary ends(double seconds) {
    ProtoMessage session = new ProtoMessage().number(1, SUCCESS).fixed(2, seconds);
    return hyperparameters("_hparams_/session_end_info", new ProtoMessage().message(4, session));
  }

  /** A value of google.protobuf.Value. */
  private static ProtoMessage value(Object value) {
    if (value instanceof Number number) {
      return new ProtoMessage().fixed(2, number.doubleValue());
    }
    return value instanceof Boolean flag
        ? new ProtoMessage().number(4, flag ? 1 : 0)
        : new ProtoMessage().text(3, Numeral.value(value));
  }

  /** What the plugin reads lies in the metadata of an empty tensor. */
  private Summary hyperparameters(String tag, ProtoMessage content) {
    ProtoMessage plugin = new ProtoMessage().text(1, "hparams").message(2, content);
    ProtoMessage shape = new ProtoMessage().message(2, new ProtoMessage().number(1, 1));
    ProtoMessage tensor = new ProtoMessage().number(1, FLOAT).message(2, shape).fixed(5, 0f);
    values.message(
        1,
        new ProtoMessage()
            .text(1, tag)
            .message(8, tensor)
            .message(9, new ProtoMessage().message(1, plugin)));
    return this;
  }
}
