package dev.incline.cli.model;

import dev.incline.backend.Backend;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.DataException;
import dev.incline.data.ImageRows;
import dev.incline.data.PixelStatistics;
import dev.incline.data.image.ImageFormat;
import dev.incline.data.image.ImageSource;
import dev.incline.file.FileNames;
import dev.incline.file.InputFile;
import dev.incline.model.Network;
import dev.incline.run.ScoreReference;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.UnderWay;
import dev.incline.store.TrainingData;
import dev.incline.train.score.Classifier;
import dev.incline.train.score.Predictions;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "Classifies images with a saved model and prints the probabilities.",
      "A PNG or JPEG becomes grey, light on dark, scaled and centred as MNIST's digits are, where the"
          + " model was trained on such images; else it is scaled to their size. Each change is"
          + " reported. The images of other files are taken as they are."
    })
public final class PredictCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final long MAX_OF_A_PIPE = 4L << 30; // bytes: they are kept in a file

  @Parameters(index = "0", paramLabel = "MODEL", description = ModelFile.DESCRIPTION)
  private Path given = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "PNG, JPEG, IDX images (gzipped or not), npy (bool, integers or floats) or CSV (a line"
              + " of numbers per image); - is standard input")
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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    ChosenDevice device = new ChosenDevice(flags.values());
    if (Collections.frequency(files, STANDARD_INPUT) > 1) {
      throw new InvalidOptionException("- is standard input, which can be read once only");
    }
    ModelFile model = ModelFile.read(given);
    Network network = model.model().weights().network();
    if (top < 1 || top > network.classes()) {
      throw new InvalidOptionException(
          Phrase.of(
              "--top must be from 1 to the model's %d classes, not %d", network.classes(), top));
    }
    TrainingData trained = model.model().data();
    PredictionReport report = new PredictionReport(model, top);
    List<ImageRows> read = new ArrayList<>();
    for (String file : files) {
      try {
        ImageRows rows = doubted(file, read(file, network.inputs(), trained), trained);
        report.add(file, rows);
        read.add(rows);
      } catch (DataException | InvalidPathException e) {
        String message =
            e instanceof InvalidPathException name
                ? FileNames.message(name)
                : String.valueOf(e.getMessage());
        report.addFailure(file, message);
        spec.commandLine().getErr().println("incline: " + message);
      }
    }
    if (!read.isEmpty()) {
      byte[] images = joined(read);
      try (Backend backend = device.open()) {
        int rows = images.length / network.inputs();
        Classifier classifier =
            UnderWay.during(
                UnderWay.compiling(backend.name()),
                () ->
                    new Classifier(
                        backend,
                        model.model().weights(),
                        rows,
                        ScoreReference.of(device, backend)));
        Predictions predictions = classify(classifier, images, model, device, backend);
        report.predicted(backend.name(), predictions, classifier.checked());
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.toJson() + "\n" : report.toText());
    out.flush();
    return report.hasFailures() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static Predictions classify(
      Classifier classifier, byte[] images, ModelFile model, ChosenDevice device, Backend backend)
      throws IOException, NoSuchDeviceException {
    try (UnderWay unused = UnderWay.begin("predicting on " + backend.name())) {
      return classifier.classify(images);
    } catch (WrongScoreException e) {
      throw ScoreReference.keepBeside(model.path(), e, device, backend);
    }
  }

  /** Images unlike those of the training get a warning, and a note. */
  private ImageRows doubted(String file, ImageRows rows, @Nullable TrainingData trained) {
    Optional<String> doubt = trained == null ? Optional.empty() : trained.doubt(rows);
    doubt.ifPresent(
        text -> spec.commandLine().getErr().println("WARNING: %s: %s".formatted(file, text)));
    return doubt.map(rows::noted).orElse(rows);
  }

  private ImageRows read(String file, int features, @Nullable TrainingData trained)
      throws IOException {
    PixelStatistics pixels = trained == null ? null : trained.pixels();
    Path path = FileNames.path(file);
    boolean standardInput = file.equals(STANDARD_INPUT);
    if (!standardInput && !InputFile.isPipe(path)) {
      return ImageSource.of(path).read(format, features, asIs, pixels);
    }
    String name = standardInput ? "standard input" : file;
    // A stream has no length to check its header against; a copy of it has.
    Path copy = Files.createTempFile("incline-", ".input");
    try {
      if (standardInput) {
        InputFile.copy(System.in, copy, MAX_OF_A_PIPE);
      } else {
        try (UnderWay unused = UnderWay.begin("reading the pipe " + file);
            var in = Files.newInputStream(path)) {
          InputFile.copy(in, copy, MAX_OF_A_PIPE);
        }
      }
      return new ImageSource(name, copy).read(format, features, asIs, pixels);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(name, Reason.of(e)), e);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static byte[] joined(List<ImageRows> read) {
    if (read.size() == 1) {
      return read.get(0).pixels();
    }
    long bytes = read.stream().mapToLong(rows -> rows.pixels().length).sum();
    if (bytes > Integer.MAX_VALUE - 64) {
      throw new DataException("these files hold more images than can be held at once: name fewer");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream((int) bytes);
    read.forEach(rows -> all.writeBytes(rows.pixels()));
    return all.toByteArray();
  }
}
