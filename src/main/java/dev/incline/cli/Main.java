package dev.incline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.incline.backend.opencl.ClException;
import dev.incline.data.DataException;
import dev.incline.shadow.BreachException;
import dev.incline.train.DivergedException;
import dev.incline.train.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code incline}: the only place that ends the process. */
@Command(
    name = "incline",
    description = "Trains neural-network classifiers on any OpenCL device.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "3:verification found a mismatch",
      "4:no such device",
      "5:training diverged, or ended below --fail-below",
      "129, 130, 143:stopped by SIGHUP, SIGINT, SIGTERM, after a checkpoint where it trains"
    })
public final class Main implements Callable<Integer> {
  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          EvaluateCommand.class,
          PredictCommand.class,
          SweepCommand.class,
          ReportCommand.class,
          PlotCommand.class,
          DevicesCommand.class,
          DoctorCommand.class,
          VerifyCommand.class,
          GradcheckCommand.class,
          TraceCommand.class,
          DataCommand.class,
          TuneCommand.class,
          BenchCommand.class,
          ExamineCommand.class);

  /** Exit codes, as {@code --help} lists them. */
  static final int DONE = 0;

  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int MISMATCH = 3;
  static final int NO_SUCH_DEVICE = 4;
  static final int DIVERGED = 5;

  private static final org.slf4j.Logger log = LoggerFactory.getLogger(Main.class);

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    // UTF-8 whatever the locale: the plans hold ᵀ and ·
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs one command line; never ends the process.
   *
   * @param out gets results and nothing else
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line =
        withCommands(args)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((failure, arguments) -> misused(failure))
            .setExecutionExceptionHandler(Main::failed);
    NumberText.register(line);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      err.println(
          "incline: out of memory: take a smaller --batch, --hidden or --limit, or give the JVM more"
              + " (INCLINE_JAVA_OPTS=-Xmx8g)");
      return FAILED;
    }
  }

  /**
   * The command line with the command that the arguments begin with, or with all where they begin
   * with none: reading the options of all by reflection takes a quarter of a second.
   */
  private static CommandLine withCommands(String... args) {
    CommandLine line = new CommandLine(new Main());
    List<Class<?>> begun =
        COMMANDS.stream().filter(c -> args.length > 0 && name(c).equals(args[0])).toList();
    (begun.isEmpty() ? COMMANDS : begun).forEach(c -> line.addSubcommand(new CommandLine(c)));
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Without a command there is nothing to do. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, including stack traces of failures.")
  @SuppressWarnings("UnusedMethod") // picocli calls it
  private void verbose(boolean on) {
    if (on) {
      ((Logger) LoggerFactory.getLogger("dev.incline")).setLevel(Level.DEBUG);
    }
  }

  /** Says what is wrong and, of an option, what it takes. */
  private static int misused(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("incline: " + failure.getMessage());
    ArgSpec option = failure.getArgSpec();
    if (option != null) {
      String text = String.join(" ", option.description());
      err.println("  " + option.paramLabel() + ": " + text.replaceAll(" \\(default.*", ""));
    }
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows every option");
    return WRONG_USAGE;
  }

  /** One line for the user; the stack trace only with -v. */
  private static int failed(Exception failure, CommandLine command, ParseResult arguments) {
    log.debug("{} failed", command.getCommandName(), failure);
    boolean expected = isExpected(failure);
    String message = expected ? String.valueOf(failure.getMessage()) : failure.toString();
    command.getErr().println("incline: " + message);
    if (!expected) {
      command.getErr().println("This should not happen; run again with -v for the stack trace");
    }
    return exitCode(failure);
  }

  /** A failure whose message was written for the user. */
  private static boolean isExpected(Exception failure) {
    return exitCode(failure) != FAILED
        || failure instanceof DataException
        || failure instanceof ClException
        || failure instanceof IOException;
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof InvalidOptionException) {
      return WRONG_USAGE;
    } else if (failure instanceof NoSuchDeviceException) {
      return NO_SUCH_DEVICE;
    } else if (failure instanceof BreachException || failure instanceof WrongDeviceException) {
      return MISMATCH;
    } else if (failure instanceof DivergedException) {
      return DIVERGED;
    }
    return FAILED;
  }

  /**
   * For a child process: it ends when the process that started it is gone, whatever a driver may
   * hold it in.
   */
  static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  log.debug("the parent process wrote something");
                }
              } catch (IOException e) {
                log.debug("the parent process is gone", e);
              }
              Runtime.getRuntime().halt(FAILED);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    /** Such as {@code incline 0.1.0}. */
    static String program() {
      String version = Main.class.getPackage().getImplementationVersion();
      return "incline " + (version == null ? "(unpackaged)" : version);
    }

    @Override
    public String[] getVersion() {
      return new String[] {program()};
    }
  }
}
