package dev.incline.data;

import java.util.HashSet;
import java.util.List;

/**
 * The columns of a table that a network takes, in its order, the label's left out.
 *
 * @param names of each, all different; empty where the table has none
 */
public record TableColumns(List<String> names) {
  /** Known by their numbers only; also what is no table. */
  public static final TableColumns UNNAMED = new TableColumns(List.of());

  public TableColumns {
    names = List.copyOf(names);
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("two of its features have one name");
    }
  }
}
