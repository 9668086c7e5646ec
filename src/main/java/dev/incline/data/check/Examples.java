package dev.incline.data.check;

import dev.incline.data.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows that stand for a set: as many of each class as of any other, the first ones. */
public final class Examples {
  private Examples() {}

  /** At most so many rows, class by class. */
  public static List<Integer> of(Dataset data, int most) {
    List<List<Integer>> ofClasses = new ArrayList<>();
    for (int c = 0; c < data.classes(); c++) {
      ofClasses.add(new ArrayList<>());
    }
    for (int row = 0; row < data.rows(); row++) {
      ofClasses.get(data.labels()[row] & 0xff).add(row);
    }
    List<Integer> chosen = new ArrayList<>();
    for (int turn = 0; turn < data.rows() && chosen.size() < most; turn++) {
      for (List<Integer> ofClass : ofClasses) {
        if (turn < ofClass.size() && chosen.size() < most) {
          chosen.add(ofClass.get(turn));
        }
      }
    }
    chosen.sort(Comparator.comparing((Integer row) -> data.labels()[row] & 0xff));
    return chosen;
  }
}
