package dev.incline.data.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What each column of a table is read as. */
final class ColumnRoles {
  enum Role {
    NUMBER,
    WORD,
    LABEL,
    IGNORED
  }

  private final Role[] roles;
  private final Map<Integer, WordCodes> words = new TreeMap<>();

  /** All columns alike. */
  ColumnRoles(int columns, Role all) {
    roles = new Role[columns];
    Arrays.fill(roles, all);
  }

  void set(int column, Role role) {
    roles[column] = role;
  }

  /**
   * A column of words.
   *
   * @param known the only ones; where there are none, any will do
   */
  void setWords(int column, List<String> known) {
    roles[column] = Role.WORD;
    words.put(column, new WordCodes(known));
  }

  /** Columns of words, where others are numbers. */
  void setWords(int[] columns, List<List<String>> known) {
    for (int i = 0; i < known.size(); i++) {
      if (!known.get(i).isEmpty()) {
        setWords(columns[i], known.get(i));
      }
    }
  }

  Role of(int column) {
    return roles[column];
  }

  /** The label's column, or -1. */
  int label() {
    return Arrays.asList(roles).indexOf(Role.LABEL);
  }

  boolean haveWords() {
    return !words.isEmpty();
  }

  WordCodes words(int column) {
    return Objects.requireNonNull(words.get(column));
  }

  /** The words of each column beside the label's; empty where no column has any. */
  List<List<String>> allWords() {
    return haveWords()
        ? IntStream.range(0, roles.length)
            .filter(c -> roles[c] != Role.LABEL)
            .mapToObj(c -> roles[c] == Role.WORD ? words(c).words() : List.<String>of())
            .toList()
        : List.of();
  }
}
