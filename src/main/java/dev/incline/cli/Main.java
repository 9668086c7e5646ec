package dev.incline.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import dev.incline.backend.opencl.cl.Limits;
import dev.incline.backend.ranks.Meeting;
import dev.incline.cli.data.DataCommand;
import dev.incline.cli.device.BenchCommand;
import dev.incline.cli.device.DevicesCommand;
import dev.incline.cli.device.DoctorCommand;
import dev.incline.cli.device.ExamineCommand;
import dev.incline.cli.device.TuneCommand;
import dev.incline.cli.device.VerifyCommand;
import dev.incline.cli.inspect.GradcheckCommand;
import dev.incline.cli.inspect.TraceCommand;
import dev.incline.cli.model.EvaluateCommand;
import dev.incline.cli.model.ExportCommand;
import dev.incline.cli.model.PredictCommand;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Misuse;
import dev.incline.cli.options.NumberText;
import dev.incline.cli.options.PathText;
import dev.incline.cli.report.PlotCommand;
import dev.incline.cli.report.ReportCommand;
import dev.incline.cli.train.SweepCommand;
import dev.incline.cli.train.TrainCommand;
import dev.incline.file.FileNames;
import dev.incline.file.HomeFolder;
import dev.incline.sweep.Crew;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code incline}: the only place that ends the process. */
@Command(
    name = "incline",
    description = {
      "Trains neural-network classifiers on any OpenCL device.",
      "'incline help COMMAND' shows the options of a command."
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ProgramVersion.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "3:verification found a mismatch",
      "4:no such device",
      "5:training diverged, or ended below --fail-below",
      "129, 130, 143:stopped by SIGHUP, SIGINT, SIGTERM; train and sweep write checkpoints first",
      "141:the reader of the results has ended, as in '| head'"
    })
public final class Main implements Callable<Integer> {
  /** In the order of the help. */
  static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          EvaluateCommand.class,
          PredictCommand.class,
          ExportCommand.class,
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

  /** Commands whose help shows the options in groups. */
  static final List<String> MANY_OPTIONS = List.of("train", "sweep");

