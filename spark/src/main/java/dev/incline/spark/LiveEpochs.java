package dev.incline.spark;

import dev.incline.experiment.StoredRun;
import dev.incline.run.watch.EpochPrinter;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints a line for each epoch that is added to the folder of a run, wherever it is trained. */
final class LiveEpochs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveEpochs.class);
  private static final long LOOK = 500; // milliseconds
  private static final long LAST = 10_000; // milliseconds, for the last look

  private final Path folder;
  private final PrintWriter err;
  private final Set<EpochRecord> told;
  private final Thread thread = new Thread(this::watch, "epochs");
  private long size = -1; // of the file that was read last
  private @Nullable EpochPrinter printer;

  /** Those that are there now are not printed. */
  LiveEpochs(Path folder, PrintWriter err) {
    this.folder = folder;
    this.err = err;
    this.told = new HashSet<>(read());
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        look();
      }
    } catch (InterruptedException e) {
      look(); // at those that came since the last time
    }
  }

  private void look() {
    for (EpochRecord epoch : read()) {
      if (told.add(epoch) && printer != null) {
        printer.epochFinished(epoch);
      }
    }
  }

  /** None where nothing was added, or nothing can be read at this moment. */
  private List<EpochRecord> read() {
    try {
      Path file = folder.resolve(StoredRun.EPOCHS);
      if (!Files.exists(file) || Files.size(file) == size) {
        return List.of();
      }
      size = Files.size(file); // what comes while it is read is read again
      StoredRun run = StoredRun.read(folder);
      if (printer == null) {
        printer =
            new EpochPrinter(
                err, number(run, "epochs").intValue(), number(run, "lr").doubleValue(), 0);
      }
      return run.epochs();
    } catch (IOException e) {
      log.debug("{} cannot be read now", folder, e);
      return List.of();
    }
  }

  private static Number number(StoredRun run, String option) throws IOException {
    if (run.options().get(option) instanceof Number number) {
      return number;
    }
    throw new IOException(run.folder() + " does not tell " + option);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
