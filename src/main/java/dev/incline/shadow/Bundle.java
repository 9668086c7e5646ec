package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.file.Json;
import dev.incline.inspect.Batch;
import dev.incline.inspect.StepTrace;
import dev.incline.model.Draw;
import dev.incline.model.Layer;
import dev.incline.model.Recipe;
import dev.incline.plan.Tensors;
import dev.incline.verify.Difference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step or a pass that a device computed wrong, as one npz file; docs/formats.md.
 *
 * @param expected what plain Java made of it
 * @param got what the device made of it
 */
public record Bundle(ShadowedStep step, StepResult expected, StepResult got, About about) {
  static final int FORMAT = 2;
  static final String ABOUT = "about";

  /**
   * What is not an array.
   *
   * @param step of the training, or of a pass that scores, from 1
   * @param pass {@code training}, or the name of a pass that scores
   * @param size rows of a step
   * @param layers of the network
   * @param rate learning rate of the step
   * @param draw of its first row
   * @param deviations what keeps the device from giving the contract's bits
   * @param seen what of the step's result was found wrong first
   * @param cause the op that makes it so, found by taking the step again; none where that was right
   * @param kernels text of the kernel files by name
   * @param builds source as the compiler got it, by file and options
   */
  public record About(
      int format,
      long step,
      String pass,
      int size,
      List<Layer> layers,
      Recipe recipe,
      double rate,
      Draw draw,
      String program,
      String device,
      String driver,
      List<String> deviations,
      Found seen,
      List<Found> cause,
      Map<String, String> kernels,
      Map<String, String> builds) {
    static About of(
        ShadowedStep step, BundleOrigin origin, Difference seen, Optional<Difference> cause) {
      return new About(
          FORMAT,
          step.number(),
          step.pass(),
          step.size(),
          step.network().layers(),
          step.recipe(),
          step.rate(),
          step.draw(),
          origin.program(),
          origin.device(),
          origin.driver(),
          origin.deviations(),
          Found.of(seen),
          cause.map(Found::of).stream().toList(),
          origin.kernels(),
          origin.builds().get());
    }
  }

  /** A difference; numbers as text, since JSON has no infinity. */
  public record Found(
      String made, String tensor, int row, int column, String expected, String got) {
    public static Found of(Difference d) {
      return new Found(
          d.made(),
          d.tensor(),
          d.row(),
          d.column(),
          Float.toString((float) d.expected()),
          Float.toString((float) d.got()));
    }
  }

  /** Writes the file, replacing what is there. */
  void write(Path file) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    byte[] text = Json.text(about).getBytes(StandardCharsets.UTF_8);
    arrays.put(ABOUT, NpyArray.of(text, text.length));
    Batch batch = step.batch();
    Object x = batch.pixels() == null ? batch.x() : batch.pixels();
    arrays.put("X", NpyArray.of(x, batch.rows(), batch.features()));
    arrays.put("y", NpyArray.of(batch.labels(), batch.rows()));
    put(arrays, step.before(), "");
    put(arrays, expected, "_expected");
    put(arrays, got, "_got");
    NpzFile.write(file, arrays);
  }

  private static void put(Map<String, NpyArray> arrays, StepResult result, String ending) {
    arrays.put("loss" + ending, NpyArray.of(result.loss(), result.loss().length));
    arrays.put("prediction" + ending, NpyArray.of(result.prediction(), result.prediction().length));
    put(arrays, result.state(), ending);
  }

  private static void put(Map<String, NpyArray> arrays, Tensors tensors, String ending) {
    tensors
        .values()
        .forEach((slot, array) -> arrays.put(slot.name() + ending, StepTrace.array(slot, array)));
  }

  /**
   * Reads and checks a file; takes no more memory than a few times its length.
   *
   * @throws DataException naming the file and what is wrong with it
   */
  public static Bundle read(Path file) {
    return new BundleReader(file, NpzFile.readStored(file)).bundle();
  }

  /**
   * Takes the step again.
   *
   * @param device holds nothing yet
   * @param exact whether every bit counts, or what is beyond rounding
   * @return the first difference between the two
   */
  public Optional<Difference> replay(Backend device, Backend reference, boolean exact) {
    return new FaultSearch(step, device, reference, exact).run();
  }
}
