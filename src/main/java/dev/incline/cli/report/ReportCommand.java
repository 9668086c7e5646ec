package dev.incline.cli.report;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.cli.options.ExitCode;
import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.format.DataRequest;
import dev.incline.experiment.RecordedOptions;
import dev.incline.experiment.StoredRun;
import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import dev.incline.report.BestModel;
import dev.incline.report.ReportWriter;
import dev.incline.report.RowChanges;
import dev.incline.report.Run;
import dev.incline.report.RunComparison;
import dev.incline.report.Study;
import dev.incline.report.StudyReader;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import dev.incline.store.SavedModel;
import dev.incline.train.score.Assessment;
import dev.incline.train.score.Classifier;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import dev.incline.wording.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline report}. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Writes the report of a sweep, a run or a folder of runs, for a browser (HTML) or for paper (PDF),"
          + " and beside it a folder with each figure (PNG, SVG) and each table (CSV). --diff compares"
          + " two runs instead."
    })
public final class ReportCommand implements Callable<Integer> {
  private static final int TOLD = 50; // runs left out, a line each

  @Parameters(
      arity = "1..*",
      paramLabel = "RUNS",
      description = "Folder of a sweep, of runs or of one run; with --diff two folders of one run")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The report: a name that ends with .html or .pdf (default: report.pdf; with --diff none is"
              + " written)")
  private @Nullable Path out;

  @Option(
      names = "--overwrite",
      description = "Replace files of the same names that no report wrote")
  private boolean overwrite;

  @Option(names = "--diff", description = "Compare two runs: options, results, curves, hashes")
  private boolean diff;

  @Option(
      names = "--notes",
      paramLabel = "FILE",
      description =
          "Your own text, Markdown: the text under '## Title' is added to the report's section of that"
              + " title")
  private @Nullable Path notes;

  @Option(
      names = "--pages",
      paramLabel = "FILE",
      description = "Pages of your own, Markdown, at the end: '# Title' starts a section")
  private @Nullable Path pages;

  @Option(
      names = "--short",
      description = "Leave the appendix out of the pages: every run, its times, curves and hashes")
  private boolean brief;

  @Option(names = "--title", paramLabel = "TEXT", description = "Title (default: the sweep's)")
  private @Nullable String title;

  @Option(names = "--author", paramLabel = "NAME", description = "Your name, for the title page")
  private @Nullable String author;

  @Option(
      names = "--id",
      paramLabel = "TEXT",
      description = "Your matriculation number or e-mail address, for the title page")
  private @Nullable String id;

  @Option(names = "--course", paramLabel = "TEXT", description = "Course, for the title page")
  private @Nullable String course;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "Data to test the best model on (default: that of its run)")
  private @Nullable Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (diff) {
      compare();
    } else {
      report();
    }
    return ExitCode.DONE;
  }

  private void compare() throws IOException {
    if (runs.size() != 2) {
      throw new InvalidOptionException(
          "--diff takes two folders, each of one run, not " + runs.size());
    }
    boolean words = Stream.of(title, author, id, course).anyMatch(Objects::nonNull);
    if (notes != null || pages != null || words || brief) {
      throw new InvalidOptionException("--diff goes with --out and --data alone");
    }
    boolean replaces = out != null && ReportWriter.require(out, overwrite);
    RunComparison comparison =
        UnderWay.during(
            "reading and evaluating both runs",
            () -> comparison(Run.read(runs.get(0)), Run.read(runs.get(1))));
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(comparison.toText());
    if (out != null) {
      Path file = out;
      UnderWay.during("writing " + file, () -> comparison.write(file, Version.program()))
          .forEach(this::warn);
      stdout.printf("%nwritten: %s%s%n", out, replaces ? " (replaced)" : "");
    }
    stdout.flush();
  }

  private RunComparison comparison(Run first, Run second) {
    try {
      BestModel one = evaluate(first);
      BestModel other = evaluate(second);
      if (!RowChanges.areOfOneTest(one, other)) {
        return new RunComparison(
            first,
            second,
            null,
            "Which test rows change their class is not known: the two runs were tested on different rows.");
      }
      return new RunComparison(first, second, RowChanges.between(one, other), "");
    } catch (IOException | DataException e) {
      return new RunComparison(
          first,
          second,
          null,
          "Which test rows change their class is not known: " + e.getMessage());
    }
  }

  private void report() throws IOException {
    Path file = out == null ? Path.of("report.pdf") : out;
    boolean replaces = ReportWriter.require(file, overwrite);
    Study study = UnderWay.during("reading runs", () -> StudyReader.read(runs));
    if (title != null) {
      study = new Study(title, study.data(), study.groups(), study.omissions());
    }
    List<String> omissions = study.omissions();
    int told = omissions.size() <= TOLD ? omissions.size() : TOLD / 2;
    omissions.subList(0, told).forEach(omission -> warn("left out: " + omission));
    if (told < omissions.size()) {
      warn(
          Phrase.of(
              "left out: %,d more, which %s names",
              omissions.size() - told, ReportWriter.figures(file).resolve("left-out.csv")));
    }
    ReportWriter writer = new ReportWriter(study, notes, pages, author(), Version.program(), brief);
    BestModel best = null;
    List<String> failures = new ArrayList<>();
    try {
      Run chosen = study.best();
      best = UnderWay.during("evaluating the best model", () -> evaluate(chosen));
    } catch (IOException | DataException e) {
      warn("the best model is not evaluated: " + e.getMessage());
      failures.add("The evaluation of the best model: " + e.getMessage());
    }
    List<String> warnings;
    try (UnderWay unused = UnderWay.begin("writing " + file)) {
      warnings = writer.write(file, best, failures);
    }
    warnings.forEach(this::warn);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        "report of %s: %s%s%nfigures and tables: %s%n",
        Numeral.count(study.size(), "run"),
        file,
        replaces ? " (replaced)" : "",
        ReportWriter.figures(file));
    stdout.flush();
  }

  /** Such as {@code Ada Lovelace (1815)}, and the course. */
  private List<String> author() {
    String name =
        author != null && id != null ? author + " (" + id + ")" : author != null ? author : id;
    return Stream.of(name, course).filter(line -> line != null && !line.isBlank()).toList();
  }

  /**
   * In plain Java, which gives the same bits as any device.
   *
   * @throws IOException when the model cannot be read, or the data are not those of the run
   */
  private BestModel evaluate(Run run) throws IOException {
    SavedModel model = SavedModel.read(run.folder().resolve(StoredRun.MODEL));
    OptionValues given =
        data == null
            ? OptionValues.NONE
            : OptionValues.NONE.with(DataOptions.DATA, data, Origin.FLAG);
    DataRequest request = RecordedOptions.of(run.folder(), given).data();
    Dataset test = model.inputs(DataOpening.of(request, false).test());
    try (Backend backend = new CpuBackend(Runtime.getRuntime().availableProcessors())) {
      Assessment assessment = new Classifier(backend, model.weights(), test.rows()).assess(test);
      if (assessment.score().accuracy() != run.result().test().accuracy()) {
        throw new IOException(
            "its accuracy on the test set in %s is %s, but its run recorded %s: the data or the model have changed since"
                .formatted(
                    request.path(),
                    Numeral.of(assessment.score().accuracy()),
                    Numeral.of(run.result().test().accuracy())));
      }
      return new BestModel(run, model.weights(), test, assessment);
    }
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("WARNING: " + message);
  }
}
