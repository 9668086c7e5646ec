package dev.incline.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Trains a peer and prints what a comparison needs. */
final class PeerRun {
  private PeerRun() {}

  static void run(String[] args, Peer.Library library) throws IOException {
    PeerOptions options = CommandLine.populateCommand(new PeerOptions(), args);
    DataSource.Pair data = IdxFolder.of(options.data).load(Integer.MAX_VALUE);
    int rows = data.training().rows();
    int[] training = Split.of(rows, 0.2).training();
    List<Map<String, Object>> epochs = new ArrayList<>();
    try (Peer peer = library.open(options, data.training(), data.test())) {
      for (int epoch = 1; epoch <= options.epochs; epoch++) {
        int[] order = Permutation.shuffled(training, options.seed, epoch);
        long start = System.nanoTime();
        double loss = peer.epoch(order);
        double seconds = (System.nanoTime() - start) / 1e9;
        Peer.Score validation = peer.score(Peer.Set.TRAINING, order.length, rows);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("epoch", epoch);
        record.put("trainLoss", loss);
        record.put("validationLoss", validation.loss());
        record.put("validationAccuracy", validation.accuracy());
        record.put("seconds", seconds);
        record.put("samplesPerSecond", order.length / seconds);
        epochs.add(record);
      }
      Peer.Score test = peer.score(Peer.Set.TEST, 0, data.test().rows());
      System.out.println(
          new ObjectMapper()
              .writeValueAsString(
                  Map.of("library", peer.library(), "epochs", epochs, "test", test)));
    }
  }
}
