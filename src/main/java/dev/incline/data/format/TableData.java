package dev.incline.data.format;

import dev.incline.data.Classes;
import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Labels;
import dev.incline.data.TableColumns;
import dev.incline.file.FileNames;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tables of text, such as CSV: a row for each sample, its label in one column, its numbers, or the
 * pixels of its image, in the others, in their order.
 */
final class TableData {
  /** Different labels that a column has at most which nobody said to be the label. */
  private static final int FEW = 100;

  private static final int COMMON = 10; // so many need not be fewer than the rows

  private TableData() {}

  /**
   * Reads them.
   *
   * @throws DataException naming file, line, column and value
   * @throws dev.incline.wording.InvalidOptionException where nothing says which rows are the test
   */
  static DataSource open(DataRequest request) {
    TableFile file = TableFile.of(request.path());
    TableHead head = file.head();
    int label = head.label(request.label());
    requireTaken(head, label, request.known());
    boolean guessed = request.label() == null && !head.namesLabel();
    String first = head.data().isEmpty() ? "0" : head.data().get(0);
    boolean unclosed = first.startsWith("\""); // reading says so
    if (guessed && !unclosed && !Classes.isWhole(Classes.plain(first))) {
      throw unknown(
          head,
          first.isEmpty()
              ? "begins without a value"
              : "begins with '%s', no whole number".formatted(first));
    }
    boolean asked = request.shape() != null;
    ColumnRoles roles = roles(head, label, request.known());
    for (String column : request.known().hasWords() ? List.<String>of() : request.oneHot()) {
      setWords(roles, head.column(column, "--one-hot"), column);
    }
    boolean gaps = request.mayMissValues() && !asked;
    TableFile.Content content = file.rows(roles, asked, gaps);
    LabelledRows rows = content.rows();
    if (guessed) {
      requireFew(head, rows.labels());
    }
    String taken =
        "table with %s and %s, label in column %s"
            .formatted(
                head.separatorWord(), head.headed() ? "names" : "no names", head.column(label));
    Map<String, String> sums = new TreeMap<>(Map.of(name(request.path(), ""), content.sha256()));
    Path test = request.test();
    if (test == null) {
      return MemorySource.split(taken, rows, request.shape(), sums, request)
          .warning(counter(head, label, rows))
          .warning(unlabelled(rows.labels()));
    }
    TableFile testFile = TableFile.of(test);
    requireAlike(testFile.head(), head);
    OneHot oneHot = OneHot.of(rows, request.known());
    TableFile.Content tested =
        testFile.rows(roles(testFile.head(), label, oneHot.taken()), asked, gaps);
    boolean same = sums.containsKey(name(test, ""));
    sums.put(name(test, same ? "test/" : ""), tested.sha256());
    return MemorySource.of(
            "%s; test rows from %s".formatted(taken, test),
            oneHot.features(rows),
            oneHot.features(tested.rows()),
            request.shape(),
            sums)
        .warning(counter(head, label, rows))
        .warning(unlabelled(rows.labels()));
  }

  /** A warning of a column that only says which row it is, as pandas writes one; else empty. */
  private static String counter(TableHead head, int label, LabelledRows rows) {
    int column = rows.counter();
    return column < 0
        ? ""
        : "%s: column %s counts the rows, and trains as a feature: delete it, unless the order of the rows tells something"
            .formatted(head.file(), head.column(head.placesBeside(label)[column]));
  }

  private static ColumnRoles roles(TableHead head, int label, TableColumns known) {
    ColumnRoles roles = new ColumnRoles(head.cells().size(), ColumnRoles.Role.NUMBER);
    roles.set(label, ColumnRoles.Role.LABEL);
    roles.setWords(head.placesBeside(label), known.words());
    return roles;
  }

  private static void setWords(ColumnRoles roles, int column, String asked) {
    if (roles.of(column) != ColumnRoles.Role.NUMBER) {
      throw new InvalidOptionException(
          "--one-hot %s: this column is %s"
              .formatted(asked, column == roles.label() ? "the label's" : "there already"));
    }
    roles.setWords(column, List.of());
  }

  private static String name(Path file, String before) {
    String name = FileNames.lower(file);
    return before + name.replaceAll("\\.gz$", "");
  }

  private static void requireFew(TableHead head, Labels labels) {
    int different = labels.words().size();
    boolean few =
        different > 1
            && different <= FEW
            && (different <= COMMON || 2 * different <= labels.codes().length)
            && labels.words().stream().allMatch(Classes::isWhole);
    if (!few) {
      throw unknown(
          head,
          "does not hold few whole numbers, but %s, such as %s"
              .formatted(Numeral.count(different, "different value"), labels.word(0)));
    }
  }

  private static DataException unknown(TableHead head, String first) {
    return new DataException(
        "%s: which column is the label? None is named label, class, target or y, and the first %s. Give --label NAME or NUMBER%s"
            .formatted(head.file(), first, head.headed() ? " of " + head.some() : ""));
  }

  /** A warning of labels that look as if they were missing; else empty. */
  private static String unlabelled(Labels labels) {
    List<String> doubtful = labels.words().stream().filter(MissingText::is).toList();
    return doubtful.isEmpty()
        ? ""
        : "%s: the label %s is a class as any other: delete its rows if they have no label"
            .formatted(labels.source(), String.join(" or ", doubtful));
  }

  /** A table has the columns that the model was trained with: as many, and of the same names. */
  private static void requireTaken(TableHead head, int label, TableColumns known) {
    List<String> names = head.beside(label).names();
    List<String> taken = known.names();
    int columns = head.cells().size() - 1;
    if (known.columns(taken.isEmpty() ? columns : taken.size()) != columns) {
      throw new DataException(
          Phrase.of(
              "%s has %,d columns beside the label, but the model takes %,d",
              head.file(), columns, known.columns(taken.size())));
    }
    for (int i = 0; i < Math.min(names.size(), taken.size()); i++) {
      if (!names.get(i).equals(taken.get(i))) {
        int column = head.cells().indexOf(names.get(i));
        throw new DataException(
            "%s has the column %s where the model takes %s"
                .formatted(head.file(), head.column(column), taken.get(i)));
      }
    }
  }

  private static void requireAlike(TableHead test, TableHead training) {
    if (test.cells().size() != training.cells().size()) {
      throw new DataException(
          Phrase.of(
              "%s has %,d columns but %s has %,d: test rows need the same, the label too",
              test.file(), test.cells().size(), training.file(), training.cells().size()));
    }
    for (int c = 0; test.headed() && training.headed() && c < test.cells().size(); c++) {
      if (!test.cells().get(c).equals(training.cells().get(c))) {
        throw new DataException(
            "%s has the column %s where %s has %s"
                .formatted(test.file(), test.column(c), training.file(), training.column(c)));
      }
    }
  }
}
