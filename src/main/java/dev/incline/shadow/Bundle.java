package dev.incline.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.backend.Backend;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.file.Json;
import dev.incline.inspect.Batch;
import dev.incline.inspect.StepTrace;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.option.Options;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.verify.Difference;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A step or a pass that a device computed wrong, as one npz file; docs/formats.md.
 *
 * @param expected what plain Java made of it
 * @param got what the device made of it
 */
public record Bundle(ShadowedStep step, StepResult expected, StepResult got, About about) {
  private static final int FORMAT = 2;
  private static final int WITH_RATES = 1; // format whose optimizer is sgd: lr and l2
  private static final String ABOUT = "about";
  private static final int ALL = 0; // size of a step that is the whole batch

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
    arrays.put(
        "X", NpyArray.of(Objects.requireNonNull(batch.pixels()), batch.rows(), batch.features()));
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
    return new Reader(file, NpzFile.readStored(file)).bundle();
  }

  /** A file being read. */
  private record Reader(Path file, Map<String, NpyArray> arrays) {
    Bundle bundle() {
      About about = about();
      Network network = network(about);
      byte[] labels = array("y", byte[].class, -1);
      int rows = labels.length;
      byte[] pixels = array("X", byte[].class, (long) rows * network.inputs());
      for (int row = 0; row < rows; row++) {
        if ((labels[row] & 0xff) >= network.classes()) {
          throw damaged(
              Phrase.of(
                  "label %d of row %d is not below the %d classes",
                  labels[row] & 0xff, row, network.classes()));
        }
      }
      List<Slot<float[]>> slots =
          described(
              () ->
                  about.pass().equals(ShadowedStep.TRAINING)
                      ? Planner.state(network, about.recipe().optimizer())
                      : Parameters.slots(network));
      Tensors before = tensors(slots, "");
      if (rows < 1) {
        throw damaged("y holds no label");
      }
      Batch batch = Batch.of(network.inputs(), pixels, labels);
      int size = about.size() == ALL ? rows : about.size();
      ShadowedStep step =
          described(
              () ->
                  new ShadowedStep(
                      about.step(),
                      about.pass(),
                      size,
                      network,
                      before,
                      batch,
                      about.recipe(),
                      about.rate(),
                      about.draw()));
      return new Bundle(
          step, outcome(slots, rows, "_expected"), outcome(slots, rows, "_got"), about);
    }

    /** What comes of the description, which may be wrong. */
    private <T> T described(Supplier<T> part) {
      try {
        return part.get();
      } catch (IllegalArgumentException e) {
        throw damaged("'about': " + e.getMessage());
      }
    }

    private About about() {
      byte[] text = array(ABOUT, byte[].class, -1);
      try {
        JsonNode root = Json.STRICT.readTree(new String(text, StandardCharsets.UTF_8));
        if (root instanceof ObjectNode fields) {
          modernise(fields);
        }
        About about = Json.STRICT.treeToValue(root, About.class);
        if (about == null || about.format() != FORMAT) {
          throw damaged("'about' is not of format 1 or 2");
        }
        if (about.pass().equals(ShadowedStep.TRAINING)) {
          Options.LR.checked(about.recipe().optimizer().learningRate());
          Options.L2.checked(about.recipe().optimizer().l2());
          if (!(about.rate() >= 0 && about.rate() <= Schedule.LARGEST)) {
            throw damaged("'about' names an impossible rate, " + Numeral.of(about.rate()));
          }
        }
        return about;
      } catch (JsonProcessingException e) {
        throw damaged("'about' is no description: " + e.getOriginalMessage());
      } catch (InvalidOptionException e) {
        throw damaged("'about': " + e.getMessage());
      }
    }

    /** Brings an older program's description into the present form. */
    private static void modernise(ObjectNode fields) {
      if (fields.path("format").asInt() == WITH_RATES) {
        if (!fields.has("pass")) {
          fields.put("pass", ShadowedStep.TRAINING).put("size", ALL);
        }
        ObjectNode optimizer = fields.putObject("optimizer").put("name", "sgd");
        optimizer.set("learningRate", fields.remove("lr"));
        optimizer.set("l2", fields.remove("l2"));
        fields.put("format", FORMAT);
      }
      if (fields.has("optimizer")) {
        fields.putObject("recipe").set("optimizer", fields.remove("optimizer"));
      }
      if (fields.get("recipe") instanceof ObjectNode recipe) {
        recipe.putIfAbsent("schedule", Json.STRICT.valueToTree(Schedule.CONSTANT));
        recipe.putIfAbsent("classWeights", Json.STRICT.valueToTree(ClassWeights.NONE));
        recipe.putIfAbsent("dropout", Json.STRICT.createArrayNode());
        fields.putIfAbsent("draw", Json.STRICT.valueToTree(Draw.first(0)));
        fields.putIfAbsent("rate", recipe.path("optimizer").path("learningRate"));
      }
    }

    private Network network(About about) {
      Network network = described(() -> new Network(about.layers()));
      boolean gated = network.last().activation().isGate();
      if (network.classes() < 2 || network.classes() > 256 || !gated) {
        throw damaged("'about' names an impossible network, " + network);
      }
      return network;
    }

    private StepResult outcome(List<Slot<float[]>> slots, int rows, String ending) {
      return new StepResult(
          tensors(slots, ending),
          array("loss" + ending, float[].class, rows),
          array("prediction" + ending, int[].class, rows));
    }

    private Tensors tensors(List<Slot<float[]>> slots, String ending) {
      Map<Slot<float[]>, float[]> values = new LinkedHashMap<>();
      for (Slot<float[]> slot : slots) {
        values.put(slot, array(slot.name() + ending, float[].class, slot.size()));
      }
      return new Tensors(values);
    }

    /**
     * @param size how many values there must be; any number where it is negative
     */
    private <A> A array(String name, Class<A> type, long size) {
      @Nullable NpyArray array = arrays.get(name);
      if (array == null) {
        throw damaged("there is no array '" + name + "' in it");
      }
      if (!type.isInstance(array.values()) || (size >= 0 && array.size() != size)) {
        throw damaged(
            "'%s' is %s of type %s, but must be %s values of %s"
                .formatted(
                    name,
                    array.sizes(),
                    array.type(),
                    size < 0 ? "any number of" : Long.toString(size),
                    type.getComponentType()));
      }
      return type.cast(array.values());
    }

    private DataException damaged(String what) {
      return new DataException(file + " is no usable bundle: " + what);
    }
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
