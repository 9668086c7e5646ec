package dev.incline.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownSumsTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

  @TempDir private Path temp;
  private final AtomicInteger summings = new AtomicInteger();
  private Path file;
  private Path other;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(temp.resolve("a"), "first");
    other = Files.writeString(temp.resolve("b"), "other");
    Files.setLastModifiedTime(file, LONG_AGO);
    Files.setLastModifiedTime(other, LONG_AGO);
  }

  private String sum() {
    summings.incrementAndGet();
    return Sha256.of((text(file) + text(other)).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks so long after the files were written. */
  private String known(Duration after, Supplier<String> summed) throws IOException {
    Instant written = written(file).isAfter(written(other)) ? written(file) : written(other);
    InstantSource clock = InstantSource.fixed(written.plus(after));
    return new KnownSums(temp.resolve("cache"), clock).of(List.of(file, other), summed);
  }

  private static Instant written(Path path) throws IOException {
    return ((FileTime) Files.getAttribute(path, "unix:ctime")).toInstant();
  }

  private String known() throws IOException {
    return known(Duration.ofDays(1), this::sum);
  }

  /** Waits for the file system's next tick, so that what happens then has another time. */
  private static void tick() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(30);
  }

  @Test
  void whatStaysAsItIsIsSummedOnce() throws IOException {
    String sum = known();
    assertThat(known()).isEqualTo(sum).isEqualTo(sum());
    assertThat(summings).hasValue(2); // one of them here
  }

  @Test
  void aChangeIsSeenThoughSizeAndTimeAreKept() throws IOException, InterruptedException {
    String sum = known();
    tick();
    Files.writeString(file, "FIRST");
    Files.setLastModifiedTime(file, LONG_AGO);
    assertThat(known()).as("written in place").isNotEqualTo(sum).isEqualTo(sum());
    tick();
    Path another = Files.writeString(temp.resolve("c"), "third");
    Files.setLastModifiedTime(another, LONG_AGO);
    Files.move(another, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(known()).as("replaced").isEqualTo(sum());
    tick();
    Files.writeString(other, "OTHER");
    Files.setLastModifiedTime(other, LONG_AGO);
    assertThat(known()).as("one of several").isEqualTo(sum());
    Files.writeString(file, "first");
    Files.writeString(other, "other");
    assertThat(known()).isEqualTo(sum);
  }

  /** Another change in the same tick would leave no trace in the state. */
  @Test
  void whatWasJustChangedIsNotRemembered() throws IOException {
    known(KnownSums.MOMENT.minusMillis(1), this::sum);
    known(KnownSums.MOMENT.minusMillis(1), this::sum);
    known(Duration.ofSeconds(-5), this::sum);
    assertThat(summings).hasValue(3);
    assertThat(temp.resolve("cache")).doesNotExist();
    known(KnownSums.MOMENT.plusMillis(1), this::sum);
    known(KnownSums.MOMENT.plusMillis(1), this::sum);
    assertThat(summings).hasValue(4);
  }

  /** A link that leads elsewhere for a while: it comes back to the state that was looked at. */
  @Test
  void whatChangesWhileItIsSummedIsNotRemembered() throws IOException {
    Path first = file;
    Path link = Files.createSymbolicLink(temp.resolve("link"), first);
    Path elsewhere = Files.createSymbolicLink(temp.resolve("link 2"), other);
    file = link;
    String sum =
        known(
            Duration.ofDays(1),
            () -> {
              move(elsewhere, link);
              return sum();
            });
    assertThat(sum).isEqualTo(sum());
    move(Files.createSymbolicLink(elsewhere, first), link);
    assertThat(known()).isEqualTo(sum()).isNotEqualTo(sum);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedOrForgedSumIsMadeAnew() throws IOException {
    String sum = known();
    Path kept;
    try (Stream<Path> files = Files.list(temp.resolve("cache"))) {
      kept = files.findFirst().orElseThrow();
    }
    Files.writeString(kept, sum.substring(1));
    assertThat(known()).isEqualTo(sum);
    assertThat(kept).hasContent(sum);
    Files.writeString(kept, "0".repeat(64));
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(known()).isEqualTo(sum);
    assertThat(known()).isEqualTo(sum);
    assertThat(summings).hasValue(3);
  }

  @Test
  void whatIsNotThereIsForWhoSumsIt() throws IOException {
    Path gone = temp.resolve("gone");
    KnownSums sums = new KnownSums(temp.resolve("cache"));
    assertThat(sums.of(List.of(file, gone), () -> "no sum")).isEqualTo("no sum");
    assertThat(temp.resolve("cache")).doesNotExist();
  }
}
