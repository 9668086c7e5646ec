package dev.incline.peers;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of `numpy_train.py`, by the same names. */
@Command(mixinStandardHelpOptions = true)
final class PeerOptions {
  @Option(names = "--data")
  Path data = Path.of("data", "mnist");

  @Option(names = "--model", description = "mlp or softmax")
  String model = "mlp";

  @Option(names = "--hidden", split = ",")
  List<Integer> hidden = List.of(128);

  @Option(names = "--batch")
  int batch = 64;

  @Option(names = "--epochs")
  int epochs = 10;

  @Option(names = "--lr")
  float lr = 0.1f;

  @Option(names = "--l2")
  float l2 = 1e-3f;

  @Option(names = "--std", description = "of the initial weights of mlp")
  float std = 1e-3f;

  @Option(names = "--seed")
  int seed = 42;

  boolean isSoftmax() {
    return model.equals("softmax");
  }
}
