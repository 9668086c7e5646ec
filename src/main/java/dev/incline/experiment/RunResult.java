package dev.incline.experiment;

import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.TrainResult;
import dev.incline.train.score.Score;
import java.util.List;
import java.util.Map;

/**
 * What a finished run came to: {@code history.json} with its epochs summed up.
 *
 * @param model {@code softmax} or {@code mlp}
 * @param network such as {@code 784-128-10 sigmoid}
 * @param device for people
 * @param seed of weights and shuffles
 * @param epochs how many
 * @param best the epoch whose weights were kept
 * @param test those weights on the test rows
 * @param weightsSha256 of the weights after the last epoch
 * @param bestWeightsSha256 of the best weights
 * @param deadClasses whose logit is never positive
 * @param rows how many trained, validated and tested
 * @param predicted how many test rows were taken for each class, by its name, in order; empty where
 *     an older program did not record it
 * @param seconds of the whole training, upload to test
 * @param trainingSeconds of training alone
 * @param samplesPerSecond training rows by those seconds, over all epochs
 */
public record RunResult(
    String model,
    String network,
    String device,
    long seed,
    int epochs,
    EpochRecord best,
    Score test,
    String weightsSha256,
    String bestWeightsSha256,
    List<Integer> deadClasses,
    TrainResult.Rows rows,
    Map<String, Integer> predicted,
    double seconds,
    double trainingSeconds,
    double samplesPerSecond) {
  /** Of a run with one epoch at least. */
  public static RunResult of(RunRecord run) {
    double training = run.epochs().stream().mapToDouble(EpochRecord::seconds).sum();
    double samples =
        run.epochs().stream().mapToDouble(e -> e.samplesPerSecond() * e.seconds()).sum();
    return new RunResult(
        run.model(),
        run.network(),
        run.device(),
        run.seed(),
        run.epochs().size(),
        run.epochs().get(run.best().epoch() - 1),
        run.test(),
        run.weightsSha256(),
        run.bestWeightsSha256(),
        run.deadClasses(),
        run.rows(),
        run.predicted(),
        run.seconds(),
        training,
        samples / training);
  }
}
