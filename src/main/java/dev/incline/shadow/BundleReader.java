package dev.incline.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.file.Json;
import dev.incline.file.JsonFault;
import dev.incline.inspect.Batch;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Schedule;
import dev.incline.option.Options;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bundle that is read and checked. */
record BundleReader(Path file, Map<String, NpyArray> arrays) {
  private static final int WITH_RATES = 1; // format whose optimizer is sgd: lr and l2
  private static final int ALL = 0; // size of a step that is the whole batch

  Bundle bundle() {
    Bundle.About about = about();
    Network network = network(about);
    byte[] labels = array("y", byte[].class, -1);
    int rows = labels.length;
    if (rows < 1) {
      throw damaged("y holds no label");
    }
    Batch batch = batch(network.inputs(), labels);
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
    return new Bundle(step, outcome(slots, rows, "_expected"), outcome(slots, rows, "_got"), about);
  }

  private Batch batch(int features, byte[] labels) {
    long elements = (long) labels.length * features;
    NpyArray x = arrays.get("X");
    if (x == null || !(x.values() instanceof float[])) {
      return Batch.of(features, array("X", byte[].class, elements), labels);
    }
    try {
      return Batch.of(features, array("X", float[].class, elements), labels);
    } catch (DataException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  /** What comes of the description, which may be wrong. */
  private <T> T described(Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw damaged("'about': " + e.getMessage());
    }
  }

  private Bundle.About about() {
    byte[] text = array(Bundle.ABOUT, byte[].class, -1);
    try {
      JsonNode root = Json.STRICT.readTree(new String(text, StandardCharsets.UTF_8));
      if (root instanceof ObjectNode fields) {
        modernise(fields);
      }
      Bundle.About about = Json.STRICT.treeToValue(root, Bundle.About.class);
      if (about == null || about.format() != Bundle.FORMAT) {
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
      throw damaged("'about' is no description: " + JsonFault.of(e));
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
      fields.put("format", Bundle.FORMAT);
    }
    if (fields.has("optimizer")) {
      fields.putObject("recipe").set("optimizer", fields.remove("optimizer"));
    }
    if (fields.get("recipe") instanceof ObjectNode recipe) {
      recipe.putIfAbsent("schedule", Json.STRICT.valueToTree(Schedule.CONSTANT));
      recipe.putIfAbsent("classWeights", Json.STRICT.valueToTree(ClassWeights.NONE));
      recipe.putIfAbsent("dropout", Json.STRICT.createArrayNode());
      recipe.putIfAbsent("shards", Json.STRICT.valueToTree(1));
      fields.putIfAbsent("draw", Json.STRICT.valueToTree(Draw.first(0)));
      fields.putIfAbsent("rate", recipe.path("optimizer").path("learningRate"));
    }
  }

  private Network network(Bundle.About about) {
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
