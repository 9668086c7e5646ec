package dev.incline.data;

import dev.incline.file.InputFile;
import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes of a data set: the different labels of all its training rows. Whole numbers are
 * ordered by value, words by their characters.
 *
 * @param names of each class, as the files have them
 * @param training [rows] class of each training row, an unsigned byte
 * @param test [rows] the same of the test rows
 */
public record Classes(List<String> names, byte[] training, byte[] test) {
  private static final long LARGEST_MAPPING = 1 << 16; // bytes

  /**
   * Makes classes of labels.
   *
   * @throws DataException where all rows have one label, or a test row has one that no training row
   *     has
   */
  public static Classes of(Labels training, Labels test) {
    List<String> names = ordered(training.words());
    Map<String, Integer> places = new LinkedHashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    Classes classes = new Classes(names, codes(training, places), codes(test, places));
    if (names.size() < 2) {
      throw new DataException(
          "%s: every row that trains has the same label, %s: a classifier needs two classes"
              .formatted(training.source(), String.join("", names)));
    }
    for (int row = 0; row < test.codes().length; row++) {
      if (!places.containsKey(test.word(row))) {
        throw new DataException(
            Phrase.of(
                "%s: label %s of row %d (from 0) is in no training row (%s): what is not trained cannot be tested",
                test.source(), test.word(row), row, training.source()));
      }
    }
    return classes;
  }

  /** Whole numbers by value, words by their characters. */
  public static List<String> ordered(List<String> words) {
    boolean numbers = words.stream().allMatch(Classes::isWhole);
    return words.stream()
        .sorted(numbers ? Comparator.comparing(BigInteger::new) : Comparator.naturalOrder())
        .toList();
  }

  private static byte[] codes(Labels labels, Map<String, Integer> places) {
    byte[] table = new byte[labels.words().size()];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) (int) places.getOrDefault(labels.words().get(i), 0);
    }
    byte[] codes = new byte[labels.codes().length];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = table[labels.codes()[row] & 0xff];
    }
    return codes;
  }

  /**
   * The same classes under other names.
   *
   * @param source the file of the names, for messages
   * @throws DataException where two classes would have one name
   */
  Classes renamed(Map<String, String> renaming, String source) {
    List<String> renamed = names.stream().map(name -> renaming.getOrDefault(name, name)).toList();
    Set<String> seen = new HashSet<>();
    for (String name : renamed) {
      if (!seen.add(name)) {
        throw new DataException("%s gives two classes the name %s".formatted(source, name));
      }
    }
    return new Classes(renamed, training, test);
  }

  /** Classes of the first training rows. */
  byte[] training(int limit) {
    return limit < training.length ? Arrays.copyOf(training, limit) : training;
  }

  /** Numbers as names: 0, 1, 2 and so on. */
  public static List<String> numbered(int classes) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add(Integer.toString(c));
    }
    return names;
  }

  /** A label without blanks around it, fit for a terminal; a whole number in its shortest form. */
  public static String plain(String label) {
    String word = Harmless.of(label.strip());
    return word.matches("[+-]?[0-9]{1,18}(\\.0*)?")
        ? Long.toString(Long.parseLong(word.replaceFirst("\\..*", "")))
        : word;
  }

  /** Whether a label, as {@link #of} has it, is a whole number. */
  public static boolean isWhole(String name) {
    return name.matches("-?[0-9]{1,18}");
  }

  /**
   * The characters of each label, such as {@code Aa}, by EMNIST's mapping files: each line has a
   * label and the codes of the characters that it stands for, {@code 1 65 97} for A and a.
   *
   * @throws DataException naming the file and the line that is none
   */
  static Map<String, String> characters(Path file) {
    List<String> lines;
    try {
      lines =
          new String(InputFile.bytes(file, LARGEST_MAPPING), StandardCharsets.UTF_8)
              .lines()
              .toList();
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.matches("[0-9]{1,9}( +[0-9]{1,6})+")) {
        throw new DataException(
            Phrase.of(
                "%s, line %d is no label with codes of characters, such as '1 65 97'",
                file, i + 1));
      }
      String[] numbers = line.split(" +", -1);
      StringBuilder name = new StringBuilder();
      for (int k = 1; k < numbers.length; k++) {
        int code = Integer.parseInt(numbers[k]);
        if (code <= ' ' || !Character.isDefined(code) || Character.isISOControl(code)) {
          throw new DataException(
              Phrase.of("%s, line %d: %d is the code of no character", file, i + 1, code));
        }
        name.appendCodePoint(code);
      }
      if (name.length() > 0) {
        names.put(plain(numbers[0]), name.toString());
      }
    }
    return names;
  }
}
