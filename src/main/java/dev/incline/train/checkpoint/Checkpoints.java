package dev.incline.train.checkpoint;

import dev.incline.store.GoneException;
import dev.incline.store.RunFolder;
import dev.incline.train.EpochRecord;
import dev.incline.train.PausedTraining;
import dev.incline.train.StoppedException;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints in a run's folder: {@code checkpoint-<step>.bin}, the last two. Also remembers a
 * recent state of the training, for when its device fails.
 */
public final class Checkpoints implements TrainingListener {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final String PATTERN = "checkpoint-[0-9]{9,18}\\.bin";
  private static final String DRAFT = "\\.checkpoint-.*\\.part"; // of a process that was killed
  static final int KEPT = 2;
  private static final int SELDOM = 50; // times what it takes: remembering costs 2 % at most

  private final RunFolder folder;
  private final String training;
  private final RunSize size;
  private final CheckpointInterval every;
  private final BooleanSupplier stopping;
  private @Nullable TrainingState last;
  private long lastStep;
  private long rememberedAt = System.nanoTime();
  private long remembering; // nanoseconds it took
  private long writtenAt = System.nanoTime();
  private boolean warned; // that there is no room
  private boolean atEnd; // whether to leave one there

  /**
   * @param training see {@link Checkpoint}
   * @param size of the run's files
   * @param stopping whether to stop; asked about four times a second
   */
  public Checkpoints(
      RunFolder folder,
      String training,
      RunSize size,
      CheckpointInterval every,
      BooleanSupplier stopping) {
    this.folder = folder;
    this.training = training;
    this.size = size;
    this.every = every;
    this.stopping = stopping;
  }

  /** Leaves one at the end as well, for a training that goes further. */
  public Checkpoints atEnd() {
    atEnd = true;
    return this;
  }

  @Override
  public void epochFinished(EpochRecord record) {}

  @Override
  public long stopBefore(long step) {
    return every.steps() > 0 ? (step / every.steps() + 1) * every.steps() : Long.MAX_VALUE;
  }

  /**
   * @throws StoppedException after a checkpoint, when it is time to stop
   */
  @Override
  public void between(PausedTraining paused) {
    long now = System.nanoTime();
    boolean stop = stopping.getAsBoolean();
    boolean due = stop || isDue(paused.step(), now) || (atEnd && paused.isOver());
    if (due || last == null || now - rememberedAt >= SELDOM * remembering) {
      last = paused.state();
      lastStep = paused.step();
      rememberedAt = System.nanoTime();
      remembering = rememberedAt - now;
    }
    if (stop) {
      write();
      throw new StoppedException(paused.step());
    } else if (due) {
      writeWhereRoom();
    }
  }

  /** A training is worth more than a checkpoint of it: it goes on without. */
  private void writeWhereRoom() {
    writtenAt = System.nanoTime(); // not at once again
    String lack = "";
    try {
      if (hasRoom()) {
        write();
        warned = false;
        return;
      }
      lack = "the disk has only room for the model";
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof GoneException) {
        throw e;
      }
      lack = Reason.of(e);
    }
    if (!warned) {
      log.warn(
          "No checkpoint after step {}: {}. The training goes on; free some space in {}",
          lastStep,
          lack,
          folder.path());
    }
    warned = true;
  }

  /** Older ones make way, and the result's room stays free; one that is whole stays as well. */
  private boolean hasRoom() {
    try {
      List<Path> all = files(folder.path());
      for (int i = all.size() - 1; i > 0 && !fits(); i--) {
        drop(all.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    return fits();
  }

  private boolean fits() {
    return folder.free() >= size.checkpoint() + size.result();
  }

  private boolean isDue(long step, long now) {
    return every.steps() > 0
        ? step > 0 && step % every.steps() == 0
        : every.seconds() > 0 && now - writtenAt >= every.seconds() * 1_000_000_000;
  }

  /** A recent state of the training; null before it began. */
  public @Nullable TrainingState last() {
    return last;
  }

  /**
   * Leaves a checkpoint of the last state known, where there is one.
   *
   * @return the file
   */
  public @Nullable Path write() {
    TrainingState state = last;
    if (state == null) {
      return null;
    }
    try {
      Path file =
          makeWayFor(
              folder,
              Phrase.of("checkpoint-%09d.bin", lastStep),
              size.checkpoint(),
              new Checkpoint(training, state)::write,
              1);
      writtenAt = System.nanoTime();
      List<Path> all = files(folder.path());
      all.subList(Math.min(KEPT, all.size()), all.size()).forEach(Checkpoints::drop);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Writes a file of a run's result. Where the disk is full, checkpoints make way for it, the
   * oldest first: the newest only where the file has room then.
   *
   * @param bytes of the file, at most
   * @throws IOException naming the file
   */
  public static Path makeWayFor(
      RunFolder folder, String name, long bytes, RunFolder.Content content) throws IOException {
    return makeWayFor(folder, name, bytes, content, 0);
  }

  private static Path makeWayFor(
      RunFolder folder, String name, long bytes, RunFolder.Content content, int kept)
      throws IOException {
    List<Path> left = new ArrayList<>(files(folder.path()));
    while (true) {
      try {
        return folder.writeDurably(name, content);
      } catch (GoneException e) {
        throw e;
      } catch (IOException e) {
        boolean helps = left.size() > 1 || folder.free() < bytes;
        boolean suffices = folder.free() >= bytes - bytes(folder.path());
        if (left.size() <= kept || !helps || !suffices) {
          throw e;
        }
        Path oldest = left.remove(left.size() - 1);
        log.warn("{}. Deleting {} to make room for it", e.getMessage(), oldest);
        drop(oldest);
      }
    }
  }

  /** One too many is no reason to stop a training. */
  private static void drop(Path old) {
    try {
      Files.deleteIfExists(old);
    } catch (IOException e) {
      log.debug("{} stays", old, e);
    }
  }

  /**
   * Deletes all of them.
   *
   * @throws IOException naming one that stays, after all were tried
   */
  public static void delete(Path folder) throws IOException {
    IOException failure = null;
    for (Path file : matching(folder, PATTERN + "|" + DRAFT)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        failure = new IOException("cannot delete %s: %s".formatted(file, Reason.of(e)), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Those in a folder, the latest first. */
  public static List<Path> files(Path folder) throws IOException {
    return matching(folder, PATTERN).stream()
        .sorted(Comparator.comparingLong(Checkpoints::step).reversed())
        .toList();
  }

  private static long step(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("[^0-9]", ""));
  }

  /** Of all of them, and of what killed processes left of some. */
  static long bytes(Path folder) throws IOException {
    long sum = 0;
    for (Path file : matching(folder, PATTERN + "|" + DRAFT)) {
      sum += Files.size(file);
    }
    return sum;
  }

  private static List<Path> matching(Path folder, String pattern) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.getFileName().toString().matches(pattern)).toList();
    }
  }
}
