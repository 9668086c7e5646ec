package dev.incline.data;

import java.util.HashSet;
import java.util.List;

/**
 * The columns of a table that a network takes, in its order, the label's left out.
 *
 * @param names of each, all different; empty where the table has none
 * @param words of each, which are a feature each; none of a column of numbers, which is a feature
 *     itself; empty where all are
 */
public record TableColumns(List<String> names, List<List<String>> words) {
  /** Numbers that are known by their places only; also what is no table. */
  public static final TableColumns UNNAMED = new TableColumns(List.of());

  public TableColumns {
    if (names.stream().anyMatch(name -> name == null)
        || words.stream()
            .anyMatch(each -> each == null || each.stream().anyMatch(w -> w == null))) {
      throw new IllegalArgumentException("one of its features has no name");
    }
    names = List.copyOf(names);
    words = words.stream().map(List::copyOf).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("two of its features have one name");
    }
    if (!names.isEmpty() && !words.isEmpty() && names.size() != words.size()) {
      throw new IllegalArgumentException("its features have other columns than their words");
    }
  }

  /** Of numbers. */
  public TableColumns(List<String> names) {
    this(names, List.of());
  }

  /** The same columns with other words. */
  public TableColumns with(List<List<String>> others) {
    return new TableColumns(names, others);
  }

  /** Whether any column has words. */
  public boolean hasWords() {
    return !words.isEmpty();
  }

  /** How many columns make so many features. */
  public int columns(int features) {
    return hasWords() ? words.size() : features;
  }

  /** How many features so many columns make. */
  public int features(int columns) {
    return hasWords() ? words.stream().mapToInt(w -> Math.max(1, w.size())).sum() : columns;
  }
}
