package dev.incline.cli.model;

import dev.incline.backend.Backend;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.format.DataRequest;
import dev.incline.experiment.RecordedOptions;
import dev.incline.experiment.StoredRun;
import dev.incline.file.Json;
import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import dev.incline.run.ScoreReference;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import dev.incline.store.SavedModel;
import dev.incline.store.TrainingData;
import dev.incline.train.score.Assessment;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.Classifier;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline evaluate}. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Tests a saved model on labelled data: loss, accuracy with its 95 %% interval (Wilson's),"
          + " confusion matrix, and each class's precision, recall and F1."
    })
public final class EvaluateCommand implements Callable<Integer> {
  /** Which labelled rows. */
  enum Part {
    TEST,
    TRAINING;

    /** As the option takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "MODEL", description = ModelFile.DESCRIPTION)
  private Path given = Path.of("");

  @Mixin private final Flags data = Flags.of(DataOptions.source());

  @Option(
      names = "--set",
      paramLabel = "SET",
      defaultValue = "test",
      description =
          "test, or training: all rows of the training file, validation rows included"
              + " (default: ${DEFAULT-VALUE})")
  private Part set = Part.TEST;

  @Mixin private final Flags flags = Flags.device();

  @Option(names = "--json", description = "Print everything as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  private OptionValues values = OptionValues.NONE;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    ChosenDevice device = new ChosenDevice(flags.values());
    ModelFile file = ModelFile.read(given);
    PrintWriter err = spec.commandLine().getErr();
    SavedModel model = file.model();
    values = values(file.path().resolveSibling(""));
    DataRequest request = values.data().as(model.columns()).usually(model.resizing());
    DataSource source = DataOpening.of(request, err);
    Dataset read =
        UnderWay.during(
            "reading " + folder(), () -> set == Part.TEST ? source.test() : source.training());
    Dataset rows = inputs(file, read);
    Assessment assessment;
    CheckRecord checked;
    String name;
    try (Backend backend = device.open()) {
      name = backend.name();
      Classifier classifier =
          UnderWay.during(
              UnderWay.compiling(name),
              () ->
                  new Classifier(
                      backend,
                      file.model().weights(),
                      rows.rows(),
                      ScoreReference.of(device, backend)));
      assessment = assess(classifier, rows, file, device, backend);
      checked = classifier.checked();
    }
    TrainingData trained = file.model().data();
    Optional<String> doubt = trained == null ? Optional.empty() : trained.doubt(rows);
    List<String> seen = new ArrayList<>(doubt.stream().toList());
    if (read.countsPlacesOf(file.model().classes())) {
      seen.add(places(file.model().classes()));
    }
    seen.forEach(text -> err.println("WARNING: " + text));
    List<String> warnings = new ArrayList<>(source.warnings());
    warnings.addAll(seen);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document(file, name, assessment, checked, warnings));
    } else {
      out.print(header(file, name, assessment, checked));
      out.print(EvaluationTables.of(assessment.confusion(), file.model().classes()));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private Dataset inputs(ModelFile file, Dataset rows) {
    try {
      return file.model().inputs(rows);
    } catch (DataException e) {
      throw new DataException(
          "%s: %s. --data names other data".formatted(folder(), e.getMessage()), e);
    }
  }

  private String places(List<String> classes) {
    return "%s has numbers as labels, which are no classes of the model: they count as the places of its classes, from 0 (%s)"
        .formatted(folder(), classes.get(0));
  }

  /** Those of the command line; where it says nothing of the data, those of the model's run. */
  private OptionValues values(Path run) throws IOException {
    OptionValues given = data.values();
    boolean isRun =
        Files.exists(run.resolve(StoredRun.CONFIG))
            && Files.exists(run.resolve(StoredRun.ENVIRONMENT));
    return given.given().isEmpty() && isRun ? RecordedOptions.of(run, given) : given;
  }

  private Path folder() {
    return values.get(DataOptions.DATA);
  }

  private static Assessment assess(
      Classifier classifier, Dataset rows, ModelFile file, ChosenDevice device, Backend backend)
      throws IOException, NoSuchDeviceException {
    try (UnderWay unused = UnderWay.begin("evaluating on " + backend.name())) {
      return classifier.assess(rows);
    } catch (WrongScoreException e) {
      throw ScoreReference.keepBeside(file.path(), e, device, backend);
    }
  }

  private String header(ModelFile file, String name, Assessment assessment, CheckRecord checked) {
    ConfusionMatrix confusion = assessment.confusion();
    return String.format(
        Locale.ROOT,
        """
        model     %s (%s)
        data      %s set of %s, %s
        device    %s
        loss      %.4f
        accuracy  %.4f, 95 %% interval %.4f to %.4f; %,d of %,d are right
        checked   %s
        """,
        file.path(),
        file.model().weights().network(),
        set,
        folder(),
        Numeral.count(confusion.rows(), "row"),
        name,
        assessment.score().loss(),
        assessment.score().accuracy(),
        confusion.accuracyInterval().low(),
        confusion.accuracyInterval().high(),
        confusion.right(),
        confusion.rows(),
        checked.sentence());
  }

  private String document(
      ModelFile file,
      String name,
      Assessment assessment,
      CheckRecord checked,
      List<String> warnings) {
    SavedModel model = file.model();
    ConfusionMatrix confusion = assessment.confusion();
    List<Map<String, Object>> perClass = new ArrayList<>();
    for (int c = 0; c < confusion.classes(); c++) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("class", model.classes().get(c));
      fields.put("precision", confusion.precision(c));
      fields.put("recall", confusion.recall(c));
      fields.put("f1", confusion.f1(c));
      fields.put("support", confusion.support(c));
      fields.put("predicted", confusion.predicted(c));
      perClass.add(fields);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("model", file.path().toString());
    root.put("network", model.weights().network().toString());
    root.put("weightsSha256", model.weights().sha256());
    root.put("data", folder().toString());
    root.put("set", set.toString());
    root.put("rows", confusion.rows());
    root.put("device", name);
    root.put("checked", checked);
    root.put("loss", assessment.score().loss());
    root.put("accuracy", assessment.score().accuracy());
    root.put("accuracyInterval95", confusion.accuracyInterval());
    root.put("confusion", confusion.counts()); // [true class][predicted class]
    root.put("perClass", perClass);
    root.put("warnings", warnings);
    return Json.text(root);
  }
}
