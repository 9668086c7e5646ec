package dev.incline.data.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.TableColumns;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Reason;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A table of text, plain or gzipped, in UTF-8.
 *
 * @param head what its first lines tell
 */
record TableFile(Path path, TableHead head) {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST = 1 << 24; // characters of a line

  /** Whether the file is text, or gzipped text. */
  static boolean isTable(Path path) {
    FileKind kind = FileKind.of(path);
    return (kind == FileKind.GZIP ? FileKind.inside(path) : kind) == FileKind.TEXT;
  }

  /**
   * Looks at the first lines.
   *
   * @throws DataException naming the file and what is wrong
   */
  static TableFile of(Path path) {
    if (!isTable(path)) {
      throw new DataException(
          "%s is %s: a table of text (CSV) is read here".formatted(path, FileKind.phrase(path)));
    }
    return read(
        path, text -> new TableFile(path, TableHead.of(path.toString(), line(text), line(text))));
  }

  /** The next line that has a value; empty at the end. */
  private static String line(BufferedReader text) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = text.read(); c >= 0 && line.length() < LONGEST; c = text.read()) {
      if (c != '\n' && c != '\r') {
        line.append((char) c);
      } else if (!line.toString().matches("[\\s,;]*")) {
        break;
      } else {
        line.setLength(0);
      }
    }
    return line.toString();
  }

  /**
   * What the whole file holds.
   *
   * @param sha256 of its bytes, unpacked, in hexadecimal
   */
  record Content(LabelledRows rows, String sha256) {}

  /**
   * Reads all rows.
   *
   * @param roles of the columns, a label among them
   * @param pixels whether any value but a whole number from 0 to 255 is an error
   * @param gaps whether values may be missing: NaN is read
   * @throws DataException naming file, line, column and value
   */
  Content rows(ColumnRoles roles, boolean pixels, boolean gaps) {
    return RowCache.isLarge(path) && !roles.haveWords()
        ? kept(RowCache.usual(), roles, pixels, gaps)
        : parsed(roles, pixels, gaps);
  }

  private Content parsed(ColumnRoles roles, boolean pixels, boolean gaps) {
    MessageDigest digest = Sha256.digest();
    TableRows rows = parse(digest, new TableRows(head, roles, pixels, gaps));
    return new Content(rows.rows(), Sha256.hex(digest.digest()));
  }

  /** The same from the cache, where the content is the one that it was parsed from. */
  Content kept(RowCache cache, ColumnRoles roles, boolean pixels, boolean gaps) {
    String sha256 = cache.sum(List.of(path), this::sha256);
    int label = roles.label();
    RowCache.Kept kept =
        cache.rows(
            sha256,
            List.of("table", "label " + label, "pixels " + pixels, "gaps " + gaps),
            () -> {
              Content content = parsed(roles, pixels, gaps);
              if (!content.sha256.equals(sha256)) {
                throw new DataException(path + " changed while it was read: start again");
              }
              return RowCache.Kept.of(content.rows);
            });
    return new Content(
        new LabelledRows(
            head.file(),
            kept.inputs(),
            kept.columns(),
            kept.labels(head.file()),
            head.beside(label),
            (row, column) -> ""),
        sha256);
  }

  /** Of the bytes, unpacked. */
  private String sha256() {
    try (InputStream plain = plain(path)) {
      return Sha256.of(plain);
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  private TableRows parse(MessageDigest digest, TableRows rows) {
    return read(
        path,
        digest,
        text -> {
          // Not closed here: the file is, by whoever opened it.
          CsvReader<Boolean> reader =
              CsvReader.builder()
                  .fieldSeparator(head.separator())
                  .allowUnclosedQuote(false)
                  .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // rows tells of them
                  .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                  .build(rows, text);
          try {
            reader.forEach(row -> {});
          } catch (CsvParseException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : rows.brokenOff();
          }
          return rows;
        });
  }

  /**
   * Reads the numbers of some columns.
   *
   * @param places of the columns, from 0, in the order that they are wanted in
   * @param columns what they are; where they have words, the words' numbers are read
   * @param most rows of a piece
   * @param taker of the pieces, [rows x places]; NaN where the columns have means and a value is
   *     missing
   * @throws DataException naming file, line, column and value
   */
  void numbers(int[] places, TableColumns columns, int most, Consumer<float[]> taker) {
    ColumnRoles roles = new ColumnRoles(head.cells().size(), ColumnRoles.Role.IGNORED);
    for (int place : places) {
      roles.set(place, ColumnRoles.Role.NUMBER);
    }
    roles.setWords(places, columns.words());
    int[] ascending = places.clone();
    Arrays.sort(ascending);
    int[] from = IntStream.of(places).map(p -> Arrays.binarySearch(ascending, p)).toArray();
    TableRows rows =
        new TableRows(head, roles, false, columns.hasMeans())
            .handing(most, piece -> taker.accept(ordered(Values.numbers(piece), from)));
    parse(Sha256.digest(), rows).handOverRest();
  }

  /**
   * Columns in another order.
   *
   * @param values [rows x columns]
   * @param from where each column stands among them
   */
  private static float[] ordered(float[] values, int[] from) {
    float[] ordered = new float[values.length];
    for (int i = 0; i < from.length; i++) {
      for (int row = 0; row < values.length; row += from.length) {
        ordered[row + i] = values[row + from[i]];
      }
    }
    return ordered;
  }

  private interface Reading<T> {
    T from(BufferedReader text) throws IOException;
  }

  private static <T> T read(Path path, Reading<T> reading) {
    return read(path, Sha256.digest(), reading);
  }

  private static <T> T read(Path path, MessageDigest digest, Reading<T> reading) {
    try (InputStream plain = plain(path);
        BufferedReader text =
            new BufferedReader(utf8(new DigestInputStream(plain, digest)), BUFFER)) {
      text.mark(1);
      if (text.read() != '\ufeff') {
        text.reset();
      }
      return reading.from(text);
    } catch (IOException e) {
      throw refusal(path, e);
    } catch (UncheckedIOException e) { // of the parser
      throw refusal(path, Objects.requireNonNull(e.getCause()));
    }
  }

  /** The bytes, unpacked. */
  private static InputStream plain(Path path) throws IOException {
    InputStream file = InputFile.open(path, InputFile.LARGE);
    try {
      return FileKind.of(path) == FileKind.GZIP ? new GZIPInputStream(file, BUFFER) : file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static DataException refusal(Path path, IOException e) {
    String what = "cannot be read: " + Reason.of(e);
    if (e instanceof NoSuchFileException) {
      what = "does not exist";
    } else if (e instanceof EOFException || e instanceof ZipException) {
      what = "is a damaged gzip file (" + Reason.of(e) + "): get it again";
    } else if (e instanceof CharacterCodingException) {
      what = "is not in UTF-8: save it so";
    }
    return new DataException(path + " " + what, e);
  }

  private static Reader utf8(InputStream in) {
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }
}
