package dev.incline.cli.train;

import dev.incline.cli.options.CheckpointIntervalText;
import dev.incline.cli.options.TimeText;
import dev.incline.sweep.Part;
import dev.incline.sweep.SharingTerms;
import dev.incline.train.checkpoint.CheckpointInterval;
import dev.incline.wording.InvalidOptionException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how several processes, or machines, share the runs of a sweep. */
final class SharingOptions {
  private static final Duration SHORTEST = SharingTerms.BEAT.multipliedBy(5);

  @Option(
      names = "--part",
      paramLabel = "I/N",
      description =
          "Train only every N-th run, from the I-th on, where machines share no folder; 'sweep --merge'"
              + " puts the parts together (default: all runs)")
  private @Nullable String part;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description =
          "Train only the run of this name, as its folder is called, on one device, and wait only for who"
              + " is at it (default: all runs)")
  private @Nullable String only;

  @Option(
      names = "--takeover-after",
      paramLabel = "TIME",
      converter = TimeText.class,
      description =
          "Several sweeps may share --out: each trains runs that no other is at. Take over the run of"
              + " a process that shows no life for so long, "
              + TimeText.SYNTAX
              + ", at least 10s (default: 60s)")
  private Duration silence = Duration.ofSeconds(60);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = TimeText.class,
      description =
          "How long to wait at most while only runs of other processes are left and none ends, in"
              + " case one is to be taken over; 0s to end then (default: 24h)")
  private Duration wait = Duration.ofHours(24);

  @Option(
      names = "--checkpoint-every",
      paramLabel = "INTERVAL",
      converter = CheckpointIntervalText.class,
      description =
          "Each run leaves a checkpoint this often, from which whoever takes it over goes on: "
              + CheckpointInterval.SYNTAX
              + "; SIGINT, SIGTERM and SIGHUP write one in any case (default: 1m)")
  private CheckpointInterval checkpoints = new CheckpointInterval(0, 60);

  /**
   * @throws InvalidOptionException naming a flag
   */
  void validate() {
    part();
    if (silence.compareTo(SHORTEST) < 0) {
      throw new InvalidOptionException(
          "--takeover-after must be at least 10s, as processes show life every 2 s");
    }
  }

  Part part() {
    return part == null ? Part.WHOLE : Part.parse(part);
  }

  boolean isPart() {
    return part != null;
  }

  /** The name of the one run that this process is to see to; null for all. */
  @Nullable String only() {
    return only;
  }

  SharingTerms terms(BooleanSupplier stopping) {
    return new SharingTerms(checkpoints, SharingTerms.BEAT, silence, wait, only, stopping);
  }
}
