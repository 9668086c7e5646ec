package dev.incline.examine;

import dev.incline.backend.opencl.Probe;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.examine.Message.Kind;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import dev.incline.wording.Phrase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that examines a device, as this one hears it.
 *
 * @param arguments of the command that the child runs
 * @param patience how long the child may say nothing before it hangs
 * @param listener hears what begins, and each finding
 * @param afterCrash a sentence on what to do after a crash; may be empty
 */
public record Examination(
    List<String> arguments, Duration patience, Verification.Listener listener, String afterCrash) {
  /** The command that the child runs, with what to examine. */
  public static final String COMMAND = "examine-device";

  private static final Logger log = LoggerFactory.getLogger(Examination.class);

  /**
   * Runs the child to its end, or ends it.
   *
   * @throws IOException when it cannot be started
   */
  public Examined run() throws IOException {
    Path errors = Files.createTempFile("incline-crash", ".log");
    try {
      Process child = ChildJvm.of(arguments, errors).redirectErrorStream(true).start();
      return ChildJvm.during(child, () -> hear(child, errors));
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private Examined hear(Process child, Path errors) {
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(child, lines), "examination");
    reader.setDaemon(true);
    reader.start();
    Hearing hearing = new Hearing();
    try {
      while (true) {
        Optional<String> line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
          return hearing.examined(
              Phrase.of(
                  Examined.HANGS + "%s: nothing for %,d s", hearing.under, patience.toSeconds()));
        } else if (line.isEmpty()) {
          int code = child.waitFor();
          return hearing.examined(
              hearing.ended
                  ? null
                  : "crashed in %s: %s%s"
                      .formatted(
                          hearing.under,
                          ChildJvm.death(code, errors, hearing.lastWords),
                          afterCrash.isEmpty() ? "" : ". " + afterCrash));
        }
        hearing.line(line.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return hearing.examined("was not examined to the end");
    }
  }

  /** An empty line comes last. */
  private static void read(Process child, BlockingQueue<Optional<String>> lines) {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      log.debug("the child's output ended", e);
    }
    lines.add(Optional.empty());
  }

  /** What was heard so far. */
  private final class Hearing {
    private final List<Probe> probes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<KernelCoverage.Build> builds = new ArrayList<>();
    private String under = "its first call";
    private String lastWords = "";
    private double rate;
    private double launch;
    private double gflops;
    private @Nullable String failure;
    private boolean ended;

    void line(String line) {
      Optional<Message> message = Message.parse(line);
      if (message.isPresent()) {
        hear(message.get());
      } else {
        log.debug("the child printed: {}", line);
        lastWords = line.isBlank() || isOfTheJvm(line) ? lastWords : line;
      }
    }

    private static boolean isOfTheJvm(String line) {
      return line.startsWith("#") || line.startsWith("[thread ");
    }

    private void hear(Message m) {
      switch (m.kind()) {
        case BEGINS -> {
          under = m.text(0);
          listener.begins(under);
        }
        case PROBE -> probes.add(new Probe(m.text(0), Probe.Verdict.valueOf(m.text(1)), m.text(2)));
        case FINDING -> {
          Finding finding =
              new Finding(
                  m.text(0),
                  (int) m.number(1),
                  (int) m.number(2),
                  m.number(3),
                  m.number(4),
                  m.text(5));
          findings.add(finding);
          listener.found(finding);
        }
        case SPEED -> {
          launch = m.number(0);
          gflops = m.number(1);
        }
        case RATE -> rate = m.number(0);
        case BUILD -> builds.add(new KernelCoverage.Build(m.text(0), m.text(1)));
        case FAILED -> failure = m.text(0);
        case DONE -> {}
      }
      ended |= m.kind() == Kind.DONE || m.kind() == Kind.FAILED;
    }

    Examined examined(@Nullable String crash) {
      return new Examined(
          probes,
          findings,
          builds,
          rate,
          launch,
          gflops,
          Optional.ofNullable(failure),
          Optional.ofNullable(crash));
    }
  }
}
