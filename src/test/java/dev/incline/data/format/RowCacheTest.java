package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCacheTest {
  private static final RowCache.Kept ROWS =
      new RowCache.Kept(
          new Inputs.Pixels(new byte[] {1, 2, 3, (byte) 255, 0, 9}),
          2,
          List.of("a", "\"b\", ü"),
          new byte[] {1, 0, 1},
          List.of("5x7"));

  @TempDir private Path temp;
  private final AtomicInteger readings = new AtomicInteger();

  private RowCache.Kept rows(String reader, long room, String content, String... how) {
    return new RowCache(temp, reader, room)
        .rows(
            content,
            List.of(how),
            () -> {
              readings.incrementAndGet();
              return ROWS;
            });
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.toList();
    }
  }

  private void requireSame(RowCache.Kept rows) {
    assertThat(rows.inputs().array()).isEqualTo(ROWS.inputs().array());
    assertThat(rows.columns()).isEqualTo(2);
    assertThat(rows.words()).isEqualTo(ROWS.words());
    assertThat(rows.codes()).isEqualTo(ROWS.codes());
    assertThat(rows.facts()).isEqualTo(ROWS.facts());
  }

  @Test
  void whatWasReadInTheSameWayIsNotReadAgain() throws IOException {
    for (int i = 0; i < 3; i++) {
      requireSame(rows("1", 9999, "c", "as it is"));
    }
    assertThat(readings).hasValue(1);
    rows("1", 9999, "c", "otherwise");
    rows("1", 9999, "d", "as it is");
    rows("2", 9999, "c", "as it is");
    assertThat(readings).as("another way, another content, another program").hasValue(4);
    assertThat(files()).hasSize(4);
    rows("", 9999, "c", "as it is");
    rows("", 9999, "c", "as it is");
    assertThat(readings).as("a program without a name keeps nothing").hasValue(6);
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    rows("1", 9999, "c");
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    for (int place : new int[] {10, 180, bytes.length / 2, bytes.length - 5}) {
      byte[] damaged = bytes.clone();
      damaged[place] ^= 0x20;
      Files.write(file, damaged);
      requireSame(rows("1", 9999, "c"));
    }
    Files.write(file, new byte[0]);
    int before = readings.get();
    requireSame(rows("1", 9999, "c"));
    assertThat(readings).hasValue(before + 1);
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void aFileThatOthersMayHaveWrittenIsNotBelieved() throws IOException {
    rows("1", 9999, "c");
    Files.setPosixFilePermissions(files().get(0), PosixFilePermissions.fromString("rw-rw-rw-"));
    rows("1", 9999, "c");
    assertThat(readings).hasValue(2);
    rows("1", 9999, "c");
    assertThat(readings).as("it was written anew").hasValue(2);
  }

  @Test
  void whatWasUsedLongestAgoIsDeleted() throws IOException {
    rows("1", 9999, "c");
    Path first = files().get(0);
    long size = Files.size(first);
    Files.setLastModifiedTime(first, FileTime.fromMillis(1));
    rows("1", 2 * size, "d");
    rows("1", 2 * size, "c"); // now d is the oldest
    for (Path file : files()) {
      if (!file.equals(first)) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(2));
      }
    }
    rows("1", 2 * size, "e");
    assertThat(files()).hasSize(2).contains(first);
    assertThat(readings).hasValue(3);
  }

  @Test
  void aFolderThatTakesNoFileCostsNothingElse() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    requireSame(new RowCache(file, "1", 99).rows("c", List.of(), () -> ROWS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"label,x,z\na,1,2\nb,255,0\n", "label,x,z\na,1,0.5\nb,,-1e-3\n"})
  void aTableFromTheCacheIsTheTable(String text) throws IOException {
    TableFile table = TableFile.of(Files.writeString(temp.resolve("t.csv"), text));
    ColumnRoles roles = new ColumnRoles(3, ColumnRoles.Role.NUMBER);
    roles.set(0, ColumnRoles.Role.LABEL);
    RowCache cache = new RowCache(temp.resolve("cache"), "1", 9999);
    TableFile.Content parsed = table.rows(roles, false, true);
    for (int i = 0; i < 2; i++) {
      TableFile.Content kept = table.kept(cache, roles, false, true);
      assertThat(kept.sha256()).isEqualTo(parsed.sha256());
      assertThat(kept.rows().inputs().array()).isEqualTo(parsed.rows().inputs().array());
      assertThat(kept.rows().columns()).isEqualTo(parsed.rows().columns());
      assertThat(kept.rows().labels()).usingRecursiveComparison().isEqualTo(parsed.rows().labels());
      assertThat(kept.rows().table()).isEqualTo(parsed.rows().table());
      assertThat(kept.rows().source()).isEqualTo(parsed.rows().source());
    }
    assertThat(temp.resolve("cache")).isDirectoryContaining("glob:**.npz");
  }
}
