package dev.incline.spark;

import dev.incline.cli.PortableCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What spark-submit starts: the commands sweep and train, on the executors. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /**
   * Runs a command line. Ends the process only where it failed: a cluster takes an exit for a
   * failure.
   */
  public static void main(String[] args) {
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintWriter err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    if (code == 0 && out.checkError()) {
      code = FAILED;
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command line, and returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    String command = args.length == 0 ? "" : args[0];
    if (!List.of("sweep", "train").contains(command)) {
      err.println(
          "incline-spark: the commands here are sweep and train, not '%s'. For others: bin/incline"
              .formatted(command));
      return WRONG_USAGE;
    }
    if (asksForHelp(args)) {
      int code = dev.incline.cli.Main.run(out, err, args);
      if (command.equals("train")) {
        out.println(
            "On Spark: --ranks N tasks share the training (default: as many as there is room for)");
      }
      return code;
    }
    try (Cluster cluster = new Cluster("incline " + command)) {
      Ranks ranks = Ranks.of(args);
      @Nullable PortableCommand portable = dev.incline.cli.Main.portable(err, ranks.others());
      if (portable == null) {
        return WRONG_USAGE;
      }
      return command.equals("sweep")
          ? SweepJob.run(cluster, portable, out, err)
          : new TrainJob(cluster, portable, ranks.number()).run(out, err);
    } catch (UsageException e) {
      err.println("incline-spark: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  private static boolean asksForHelp(String... args) {
    return List.of(args).contains("--help") || List.of(args).contains("-h");
  }
}
