package dev.incline.file;

import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums of files by their states, so that a file that stays as it is need not be summed again. A
 * state is path, device, inode, size and the times of the last change of content and of inode, to
 * the nanosecond: no program can write to a file and keep all of them. But two changes may fall
 * into one tick of the file system's clock, so nothing is remembered of a file that was changed a
 * moment ago (git's index calls such an entry racily clean).
 *
 * @param folder has a file for each state
 * @param clock tells what a moment ago is
 */
public record KnownSums(Path folder, InstantSource clock) {
  /** What {@link #folder} has of it. */
  public static final String ENDING = ".sum";

  /** Longer than any file system's tick, and than written pages of memory wait for their disk. */
  static final Duration MOMENT = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(KnownSums.class);
  private static final String STATE = "unix:dev,ino,size,lastModifiedTime,ctime";

  /** In a folder. */
  public KnownSums(Path folder) {
    this(folder, InstantSource.system());
  }

  /**
   * The sum of files: the one that they had in this state, else a new one.
   *
   * @param summed SHA-256 in hexadecimal, of what the files hold now
   */
  public String of(List<Path> files, Supplier<String> summed) {
    Optional<String> state = state(files);
    if (state.isEmpty()) {
      return summed.get();
    }
    Path known = folder.resolve(state.get() + ENDING);
    try {
      Optional<String> sum = TrustedFile.read(known).filter(text -> text.matches("[0-9a-f]{64}"));
      if (sum.isPresent()) {
        return sum.get();
      }
    } catch (IOException e) {
      if (!(e instanceof NoSuchFileException)) {
        log.debug("{} cannot be read: {}", known, Reason.of(e));
      }
    }
    String sum = summed.get();
    try {
      if (state(files).equals(state)) { // else it may be the sum of both
        TrustedFile.write(known, sum);
      }
    } catch (IOException e) {
      log.debug("{} was not kept: {}", known, Reason.of(e)); // it is summed again, no more
    }
    return sum;
  }

  /** Of all files; empty where it does not tell whether one will have been changed. */
  private Optional<String> state(List<Path> files) {
    FileTime before = FileTime.from(clock.instant().minus(MOMENT));
    MessageDigest all = Sha256.digest();
    try (Stream<Path> each = files.parallelStream()) {
      List<String> states = each.map(file -> state(file, before)).toList();
      if (states.contains("")) {
        return Optional.empty();
      }
      states.forEach(state -> all.update(state.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.of(Sha256.hex(all.digest()));
  }

  private static String state(Path file, FileTime before) {
    try {
      Map<String, Object> state = Files.readAttributes(file, STATE);
      boolean old =
          state.values().stream()
              .noneMatch(each -> each instanceof FileTime time && time.compareTo(before) >= 0);
      return old ? file.toAbsolutePath() + " " + state + "\n" : "";
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return ""; // not there, or on a system that knows no inodes
    }
  }
}
