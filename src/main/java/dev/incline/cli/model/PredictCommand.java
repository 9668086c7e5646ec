package dev.incline.cli.model;

import dev.incline.backend.Backend;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.DataException;
import dev.incline.data.FeatureScaling;
import dev.incline.data.ImageRows;
import dev.incline.data.Inputs;
import dev.incline.data.format.FeatureFile;
import dev.incline.data.image.ImageFormat;
import dev.incline.data.image.ImageSource;
import dev.incline.data.image.ImageTree;
import dev.incline.data.image.PictureInput;
import dev.incline.file.FileNames;
import dev.incline.file.InputFile;
import dev.incline.run.ScoreReference;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.UnderWay;
import dev.incline.store.SavedModel;
import dev.incline.store.TrainingData;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline predict}. */
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Classifies images, or rows of numbers where the model was trained on such, and prints the probabilities.",
      "A PNG or JPEG becomes grey, light on dark, scaled and centred as MNIST's digits are, where the"
          + " model was trained on such images; else it is scaled to their size, and keeps its colours"
          + " where they have colours. A model that was trained with --resize takes it scaled in the same way."
          + " Each change is reported. The images of other files are taken as they are."
    })
public final class PredictCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int LARGEST_PIECE = 1 << 25; // numbers of the rows that are read at a time
  private static final long MAX_OF_A_PIPE = 4L << 30; // bytes: they are kept in a file

  @Parameters(index = "0", paramLabel = "MODEL", description = ModelFile.DESCRIPTION)
  private Path given = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "PNG, JPEG, IDX images (gzipped or not), npy (bool, integers or floats), CSV (a line"
              + " of numbers per image), or a folder of PNG and JPEG with those below it; - is standard"
              + " input")
  private List<String> files = List.of();

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "1",
      description = "Show the K most likely classes, from 1 to all (default: ${DEFAULT-VALUE})")
  private int top = 1;

  @Option(
      names = "--as-is",
      description =
          "Use the pixels of a PNG or JPEG unchanged; their number must be that of the network's inputs")
  private boolean asIs;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Format of all files: image (PNG, JPEG), idx, npy or csv (default: by the first bytes of each)")
  private @Nullable ImageFormat format;

  @Mixin private final Flags flags = Flags.device();

  @Option(names = "--json", description = "Print the predictions as one JSON document")
  private boolean json;

  @Option(
      names = "--csv",
      description =
          "Print the predictions as CSV, while files are read: file, row, class, probability")
  private boolean csv;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    ChosenDevice device = new ChosenDevice(flags.values());
    if (Collections.frequency(files, STANDARD_INPUT) > 1) {
      throw new InvalidOptionException("- is standard input, which can be read once only");
    }
    ModelFile model = ModelFile.read(given);
    int classes = model.model().weights().network().classes();
    if (top < 1 || top > classes) {
      throw new InvalidOptionException(
          Phrase.of("--top must be from 1 to the model's %d classes, not %d", classes, top));
    }
    if (model.model().scaling() != null && (asIs || format != null)) {
      throw new InvalidOptionException(
          "%s is for images: %s takes rows of numbers, whose files are told by their content"
              .formatted(asIs ? "--as-is" : "--format", model.path()));
    }
    if (csv && (json || top > 1)) {
      throw new InvalidOptionException(
          "--csv has the likeliest class of each row: it does not go with "
              + (json ? "--json" : "--top"));
    }
    PrintWriter out = spec.commandLine().getOut();
    PredictionReport report = new PredictionReport(model, top);
    Answers answers = csv ? new PredictionLines(model.model().classes(), out) : report;
    boolean whole = true;
    try (Backend backend = device.open();
        UnderWay underWay = UnderWay.begin("predicting on " + backend.name())) {
      Predicting predicting =
          new Predicting(
              backend,
              model.model().weights(),
              ScoreReference.of(device, backend),
              answers,
              underWay);
      try {
        for (String name : files) {
          whole &= predict(name, predicting, model.model());
        }
        predicting.finish();
      } catch (WrongScoreException e) {
        throw ScoreReference.keepBeside(model.path(), e, device, backend);
      }
      report.predicted(backend.name(), predicting.checked());
    }
    out.print(csv ? "" : json ? report.toJson() + "\n" : report.toText());
    out.flush();
    return whole ? ExitCode.DONE : ExitCode.FAILED;
  }

  /**
   * Takes a file, or all pictures of a folder.
   *
   * @return whether everything could be read
   */
  private boolean predict(String name, Predicting predicting, SavedModel model) throws IOException {
    predicting.begin(name);
    List<String> all;
    try {
      all = pictures(name);
    } catch (DataException e) {
      return failed(name, predicting, e);
    }
    boolean whole = true;
    for (String file : all) {
      predicting.begin(file);
      try {
        read(file, model, predicting);
      } catch (DataException | InvalidPathException e) {
        whole = failed(file, predicting, e);
      }
    }
    return whole;
  }

  /** The pictures of a folder; else the file itself. */
  private List<String> pictures(String name) {
    try {
      Path path = FileNames.path(name);
      if (!Files.isDirectory(path)) {
        return List.of(name);
      }
      ImageTree tree = ImageTree.of(path);
      if (tree.others() > 0) {
        spec.commandLine()
            .getErr()
            .println(
                "NOTE: %s: %s left out, hidden or neither PNG nor JPEG"
                    .formatted(name, Numeral.count(tree.others(), "file")));
      }
      return tree.pictures().stream().map(Path::toString).toList();
    } catch (InvalidPathException e) {
      return List.of(name); // reading it says so
    }
  }

  private boolean failed(String file, Predicting predicting, RuntimeException e) {
    String message =
        e instanceof InvalidPathException name
            ? FileNames.message(name)
            : String.valueOf(e.getMessage());
    predicting.fail(file, message);
    spec.commandLine().getErr().println("incline: " + message);
    return false;
  }

  /**
   * Images unlike those of the training get a warning, and a note; the first piece of many tells.
   */
  private ImageRows doubted(String file, ImageRows rows, @Nullable TrainingData trained) {
    Optional<String> doubt = trained == null ? Optional.empty() : trained.doubt(rows);
    doubt.ifPresent(
        text -> spec.commandLine().getErr().println("WARNING: %s: %s".formatted(file, text)));
    return doubt.map(rows::noted).orElse(rows);
  }

  private void read(String file, SavedModel model, Predicting predicting) throws IOException {
    Path path = FileNames.path(file);
    boolean standardInput = file.equals(STANDARD_INPUT);
    if (!standardInput && !InputFile.isPipe(path)) {
      read(file, ImageSource.of(path), model, predicting);
      return;
    }
    String name = standardInput ? "standard input" : file;
    // A stream has no length to check its header against; a copy of it has.
    Path copy = Files.createTempFile("incline-", ".input");
    try {
      if (standardInput) {
        InputFile.copy(System.in, copy, MAX_OF_A_PIPE);
      } else {
        try (InputStream in = Files.newInputStream(path)) {
          InputFile.copy(in, copy, MAX_OF_A_PIPE);
        }
      }
      read(file, new ImageSource(name, copy), model, predicting);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(name, Reason.of(e)), e);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private void read(String file, ImageSource source, SavedModel model, Predicting predicting) {
    FeatureScaling scaling = model.scaling();
    if (scaling != null) {
      int features = model.weights().network().inputs();
      FeatureFile.pieces(
          source.name(),
          source.file(),
          model.columns(),
          features,
          Math.max(1, Math.min(Predicting.ROWS, LARGEST_PIECE / features)),
          values -> {
            float[] scaled = scaling.of(model.columns().filled(values));
            int rows = scaled.length / features;
            predicting.take(file, new ImageRows(new Inputs.Numbers(scaled), rows, List.of()));
          });
      return;
    }
    TrainingData trained = model.data();
    AtomicBoolean begun = new AtomicBoolean();
    source.pieces(
        format,
        new PictureInput(
            model.weights().network().inputs(),
            asIs,
            trained == null ? null : trained.pixels(),
            model.resizing()),
        Predicting.ROWS,
        rows -> {
          boolean first = begun.compareAndSet(false, true);
          predicting.take(file, first ? doubted(file, rows, trained) : rows);
        });
  }
}
