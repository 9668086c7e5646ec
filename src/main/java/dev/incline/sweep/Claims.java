package dev.incline.sweep;

import dev.incline.experiment.StoredSweep;
import dev.incline.store.Claim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims of this process to runs, and what it has seen of those of others. A thread shows on
 * each of its own that it lives, and looks whether the others change. Clocks of two machines are
 * never compared: silence is what this process saw itself.
 */
final class Claims implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  private final Path folder;
  private final String command;
  private final SharingTerms terms;
  private final LongSupplier clock;
  private final Map<String, Claim> held = new ConcurrentHashMap<>();
  private final Map<String, Watched> others = new TreeMap<>();
  private @Nullable Thread heartbeat;

  /**
   * A claim of another.
   *
   * @param lookedAt when, in nanoseconds
   * @param silent nanoseconds that it did not change
   */
  private record Watched(Claim.Sign sign, long lookedAt, long silent) {}

  /**
   * @param folder of the sweep
   * @param clock in nanoseconds
   */
  Claims(Path folder, String command, SharingTerms terms, LongSupplier clock) {
    this.folder = folder;
    this.command = command;
    this.terms = terms;
    this.clock = clock;
  }

  /**
   * Begins to beat.
   *
   * @param observer hears with each beat which runs others are at, and who
   */
  void begin(Consumer<Map<String, String>> observer) {
    Thread thread = new Thread(() -> beatUntilClosed(observer), "heartbeat");
    thread.setDaemon(true);
    thread.start();
    heartbeat = thread;
  }

  private void beatUntilClosed(Consumer<Map<String, String>> observer) {
    try {
      while (true) {
        Thread.sleep(terms.beat().toMillis());
        held.forEach(Claims::beat);
        look();
        observer.accept(others());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that fails is tried again; if it fails for long, others take over. */
  private static void beat(String run, Claim claim) {
    try {
      claim.beat();
    } catch (IOException e) {
      log.debug("the claim to {} could not be renewed", run, e);
    }
  }

  private synchronized void look() {
    for (String run : others.keySet().toArray(String[]::new)) {
      try {
        silent(run, Claim.last(work(run)));
      } catch (IOException e) {
        log.debug("the claim to {} could not be read", run, e);
      }
    }
  }

  /** Looks who is at a run, now and with each beat. */
  synchronized void watch(String run) {
    if (!others.containsKey(run)) {
      others.put(run, new Watched(new Claim.Sign(0, ""), clock.getAsLong(), 0));
    }
  }

  /**
   * Takes a run that this process does not hold.
   *
   * @return null where another is at it
   */
  synchronized @Nullable Claim take(String run) throws IOException {
    Claim.Sign last = Claim.last(work(run));
    if (last.number() > 0 && !last.isGivenBack() && silent(run, last) < terms.silence().toNanos()) {
      return null;
    }
    Claim claim = Claim.take(work(run), last.number() + 1, command);
    if (claim != null) {
      others.remove(run);
      held.put(run, claim);
    }
    return claim;
  }

  /**
   * Waits until it is sure that nobody is at any of these runs, but not longer than that takes.
   *
   * @param observer hears whom it waits for
   * @throws IOException naming who is
   */
  void requireIdle(Set<String> runs, Consumer<Map<String, String>> observer) throws IOException {
    Map<String, Claim.Sign> claimed = new LinkedHashMap<>();
    for (String run : runs) {
      Claim.Sign sign = Claim.last(work(run));
      if (sign.number() > 0 && !sign.isGivenBack()) {
        claimed.put(run, sign);
      }
    }
    while (!claimed.isEmpty()) {
      for (String run : List.copyOf(claimed.keySet())) {
        Claim.Sign now = Claim.last(work(run));
        if (now.number() > 0 && !now.equals(claimed.get(run)) && !now.isGivenBack()) {
          throw new IOException(
              "%s is in use: %s, at %s of another experiment or of another version of the program. Wait until that is over, or take another folder"
                  .formatted(folder, now.holder(), run));
        } else if (now.number() == 0
            || now.isGivenBack()
            || silent(run, now) >= terms.silence().toNanos()) {
          claimed.remove(run);
        }
      }
      observer.accept(others());
      try {
        Thread.sleep(claimed.isEmpty() ? 0 : terms.beat().toMillis());
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while watching another sweep", e);
      }
    }
  }

  /**
   * For how many nanoseconds a claim has shown no life. A look counts for two beats at most: this
   * process may have stood still itself.
   */
  private long silent(String run, Claim.Sign sign) {
    long now = clock.getAsLong();
    Watched before = others.get(run);
    long silent =
        before == null || !before.sign().equals(sign)
            ? 0
            : before.silent() + Math.min(now - before.lookedAt(), 2 * terms.beat().toNanos());
    others.put(run, new Watched(sign, now, silent));
    return silent;
  }

  /** Who is at which run, by the run's name. */
  synchronized Map<String, String> others() {
    Map<String, String> holders = new LinkedHashMap<>();
    others.forEach(
        (run, watched) -> {
          if (watched.sign().number() > 0 && !watched.sign().isGivenBack()) {
            holders.put(run, watched.sign().holder());
          }
        });
    return holders;
  }

  /** This process is done with a run, and no longer cares about who is at it. */
  synchronized void giveBack(String run) {
    others.remove(run);
    Claim claim = held.remove(run);
    try {
      if (claim != null) {
        claim.giveBack();
      }
    } catch (IOException e) {
      log.debug("the claim to {} ends when others see no life of it", run, e);
    }
  }

  private Path work(String run) {
    return folder.resolve(run + StoredSweep.UNFINISHED);
  }

  @Override
  public void close() {
    if (heartbeat != null) {
      heartbeat.interrupt();
    }
  }
}
