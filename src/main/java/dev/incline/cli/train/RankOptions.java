package dev.incline.cli.train;

import dev.incline.backend.ranks.Meeting;
import dev.incline.cli.options.TimeText;
import dev.incline.experiment.Configuration;
import dev.incline.option.Options;
import dev.incline.run.device.Companions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which part of a training is this process's. */
final class RankOptions {
  private static final String RANK =
      "R/N with R from 0 to N - 1, and N a power of two, such as 0/4";
  private static final String PLACE = "HOST:PORT, where rank 0 is reached by the others";
  private static final Pattern RANK_TEXT = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})");
  private static final Pattern PLACE_TEXT = Pattern.compile("(.+):([0-9]{1,5})");
  private static final int SHORTEST_TOKEN = 16; // bytes
  private static final int LONGEST_TOKEN = 4096;

  private final @Nullable Meeting given;

  @Option(
      names = "--rank",
      paramLabel = "R/N",
      description =
          "Share each step with N - 1 other processes, on any machines: the same command with each rank from"
              + " 0 to N - 1, and --shards N or more. The hash is that of one process. Rank 0 leaves the"
              + " run's files (default: no other processes)")
  private @Nullable String rank;

  @Option(
      names = "--meet",
      paramLabel = "HOST:PORT",
      description = "Where the ranks meet: an address of rank 0's machine that all others reach")
  private @Nullable String meet;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The same secret of at least 16 bytes for all ranks: whoever does not know it is turned away."
              + " What the ranks send is not encrypted")
  private @Nullable Path tokenFile;

  @Option(
      names = "--rank-timeout",
      paramLabel = "TIME",
      converter = TimeText.class,
      description =
          "How long to wait for another rank before the training ends, "
              + TimeText.SYNTAX
              + " (default: 5m)")
  private Duration limit = Duration.ofMinutes(5);

  /** Which rank of how many. */
  private record Seat(int rank, int ranks) {
    static Seat parse(String text) {
      Matcher match = RANK_TEXT.matcher(text);
      if (match.matches()) {
        Seat seat = new Seat(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
        if (seat.rank < seat.ranks && Integer.bitCount(seat.ranks) == 1) {
          return seat;
        }
      }
      throw new InvalidOptionException("--rank must be %s, not '%s'".formatted(RANK, text));
    }
  }

  /**
   * @param given where the process that this one runs in has its ranks meet; null for the options
   */
  RankOptions(@Nullable Meeting given) {
    this.given = given;
  }

  /**
   * Looks at the options, and waits for nobody.
   *
   * @throws InvalidOptionException naming a flag
   */
  void validate(Configuration configuration) {
    int ranks = ranks();
    int shards = configuration.values().get(Options.SHARDS);
    if (ranks > shards) {
      throw new InvalidOptionException(
          Phrase.of(
              "%d ranks share the shards of a batch, but --shards %d has no part for each of them: take --shards %d or more",
              ranks, shards, ranks));
    }
    if (given == null && rank != null) {
      place();
      token();
    }
    if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidOptionException("--rank-timeout must be at least 1s");
    }
  }

  private int ranks() {
    if (given != null) {
      return given.ranks();
    } else if (rank != null) {
      return Seat.parse(rank).ranks();
    } else if (meet != null || tokenFile != null) {
      throw new InvalidOptionException(
          "%s goes with --rank, which says which part is this process's"
              .formatted(meet != null ? "--meet" : "--token-file"));
    }
    return 1;
  }

  /** Whether other processes take part. */
  boolean isShared() {
    return ranks() > 1;
  }

  /** Whether another process leaves the run's files. */
  boolean isFollower() {
    return given != null ? given.rank() > 0 : rank != null && Seat.parse(rank).rank() > 0;
  }

  /**
   * Waits for the other processes.
   *
   * @return to be closed when the training is over
   * @throws dev.incline.backend.ranks.RankException when one does not come
   */
  Companions meet() {
    if (given != null) {
      return new Companions(given, limit);
    }
    Seat seat = Seat.parse(String.valueOf(rank));
    return Companions.meet(seat.rank(), seat.ranks(), place(), token(), limit);
  }

  private InetSocketAddress place() {
    if (meet == null) {
      throw new InvalidOptionException("--rank needs --meet " + PLACE);
    }
    Matcher match = PLACE_TEXT.matcher(meet);
    int port = match.matches() ? Integer.parseInt(match.group(2)) : 0;
    if (port < 1 || port > 65_535) {
      throw new InvalidOptionException("--meet must be %s, not '%s'".formatted(PLACE, meet));
    }
    InetSocketAddress place = new InetSocketAddress(match.group(1), port);
    if (place.isUnresolved()) {
      throw new InvalidOptionException("--meet: there is no host '%s'".formatted(match.group(1)));
    }
    return place;
  }

  private byte[] token() {
    if (tokenFile == null) {
      throw new InvalidOptionException(
          "--rank needs --token-file FILE, the same secret for all ranks: head -c 32 /dev/urandom > FILE");
    }
    try {
      long size = Files.size(tokenFile);
      if (size < SHORTEST_TOKEN || size > LONGEST_TOKEN) {
        throw new InvalidOptionException(
            Phrase.of(
                "--token-file: %s has %d bytes, and a secret has %d to %d: head -c 32 /dev/urandom > %s",
                tokenFile, size, SHORTEST_TOKEN, LONGEST_TOKEN, tokenFile));
      }
      return Files.readAllBytes(tokenFile);
    } catch (IOException e) {
      throw new InvalidOptionException(
          "--token-file: cannot read %s: %s".formatted(tokenFile, Reason.of(e)));
    }
  }
}
