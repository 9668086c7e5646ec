package dev.incline.backend.opencl.cl;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there while kernels are built and until they first have run: a damaged kernel
 * cache ends the process then, without a word of ours. The next start finds the file.
 */
public final class BuildNote {
  private static final Logger log = LoggerFactory.getLogger(BuildNote.class);
  private static final Pattern NAME = Pattern.compile("(\\d+)-(-?\\d+)-\\d+");
  private static final long OURS = System.nanoTime(); // tells processes of one number apart
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static volatile @Nullable Path folder;

  private final @Nullable Path file;

  private BuildNote(@Nullable Path file) {
    this.file = file;
  }

  /**
   * From now on notes are kept in this folder.
   *
   * @return a sentence, where a process ended and left its note of this device, and the cache still
   *     holds what it held then
   */
  public static Optional<String> keepIn(Path place, ClDevice device) {
    folder = place;
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    boolean left = false;
    try (Stream<Path> notes = Files.list(place)) {
      for (Path note : notes.toList()) {
        if (isLeft(note) && isOf(note, device)) {
          left |= device.hasCached(Files.getLastModifiedTime(note));
          Files.deleteIfExists(note);
        }
      }
    } catch (IOException e) {
      log.debug("{} cannot be read", place, e);
    }
    String advice = device.cacheAdvice();
    return left && !advice.isEmpty()
        ? Optional.of(
            "A process ended while it built kernels on %s. %s".formatted(device.title(), advice))
        : Optional.empty();
  }

  /** Whether the process that wrote it is over. */
  private static boolean isLeft(Path note) {
    Matcher name = NAME.matcher(String.valueOf(note.getFileName()));
    if (!name.matches()) {
      return false;
    }
    long process = Long.parseLong(name.group(1));
    return process == ProcessHandle.current().pid()
        ? Long.parseLong(name.group(2)) != OURS
        : ProcessHandle.of(process).isEmpty();
  }

  private static boolean isOf(Path note, ClDevice device) throws IOException {
    return InputFile.text(note, InputFile.SMALL).equals(device.title());
  }

  /** Writes one, where the device's implementation has a cache of kernels. */
  static BuildNote begin(ClDevice device) {
    Path place = folder;
    if (place == null || device.cacheAdvice().isEmpty()) {
      return new BuildNote(null);
    }
    Path note =
        place.resolve(
            Phrase.of("%d-%d-%d", ProcessHandle.current().pid(), OURS, COUNT.getAndIncrement()));
    try {
      Files.createDirectories(place);
      Files.writeString(note, device.title());
      note.toFile().deleteOnExit(); // who ends the program ends no driver
    } catch (IOException e) {
      log.debug("{} cannot be written", note, e); // a death goes without its explanation
    }
    return new BuildNote(note);
  }

  /** The kernels have run. */
  void end() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.debug("{} cannot be deleted", file, e);
    }
  }
}
