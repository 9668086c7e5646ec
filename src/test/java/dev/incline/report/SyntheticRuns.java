package dev.incline.report;

import dev.incline.experiment.Environment;
import dev.incline.experiment.RunResult;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainResult;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.Score;
import dev.incline.wording.Numeral;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs that were never run, with numbers of some plausibility. */
final class SyntheticRuns {
  private SyntheticRuns() {}

  /**
   * A run of ten classes.
   *
   * @param accuracy about where it ends; 0.1 for one that does not learn
   */
  static Run run(
      String name,
      String model,
      Map<String, Object> varied,
      long seed,
      double accuracy,
      int epochs) {
    Random random = new Random(31 * seed + name.hashCode());
    List<EpochRecord> records = new ArrayList<>();
    for (int e = 1; e <= epochs; e++) {
      double reached = accuracy - (accuracy - 0.1) * 0.5 / e + 0.004 * random.nextGaussian();
      double loss = 0.05 + 2.3 * Math.pow(1 - reached, 1.2) + 0.01 * random.nextDouble();
      double seconds = 0.2 + 0.05 * random.nextDouble();
      records.add(
          new EpochRecord(
              e, loss, reached, loss * 1.1, reached - 0.01, seconds, 48000 / seconds, 0.1));
    }
    EpochRecord best = records.get(0);
    for (EpochRecord record : records) {
      best = record.validationAccuracy() > best.validationAccuracy() ? record : best;
    }
    Map<String, Object> options = new LinkedHashMap<>();
    if (model.equals("softmax")) {
      options.put("logit-relu", true);
    } else {
      options.put("hidden", List.of(128));
      options.put("activation", "sigmoid");
    }
    options.put("epochs", epochs);
    options.put("batch", 64);
    options.put("lr", 0.1);
    options.put("l2", 0.001);
    options.put("init", model.equals("softmax") ? "half-normal:0.01" : "normal:0.001");
    options.put("validation", 0.2);
    options.put("data", "data/mnist");
    options.putAll(varied);
    RunRecord record =
        new RunRecord(
            model,
            model.equals("softmax") ? "784-10 relu logits" : "784-128-10 sigmoid",
            "cpu (plain Java, 2 threads)",
            options,
            seed,
            records,
            new RunRecord.Best(best.epoch(), best.validationAccuracy()),
            "",
            new Score(best.validationLoss() * 0.98, best.validationAccuracy() + 0.002),
            hash(random),
            hash(random),
            List.of(),
            new TrainResult.Rows(48_000, 12_000, 10_000),
            Map.of(),
            List.of(),
            3.5 + random.nextDouble(),
            0,
            ShadowRecord.NONE,
            CheckRecord.NONE,
            "runs/" + name,
            List.of());
    Environment environment =
        new Environment(
            "incline 0.1.0",
            "cpu (plain Java, 2 threads)",
            "none",
            "OpenJDK 64-Bit Server VM 17.0.15",
            "Linux 6.1 amd64",
            "data/mnist",
            Map.of("train-images-idx3-ubyte", "0".repeat(64)),
            List.of("incline", "train", "--seed", Long.toString(seed), "--out", "runs/" + name),
            "2026-01-01T00:00:00Z");
    return new Run(
        name, Path.of("runs", name), options, RunResult.of(record), environment, () -> records);
  }

  /** The same run with these accuracies. */
  static Run with(Run run, double accuracy) {
    RunResult o = run.result();
    EpochRecord b = o.best();
    EpochRecord best =
        new EpochRecord(
            b.epoch(),
            b.trainLoss(),
            b.trainAccuracy(),
            b.validationLoss(),
            accuracy,
            b.seconds(),
            b.samplesPerSecond(),
            b.learningRate());
    return of(run, best, new Score(o.test().loss(), accuracy), o.predicted());
  }

  /** The same run with these test rows by predicted class. */
  static Run predicting(Run run, Map<String, Integer> predicted) {
    return of(run, run.result().best(), run.result().test(), predicted);
  }

  private static Run of(Run run, EpochRecord best, Score test, Map<String, Integer> predicted) {
    RunResult o = run.result();
    RunResult changed =
        new RunResult(
            o.model(),
            o.network(),
            o.device(),
            o.seed(),
            o.epochs(),
            best,
            test,
            o.weightsSha256(),
            o.bestWeightsSha256(),
            o.deadClasses(),
            o.rows(),
            predicted,
            o.seconds(),
            o.trainingSeconds(),
            o.samplesPerSecond());
    return new Run(
        run.name(), run.folder(), run.options(), changed, run.environment(), run.history());
  }

  private static String hash(Random random) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      hex.append("%08x".formatted(random.nextInt()));
    }
    return hex.toString();
  }

  /** A setting of so many seeds. */
  static Setting setting(
      String group, String model, Map<String, Object> varied, double accuracy, int seeds) {
    List<Run> runs = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    varied.forEach((name, value) -> values.put(name, Numeral.value(value)));
    String suffix = String.join("-", values.values());
    for (int seed = 1; seed <= seeds; seed++) {
      String name = group + (suffix.isEmpty() ? "" : "-" + suffix) + "-s" + seed;
      Map<String, Object> options = new LinkedHashMap<>(varied);
      options.put("limit", 10_000 + Math.floorMod(group.hashCode(), 10_000)); // no two groups share
      runs.add(run(name, model, options, seed, accuracy, 10));
    }
    return new Setting(values, runs, List.of());
  }

  /** The shape of the assignment's experiments. */
  static Study assignment() {
    List<SettingGroup> groups = new ArrayList<>();
    groups.add(
        new SettingGroup(
            "softmax",
            "Softmax regression",
            List.of(),
            List.of(setting("softmax", "softmax", Map.of(), 0.92, 3))));
    List<Setting> rates = new ArrayList<>();
    double[] lr = {1, 0.1, 0.05, 0.01};
    double[] reached = {0.96, 0.93, 0.928, 0.85};
    for (int i = 0; i < lr.length; i++) {
      rates.add(setting("lr", "mlp", Map.of("lr", lr[i]), reached[i], 3));
    }
    rates.add(
        new Setting(
            Map.of("lr", "1000"),
            List.of(),
            List.of(
                new Setting.FailedRun(
                    "lr-1000-s1", 1, "diverged in epoch 1, step 3: the loss is not finite."))));
    groups.add(new SettingGroup("learning-rates", "Learning rates", List.of("lr"), rates));
    List<Setting> l2s = new ArrayList<>();
    double[] l2 = {1, 0.1, 0.01, 0.001, 0.0001};
    double[] reachedL2 = {0.1, 0.6, 0.9, 0.93, 0.932};
    for (int i = 0; i < l2.length; i++) {
      l2s.add(setting("l2", "mlp", Map.of("l2", l2[i]), reachedL2[i], 3));
    }
    groups.add(new SettingGroup("regularisation", "Regularisation", List.of("l2"), l2s));
    List<Setting> grid = new ArrayList<>();
    for (double a : new double[] {0.5, 0.2, 0.1}) {
      for (double b : new double[] {0.001, 0.0001, 0}) {
        Map<String, Object> varied = new LinkedHashMap<>();
        varied.put("lr", a);
        varied.put("l2", b);
        grid.add(setting("tuning", "mlp", varied, 0.92 + 0.05 * a - b, 3));
      }
    }
    groups.add(new SettingGroup("tuning", "Hyper-parameter tuning", List.of("lr", "l2"), grid));
    return new Study("Learning MNIST", "Data: MNIST.", groups, List.of("runs/x: no history.json"));
  }
}
