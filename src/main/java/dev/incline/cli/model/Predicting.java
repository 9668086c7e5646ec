package dev.incline.cli.model;

import dev.incline.backend.Backend;
import dev.incline.data.ImageRows;
import dev.incline.data.Inputs;
import dev.incline.model.Weights;
import dev.incline.run.watch.UnderWay;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.Classifier;
import dev.incline.train.score.Predictions;
import dev.incline.train.score.Reference;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands rows to a device, some thousand at a time, so that any number of them takes little memory:
 *
 * <pre>
 *   files ─▶ pieces ─▶ group of up to ROWS rows ─▶ Classifier ─▶ Answers, in order
 * </pre>
 */
final class Predicting {
  /** Rows of a group, and of a piece: some steps of the device. */
  static final int ROWS = 8000;

  private static final int BYTES = 64 << 20; // of a group, where images are large

  private record Piece(String file, int first, ImageRows rows) {}

  private final Backend backend;
  private final Weights weights;
  private final @Nullable Reference reference;
  private final Answers answers;
  private final UnderWay underWay;
  private final List<Piece> group = new ArrayList<>();
  private @Nullable Classifier classifier; // built for the size of the first group
  private int rows; // of the group
  private int next; // row of the file
  private long done; // rows

  /**
   * @param backend stays open, and stays the caller's
   * @param reference what the device is compared with; null where nothing is to be compared
   * @param underWay is told how far it is
   */
  Predicting(
      Backend backend,
      Weights weights,
      @Nullable Reference reference,
      Answers answers,
      UnderWay underWay) {
    this.backend = backend;
    this.weights = weights;
    this.reference = reference;
    this.answers = answers;
    this.underWay = underWay;
  }

  /** The rows to come are of this file. */
  void begin(String file) {
    next = 0;
    underWay.at(Phrase.of("reading %s, %,d rows predicted", file, done));
  }

  /** The next rows of the file. */
  void take(String file, ImageRows read) {
    group.add(new Piece(file, next, read));
    next += read.rows();
    rows += read.rows();
    if (rows >= ROWS || (long) rows * weights.network().inputs() >= BYTES) {
      finish();
    }
  }

  /** The file cannot be read further. */
  void fail(String file, String reason) {
    finish();
    answers.addFailure(file, reason, next > 0);
  }

  /** Predicts what is left of a group. */
  void finish() {
    if (group.isEmpty()) {
      return;
    }
    List<Piece> pieces = List.copyOf(group);
    Inputs inputs = joined(pieces);
    Classifier device = classifier == null ? compiled() : classifier;
    classifier = device;
    group.clear();
    rows = 0;
    Predictions predictions = device.classify(inputs);
    underWay.clear();
    int from = 0;
    for (Piece piece : pieces) {
      answers.add(piece.file, piece.first, piece.rows, predictions, from);
      from += piece.rows.rows();
    }
    done += from;
    underWay.at(Phrase.of("%,d rows predicted on %s", done, backend.name()));
  }

  /** How many rows were compared with plain Java. */
  CheckRecord checked() {
    return classifier == null ? CheckRecord.NONE : classifier.checked();
  }

  private Classifier compiled() {
    underWay.at(UnderWay.compiling(backend.name()));
    Classifier compiled = new Classifier(backend, weights, rows, reference);
    return compiled;
  }

  private Inputs joined(List<Piece> pieces) {
    Inputs first = pieces.get(0).rows.inputs();
    if (pieces.size() == 1) {
      return first;
    }
    long size = pieces.stream().mapToLong(piece -> piece.rows.inputs().size()).sum();
    Inputs all = first.zeros(Math.toIntExact(size));
    int to = 0;
    for (Piece piece : pieces) {
      Inputs some = piece.rows.inputs();
      all.copy(some, 0, to, (int) some.size());
      to += (int) some.size();
    }
    return all;
  }
}
