package dev.incline.data.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.incline.data.DataException;
import dev.incline.data.TableColumns;
import dev.incline.wording.Harmless;
import dev.incline.wording.Listing;
import dev.incline.wording.Misspelt;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the first lines of a table tell.
 *
 * @param separator of the values: a comma, a semicolon or a tab
 * @param headed whether the first line has names
 * @param cells of the first line
 * @param data cells of the first line that has no names; empty where there is no such line
 */
record TableHead(
    String file, char separator, boolean headed, List<String> cells, List<String> data) {
  private static final List<String> LABELS = List.of("label", "class", "target", "y");
  private static final List<Character> SEPARATORS = List.of('\t', ';', ',');
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?");
  private static final int SHOWN = 40; // characters of a text
  private static final Pattern WORD = Pattern.compile("[^, ]+");

  /**
   * @param first line of the table
   * @param second line; empty where there is none
   * @throws DataException where the line has one value
   */
  static TableHead of(String file, String first, String second) {
    char separator = separator(first, second);
    List<String> cells = cells(first, separator);
    if (cells.size() < 2) {
      throw new DataException(
          "%s has one value in its first line, '%s': a label and values are needed, with commas, semicolons or tabs between"
              .formatted(file, shortened(first.strip())));
    } else if (first.matches("(?i)sep=.?")) {
      throw new DataException(
          "%s begins with '%s', a line for Excel alone: delete it".formatted(file, first));
    }
    List<String> data = second.isEmpty() ? List.of() : cells(second, separator);
    boolean headed = isHeader(cells, data);
    return new TableHead(file, separator, headed, cells, headed ? data : cells);
  }

  /** The one that both lines have equally often, else the one that the first has most often. */
  private static char separator(String first, String second) {
    char most = ',';
    for (char each : SEPARATORS) {
      if (count(first, each) > 0 && count(first, each) == count(second, each)) {
        return each;
      }
      most = count(first, each) > count(first, most) ? each : most;
    }
    return most;
  }

  private static long count(String line, char separator) {
    return line.chars().filter(c -> c == separator).count();
  }

  private static List<String> cells(String line, char separator) {
    try {
      return CsvReader.builder()
          .fieldSeparator(separator)
          .allowUnclosedQuote(false)
          .ofSingleCsvRecord(line)
          .getFields()
          .stream()
          .map(cell -> Harmless.of(cell.strip()))
          .toList();
    } catch (CsvParseException e) {
      return List.of(
          line.split(String.valueOf(separator), -1)); // the whole reading says what is wrong
    }
  }

  /**
   * Names: several words, a label's usual name, or the numbers of the columns as pandas has them.
   * Beside a number, words are names only where the second line has no word in the place of one.
   */
  private static boolean isHeader(List<String> cells, List<String> second) {
    int[] words = IntStream.range(0, cells.size()).filter(c -> isWord(cells, c)).toArray();
    boolean named =
        cells.stream().noneMatch(TableHead::isNumber)
            || Arrays.stream(words).anyMatch(c -> !isWord(second, c));
    boolean counted =
        cells.size() > 2
            && IntStream.range(0, cells.size())
                .allMatch(i -> cells.get(i).equals(Integer.toString(i)));
    return (words.length > 1 && named) || counted || cells.stream().anyMatch(TableHead::isLabel);
  }

  private static boolean isWord(List<String> cells, int c) {
    return c < cells.size() && !cells.get(c).isEmpty() && !isNumber(cells.get(c));
  }

  private static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static boolean isLabel(String cell) {
    return LABELS.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Whether a column has one of a label's usual names. */
  boolean namesLabel() {
    return headed && cells.stream().anyMatch(TableHead::isLabel);
  }

  /**
   * The column of the labels, from 0: the one asked for, by name or by number from 1; else the one
   * with the most usual name; else the first.
   *
   * @throws DataException where the one asked for is not there
   */
  int label(@Nullable String asked) {
    if (asked == null) {
      return namesLabel()
          ? LABELS.stream()
              .flatMap(name -> columns().filter(c -> cells.get(c).equalsIgnoreCase(name)).boxed())
              .findFirst()
              .orElse(0)
          : 0;
    }
    return column(asked, "--label");
  }

  /**
   * A column, from 0, that was asked for by name or by number from 1.
   *
   * @throws DataException where it is not there
   */
  int column(String asked, String flag) {
    int named = headed ? cells.indexOf(asked.strip()) : -1;
    if (named < 0 && asked.strip().matches("[1-9][0-9]{0,6}")) {
      named = Integer.parseInt(asked.strip()) - 1;
    }
    if (named < 0 || named >= cells.size()) {
      throw new DataException(
          Phrase.of(
              "%s has no column %s for %s: it has %s%s",
              file,
              asked,
              flag,
              Numeral.count(cells.size(), "column"),
              headed ? ", " + some() : " and no line of names"));
    }
    return named;
  }

  /** The columns beside the label's; they have no names where two are alike, or one is empty. */
  TableColumns beside(int label) {
    List<String> names = Arrays.stream(placesBeside(label)).mapToObj(cells::get).toList();
    boolean told = headed && !names.contains("") && new HashSet<>(names).size() == names.size();
    return told ? new TableColumns(names) : TableColumns.UNNAMED;
  }

  /** Where the columns beside the label's are, from 0. */
  int[] placesBeside(int label) {
    return columns().filter(c -> c != label).toArray();
  }

  /**
   * Where the columns of these names are, from 0.
   *
   * @throws DataException naming those that are not there, or one that is there twice
   */
  int[] places(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    Set<String> twice = new HashSet<>();
    columns()
        .filter(c -> places.put(cells.get(c), c) != null)
        .forEach(c -> twice.add(cells.get(c)));
    List<String> missing = names.stream().filter(name -> !places.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          Phrase.of(
              "%s has no column %s, which the model takes: it has %,d columns, %s",
              file, Listing.of(missing), cells.size(), some()));
    }
    names.stream()
        .filter(twice::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw new DataException("%s has two columns %s".formatted(file, name));
            });
    return names.stream().mapToInt(places::get).toArray();
  }

  private IntStream columns() {
    return IntStream.range(0, cells.size());
  }

  String some() {
    int shown = Math.min(8, cells.size());
    return String.join(", ", cells.subList(0, shown)) + (shown < cells.size() ? ", ..." : "");
  }

  /** A column for messages: its number from 1, and its name where it has one. */
  String column(int c) {
    return headed && c < cells.size() && !cells.get(c).isEmpty()
        ? Phrase.of("%d (%s)", c + 1, cells.get(c))
        : Integer.toString(c + 1);
  }

  /** A column as options take it: its name, or its number where it has none that serves. */
  String columnName(int c) {
    return headed && WORD.matcher(cells.get(c)).matches() ? cells.get(c) : Integer.toString(c + 1);
  }

  /** Whether the last column has no name where others have: a separator ends the line. */
  boolean isNameless(int c) {
    return headed && c == cells.size() - 1 && cells.get(c).isEmpty();
  }

  /**
   * What is wrong with the text of a value.
   *
   * @param what it is
   * @param labelled whether the table has a label, which may be another column
   */
  String noNumber(String text, String what, int column, boolean labelled) {
    boolean number = text.matches("(?i)[+-]?([0-9.,]+(e[+-]?[0-9]+)?|inf(inity)?)");
    String hint = Misspelt.hint(text, false);
    return Phrase.of(
        ": '%s' is %s%s",
        shortened(text),
        what,
        number || !hint.isEmpty() || !labelled
            ? hint
            : Phrase.of(
                ". If the words of this column are features, give --one-hot %1$s; if it is the label, --label %1$s",
                columnName(column)));
  }

  private static String shortened(String text) {
    return Harmless.of(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
  }

  /** What is wrong with a line of another number of values. */
  String ragged(int values, boolean isFirst) {
    return Phrase.of(
        " has %s, but the first line has %,d: %s",
        Numeral.count(values, "value"),
        cells.size(),
        headed && isFirst && values == cells.size() + 1
            ? "does it lack a name (R gives none to names of rows), or does a separator end the other lines?"
            : "is one left out, or a separator inside a value without quotes?");
  }

  /** The separator in a word. */
  String separatorWord() {
    return separator == ',' ? "commas" : separator == ';' ? "semicolons" : "tabs";
  }
}
