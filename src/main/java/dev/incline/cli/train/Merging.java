package dev.incline.cli.train;

import dev.incline.cli.options.ExitCode;
import dev.incline.sweep.SweepMerge;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code incline sweep --merge}. */
final class Merging {
  private static final List<String> TAKEN = List.of("--merge", "--out", "--verbose");

  private Merging() {}

  /**
   * Puts parts together, and says what is missing or there twice.
   *
   * @param out null where it was not given
   * @return the exit code
   */
  static int run(List<Path> parts, @Nullable Path out, CommandLine line) throws IOException {
    CommandLine.ParseResult given = line.getParseResult();
    if (out == null
        || !given.matchedPositionals().isEmpty()
        || !given.matchedOptions().stream().allMatch(o -> TAKEN.contains(o.longestName()))) {
      throw new InvalidOptionException(
          "--merge takes folders and --out DIR, and no other option: it trains nothing");
    }
    SweepMerge merge = SweepMerge.of(parts);
    if (!merge.contradictions().isEmpty()) {
      merge.contradictions().forEach(each -> line.getErr().println("incline: " + each));
      return ExitCode.MISMATCH;
    }
    merge.into(out);
    say(merge, out, line.getOut());
    return merge.missing().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void say(SweepMerge merge, Path out, PrintWriter text) {
    if (!merge.doubled().isEmpty()) {
      text.println("there twice, equal, taken once: " + Listing.of(merge.doubled()));
    }
    if (!merge.missing().isEmpty()) {
      text.println(
          "MISSING: %s. 'incline sweep' with the same experiment and --out %s trains them"
              .formatted(Listing.of(merge.missing()), out));
    }
    text.println(
        Phrase.of(
            "%s of %d merged in %s",
            Numeral.count(merge.runs().size(), "run"),
            merge.runs().size() + merge.missing().size(),
            out));
    text.flush();
  }
}
