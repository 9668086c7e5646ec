package dev.incline.run;

import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.experiment.Configuration;
import dev.incline.option.OptionValues;
import dev.incline.run.device.ChosenDevice;
import dev.incline.train.TrainingState;
import dev.incline.wording.Phrase;
import dev.incline.wording.Version;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be the same on all ranks of a training, by what it is called. */
final class RankTerms {
  private RankTerms() {}

  /**
   * The terms of this process.
   *
   * @param inputs sums of all files that the training begins with, by name
   */
  static Map<String, String> of(
      Configuration configuration,
      ChosenDevice device,
      Map<String, String> inputs,
      @Nullable Resumption from) {
    Map<String, String> terms = new TreeMap<>();
    terms.put("program", Version.program() + ", " + Version.commit());
    terms.put("kernels (SHA-256)", device.kernels().sha256(KernelSources.FILES));
    OptionValues.identity(configuration.options())
        .forEach((name, value) -> terms.put("--" + name, value));
    inputs.forEach((name, sum) -> terms.put("file " + name + " (SHA-256)", sum));
    terms.put("start", from == null ? "a new training" : at(from.checkpoint().state()));
    return terms;
  }

  private static String at(TrainingState state) {
    return Phrase.of("a checkpoint of epoch %d after %d of its steps", state.epoch(), state.step());
  }
}
