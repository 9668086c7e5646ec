package dev.incline.run.watch;

import dev.incline.experiment.Configuration;
import dev.incline.sweep.SweepObserver;
import dev.incline.train.EpochRecord;
import dev.incline.train.Progress;
import dev.incline.train.TrainingListener;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import dev.incline.wording.Harmless;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Says on standard error what is under way once that lasts: on a terminal after half a second, in a
 * line that changes and goes away; elsewhere after 2, 10, 30 and 60 s, then every minute.
 */
public final class UnderWay implements AutoCloseable {
  private static final long SHOWN_AFTER = 500; // milliseconds
  private static final long[] SAID_AFTER = {2_000, 10_000, 30_000, 60_000};
  private static final int LONGEST = 79;

  private final PrintStream err;
  private final boolean terminal;
  private final int width; // a longer line would wrap, and could not be cleared
  private final LongSupplier clock;
  private String what;
  private long since;
  private int said; // lines since then
  private boolean shown; // the changing line
  private boolean paused; // another shows what is under way
  private boolean over;

  /**
   * @param columns of the terminal that {@code err} is; 0 where it is none
   * @param clock in milliseconds
   */
  UnderWay(PrintStream err, int columns, LongSupplier clock, String what) {
    this.err = err;
    this.terminal = columns > 0;
    this.width = Math.min(columns - 1, LONGEST);
    this.clock = clock;
    this.what = Harmless.of(what);
    this.since = clock.getAsLong();
  }

  /** Begins to watch, until it is closed. */
  public static UnderWay begin(String what) {
    return begin(what, false);
  }

  /**
   * Begins to watch, until it is closed.
   *
   * @param quiet whether to say nothing
   */
  public static UnderWay begin(String what, boolean quiet) {
    UnderWay one =
        new UnderWay(System.err, Terminal.columns(), () -> System.nanoTime() / 1_000_000, what);
    if (quiet) {
      one.over = true;
      return one;
    }
    Thread ticks = new Thread(one::tickUntilOver, "under way");
    ticks.setDaemon(true);
    ticks.start();
    return one;
  }

  /** What is under way while a driver compiles kernels, which it keeps for later. */
  public static String compiling(String device) {
    return "compiling kernels for %s, once".formatted(device);
  }

  /** What may last. */
  public interface Work<T, E extends Exception> {
    T done() throws E;
  }

  /** Does what may last, and says so. */
  public static <T, E extends Exception> T during(String what, Work<T, E> work) throws E {
    return during(what, false, work);
  }

  /**
   * Does what may last, and says so.
   *
   * @param quiet whether to say nothing
   */
  public static <T, E extends Exception> T during(String what, boolean quiet, Work<T, E> work)
      throws E {
    try (UnderWay unused = begin(what, quiet)) {
      return work.done();
    }
  }

  private synchronized void tickUntilOver() {
    try {
      while (!over) {
        wait(SHOWN_AFTER / 2);
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what is under way, where it is time to. */
  synchronized void tick() {
    long lasted = clock.getAsLong() - since;
    if (over || paused || lasted < (terminal ? SHOWN_AFTER : due())) {
      return;
    }
    String text = Phrase.of("%s ... %,d s", what, lasted / 1000);
    if (terminal) {
      String line = text.length() > width ? text.substring(0, width) : text;
      err.print("\r" + line + " ".repeat(width - line.length()));
      shown = true;
    } else {
      err.println(text);
      while (due() <= lasted) {
        said++;
      }
    }
    err.flush();
  }

  private long due() {
    int last = SAID_AFTER.length - 1;
    return said <= last ? SAID_AFTER[said] : SAID_AFTER[last] * (said - last + 1);
  }

  /** Something else is under way, and nothing was printed. */
  public synchronized void at(String other) {
    what = Harmless.of(other);
  }

  /** Lets another line be printed, in the place of the changing one. */
  public synchronized void clear() {
    if (shown) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
      shown = false;
    }
  }

  /** Another line is printed: silence begins anew. */
  public synchronized void restart() {
    clear();
    since = clock.getAsLong();
    said = 0;
    paused = false;
  }

  /** Another shows what is under way, until {@link #restart}. */
  private synchronized void pause() {
    clear();
    paused = true;
  }

  /** Hears a training before the printer of epochs does, which shows progress on a terminal. */
  public TrainingListener of(int epochs) {
    return new TrainingListener() {
      @Override
      public void progress(Progress p) {
        at(Phrase.of("epoch %d/%d, %d %%", p.epoch(), epochs, 100L * p.done() / p.rows()));
        if (terminal) {
          pause();
        }
      }

      @Override
      public void epochFinished(EpochRecord e) {
        restart();
        at(e.epoch() < epochs ? Phrase.of("epoch %d/%d", e.epoch() + 1, epochs) : "the test");
      }
    };
  }

  /** Hears a sweep before another does, which prints a line when a run is over. */
  public SweepObserver beside(SweepObserver other, int runs) {
    AtomicInteger over = new AtomicInteger();
    AtomicInteger here = new AtomicInteger(); // runs under way
    return new SweepObserver() {
      @Override
      public TrainingListener started(
          String run, Configuration configuration, String device, PrintWriter log) {
        TrainingListener its = other.started(run, configuration, device, log);
        int epochs = configuration.training().epochs();
        here.incrementAndGet();
        at(Phrase.of("%d of %d runs over, %s in epoch 1/%d", over.get(), runs, run, epochs));
        TrainingListener mine =
            epoch ->
                at(
                    Phrase.of(
                        "%d of %d runs over, %s after epoch %d/%d",
                        over.get(), runs, run, epoch.epoch(), epochs));
        return TrainingListener.all(List.of(its, mine));
      }

      @Override
      public void over(String run, SweepObserver.RunEnd end) {
        restart();
        other.over(run, end);
        if (end.trained() == SweepObserver.Trained.HERE) {
          here.decrementAndGet();
        }
        at(Phrase.of("%d of %d runs over", over.incrementAndGet(), runs));
      }

      @Override
      public void others(Map<String, String> holders) {
        other.others(holders);
        if (here.get() == 0 && !holders.isEmpty()) {
          List<String> each =
              holders.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
          at(
              Phrase.of(
                  "%d of %d runs over, waiting for others (%s)",
                  over.get(), runs, Listing.of(each, "; ")));
        }
      }
    };
  }

  /** Hears an examination before another does, which may print. */
  public Verification.Listener beside(Verification.Listener other) {
    return new Verification.Listener() {
      @Override
      public void begins(String name) {
        at("examining the device: " + name);
        other.begins(name);
      }

      @Override
      public void found(Finding finding) {
        clear();
        other.found(finding);
      }
    };
  }

  @Override
  public synchronized void close() {
    clear();
    over = true;
    notifyAll();
  }
}
