package dev.incline.inspect;

import dev.incline.data.NpyArray;
import dev.incline.inspect.StepComparison.Finding;
import dev.incline.inspect.StepComparison.Verdict;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of another program beside ours, in whatever shape it comes.
 *
 * @param name for people
 * @param array as it was given
 * @param ours of the same name
 * @param matrix its values in our shape; null where they do not fill it
 * @param turned whether it came transposed
 */
record GivenTensor(
    String name, NpyArray array, NpyArray ours, @Nullable Rounded matrix, boolean turned) {

  /** Brings a tensor into our shape: sizes of 1 do not count, and labels may come one-hot. */
  static GivenTensor of(String name, NpyArray array, NpyArray ours, int classes) {
    int rows = rows(ours);
    int cols = cols(ours);
    List<Integer> wanted = sizes(ours);
    List<Integer> sizes = sizes(array);
    List<Integer> reversed = new ArrayList<>(sizes);
    Collections.reverse(reversed);
    if (sizes.equals(wanted)) {
      return new GivenTensor(name, array, ours, Rounded.of(array, rows, cols), false);
    } else if (reversed.equals(wanted)) {
      Rounded turned = Rounded.of(array, cols, rows).transposed();
      return new GivenTensor(name, array, ours, turned, true);
    } else if (isLabels(ours) && sizes.equals(List.of(cols, classes))) {
      Rounded labels = Rounded.of(array, cols, classes).argMax();
      return new GivenTensor(name, array, ours, labels, false);
    }
    return new GivenTensor(name, array, ours, null, false);
  }

  static int rows(NpyArray array) {
    return array.shape().size() > 1 ? array.shape().get(0) : 1;
  }

  static int cols(NpyArray array) {
    return array.size() / rows(array);
  }

  private static List<Integer> sizes(NpyArray array) {
    return array.shape().stream().filter(length -> length != 1).toList();
  }

  private static boolean isLabels(NpyArray ours) {
    return ours.values() instanceof byte[];
  }

  /** Its values where others may follow from them: all numbers, and labels classes; else null. */
  @Nullable Rounded input(int classes) {
    if (matrix == null || turned) {
      return null;
    }
    for (double value : matrix.value()) {
      boolean label = value >= 0 && value < classes && value == Math.rint(value);
      if (!Double.isFinite(value) || (isLabels(ours) && !label)) {
        return null;
      }
    }
    return matrix;
  }

  /** Whether it is what it should be, as far as rounding lets one tell. */
  boolean agrees(Rounded right) {
    return matrix != null && !turned && right.agrees(matrix);
  }

  /**
   * How it holds the right values in the wrong places, in words.
   *
   * @return null where it does not
   */
  @Nullable String reordered(Rounded right) {
    if (matrix == null) {
      return "its shape is %s, and %s is wanted".formatted(array.sizes(), ours.sizes());
    } else if (turned) {
      String shapes = "its shape is %s, and %s is wanted".formatted(array.sizes(), ours.sizes());
      return right.agrees(matrix) ? "it is transposed: " + shapes : shapes;
    } else if (right.rows() == right.cols() && right.transposed().agrees(matrix)) {
      return "it is transposed";
    }
    Rounded columns = right.transposed();
    if (new Rounded(right.rows(), right.cols(), columns.value(), columns.error()).agrees(matrix)) {
      return "its values go down the columns (Fortran's order), not along the rows";
    }
    return right.rows() > 1 && hasRowsOf(Rounded.of(ours, right.rows(), right.cols()), matrix)
        ? "its rows are the right ones in another order"
        : null;
  }

  /** Each once: of numbers as they were stored, for wide bounds would take any row for another. */
  private static boolean hasRowsOf(Rounded stored, Rounded given) {
    BitSet found = new BitSet();
    for (int theirs = 0; theirs < given.rows(); theirs++) {
      int row = found.nextClearBit(0);
      while (row < stored.rows() && !stored.agrees(row, given, theirs)) {
        row = found.nextClearBit(row + 1);
      }
      found.set(row);
    }
    return found.length() == stored.rows();
  }

  /** What is to be said where no known mistake gives the values. */
  String guess(Rounded right) {
    if (matrix == null) {
      return "it has other values";
    }
    double products = 0;
    double squares = 0;
    for (int i = 0; i < matrix.size(); i++) {
      if (!Double.isFinite(matrix.value()[i])) {
        return "it holds %s at %s".formatted(matrix.value()[i], place(i));
      }
      products += right.value()[i] * matrix.value()[i];
      squares += right.value()[i] * right.value()[i];
    }
    double factor = products / squares;
    boolean multiple = squares > 0 && factor != 0 && right.scaled(factor).agrees(matrix);
    return multiple
        ? "it is %s times the right value".formatted(Numeral.of((float) factor))
        : "no mistake that is known here gives these values";
  }

  /** How it lies beside ours. */
  Finding finding(Verdict verdict, String words) {
    double largest = matrix == null ? Double.NaN : 0;
    int at = -1;
    for (int i = 0; matrix != null && i < matrix.size(); i++) {
      double distance = Math.abs(matrix.value()[i] - ours.get(i));
      if (!(distance <= largest)) {
        at = i;
        largest = distance;
      }
      if (Double.isNaN(distance)) {
        break;
      }
    }
    return new Finding(name, array.sizes(), largest, at < 0 ? "" : place(at), verdict, words);
  }

  /** Whether every value is ours. */
  boolean isEqual() {
    return finding(Verdict.EQUAL, "").largest() == 0;
  }

  private String place(int i) {
    int cols = cols(ours);
    return rows(ours) == 1 ? Integer.toString(i) : Phrase.of("%d, %d", i / cols, i % cols);
  }
}