  private static final org.slf4j.Logger log = LoggerFactory.getLogger(Main.class);

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.setProperty("user.home", HomeFolder.of(System.getenv()).toString());
    System.exit(process(new FileOutputStream(FileDescriptor.out), System.err, args));
  }

  /**
   * Runs one command line to the end of the process.
   *
   * @return the exit code, which also says whether the results have reached {@code stdout}
   */
  static int process(OutputStream stdout, OutputStream stderr, String... args) {
    // UTF-8 whatever the locale: the plans hold ᵀ and ·
    PrintWriter err = printer(stderr);
    StandardOutput checked = new StandardOutput(stdout);
    PrintWriter out = printer(checked);
    String problem = FileNames.problemHere();
    if (problem != null) {
      err.println("incline: " + problem);
      return ExitCode.FAILED;
    }
    int code = run(out, err, args);
    out.flush();
    code = checked.exitCode(code, err);
    err.flush();
    return code;
  }

  /** Names and keys of foreign files get to a terminal, which is to obey none of them. */
  private static PrintWriter printer(OutputStream stream) {
    return new PrintWriter(
        new HarmlessWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), true);
  }

  /**
   * Runs one command line; never ends the process.
   *
   * @param out gets results and nothing else
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(out, err, new TrainCommand(), args);
  }

  /**
   * Runs one command line, of which a training is one rank's part; never ends the process.
   *
   * @param out gets results and nothing else
   * @param meeting of all ranks
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, Meeting meeting, String... args) {
    return run(out, err, new TrainCommand(meeting), args);
  }

  /**
   * Runs one command line, of which a crew trains the runs of a sweep; never ends the process.
   *
   * @param out gets results and nothing else
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, Crew crew, String... args) {
    return run(out, err, new SweepCommand(crew), args);
  }

  /**
   * Reads a command line of {@code train} or {@code sweep}, and does nothing.
   *
   * @return null where it is wrong, which {@code err} has heard
   */
  public static @Nullable PortableCommand portable(PrintWriter err, String... args) {
    CommandLine line = prepared(withCommands(new TrainCommand(), args), err, err);
    try {
      return PortableCommand.of(line.parseArgs(args));
    } catch (ParameterException e) {
      misused(e);
      return null;
    }
  }

  /**
   * @param own a command that is used as it is
   */
  private static int run(PrintWriter out, PrintWriter err, Callable<Integer> own, String... args) {
    String[] asked = understood(args);
    CommandLine line = prepared(withCommands(own, asked), out, err);
    try {
      return line.execute(asked);
    } catch (OutOfMemoryError e) {
      log.debug("out of memory", e);
      err.println(
          "incline: "
              + (String.valueOf(e.getMessage()).contains("native thread")
                  ? Limits.noThread()
                  : "out of memory: give the JVM more (INCLINE_JAVA_OPTS=-Xmx8g), or ask for less: a training with a"
                      + " smaller --batch, --hidden or --limit, a report of fewer runs"));
      return ExitCode.FAILED;
    }
  }

  private static CommandLine prepared(CommandLine commands, PrintWriter out, PrintWriter err) {
    CommandLine line =
        commands
            .setOut(out)
            .setErr(err)
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
            .registerConverter(Path.class, new PathText())
            .setDefaultValueProvider(Main::typedDefault)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((failure, arguments) -> misused(failure))
            .setExecutionExceptionHandler(Failures::tell);
    NumberText.register(line);
    return line;
  }

  /**
   * {@code incline help train} is {@code incline train --help}; of an unknown command nothing else
   * counts.
   */
  private static String[] understood(String... args) {
    boolean help = args.length > 0 && args[0].equals("help");
    String[] asked = help ? Arrays.copyOfRange(args, 1, args.length) : args;
    boolean unknown =
        asked.length > 0
            && !asked[0].startsWith("-")
            && COMMANDS.stream().noneMatch(c -> name(c).equals(asked[0]));
    if (unknown) {
      return new String[] {asked[0]};
    }
    return help
        ? Stream.concat(Stream.of(asked), Stream.of("--help")).toArray(String[]::new)
        : args;
  }

  /** The default of an option as a user types it, for the help: picocli shows names of Java. */
  private static @Nullable String typedDefault(ArgSpec option) {
    return option.type().isEnum() && option.defaultValue() == null && option.initialValue() != null
        ? Misuse.typed(option.initialValue())
        : null;
  }

  /**
   * The command line with the command that the arguments begin with, or with all where they begin
   * with none: reading the options of all by reflection takes a quarter of a second.
   */
  private static CommandLine withCommands(Callable<Integer> own, String... args) {
    CommandLine line = new CommandLine(new Main());
    List<Class<?>> begun =
        COMMANDS.stream().filter(c -> args.length > 0 && name(c).equals(args[0])).toList();
    for (Class<?> command : begun.isEmpty() ? COMMANDS : begun) {
      line.addSubcommand(new CommandLine(command == own.getClass() ? own : command));
    }
    line.getSubcommands().values().forEach(Main::grouped);
    return line;
  }

  private static void grouped(CommandLine command) {
    if (MANY_OPTIONS.contains(command.getCommandName())) {
      command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, OptionGroups::list);
    }
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Without a command there is nothing to do. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USAGE;
  }

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, including stack traces of failures.")
  @SuppressWarnings("UnusedMethod") // picocli calls it
  private void verbose(boolean on) {
    String logger = LoggerFactory.getILoggerFactory().getClass().getName();
    if (on && logger.startsWith("ch.qos.logback.")) { // Spark has another, with its own rules
      Logging.tellMore();
    }
  }

  /** Says what is wrong, and where to read on. */
  private static int misused(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("incline: " + Misuse.message(failure));
    err.println(
        "'%s --help' shows every %s"
            .formatted(
                command.getCommandSpec().qualifiedName(),
                command.getSubcommands().isEmpty() ? "option" : "command"));
    return ExitCode.WRONG_USAGE;
  }
}
