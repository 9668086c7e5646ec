package dev.incline.export;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.FeatureScaling;
import dev.incline.data.Inputs;
import dev.incline.data.TableColumns;
import dev.incline.model.Weights;
import dev.incline.store.SavedModel;
import dev.incline.train.score.Classifier;
import dev.incline.train.score.Predictions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A model that takes 36 numbers of very different sizes, and 40 rows of them. */
final class ScaledModel {
  static final int ROWS = 40;
  static final int COLUMNS = 36;
  static final float[] FEATURES = features();

  private ScaledModel() {}

  private static float[] features() {
    Random random = new Random(4);
    float[] features = new float[ROWS * COLUMNS];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) (offset(i % COLUMNS) + divisor(i % COLUMNS) * random.nextGaussian());
    }
    return features;
  }

  private static double offset(int column) {
    return 1000.1 * column;
  }

  private static double divisor(int column) {
    return 0.5 + 10.1 * column;
  }

  /** Where a value is missing in every 17th place, its mean stands. */
  static SavedModel withGaps(Weights weights) {
    List<Double> means = IntStream.range(0, COLUMNS).mapToObj(c -> offset(c) + c + 0.1).toList();
    return of(weights, new TableColumns(List.of(), List.of(), means));
  }

  static SavedModel of(Weights weights) {
    return of(weights, TableColumns.UNNAMED);
  }

  /** The rows that a model takes: with gaps, where it takes such. */
  static float[] features(SavedModel model) {
    float[] features = FEATURES.clone();
    for (int i = 0; model.columns().hasMeans() && i < features.length; i += 17) {
      features[i] = Float.NaN;
    }
    return features;
  }

  private static SavedModel of(Weights weights, TableColumns columns) {
    List<Double> offsets = IntStream.range(0, COLUMNS).mapToObj(ScaledModel::offset).toList();
    List<Double> divisors = IntStream.range(0, COLUMNS).mapToObj(ScaledModel::divisor).toList();
    FeatureScaling scaling = new FeatureScaling(FeatureScaling.Kind.STANDARD, offsets, divisors);
    SavedModel plain = ExportedModels.of(weights);
    return new SavedModel(weights, plain.classes(), plain.program(), null, scaling, columns);
  }

  static Predictions predictions(SavedModel model) {
    float[] scaled = model.scaling().of(model.columns().filled(features(model)));
    try (Backend backend = new CpuBackend(1)) {
      return new Classifier(backend, model.weights(), ROWS).classify(new Inputs.Numbers(scaled));
    }
  }
}
