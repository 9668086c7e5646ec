package dev.incline.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.inspect.Batch;
import dev.incline.model.Activation;
import dev.incline.model.Draw;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Tensors;
import dev.incline.verify.Difference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * Whatever a bundle holds in place of what belongs there: it is refused by name, or all of it is
 * what the file says. The bytes of an npz file itself are fuzzed with the readers of data.
 */
class BundleFuzzTest {
  private static final Network NETWORK = Network.mlp(3, List.of(2), 2, Activation.SIGMOID);

  private Path file;
  private Map<String, NpyArray> sound;

  @BeforeEach // once, however many inputs are tried
  void aSoundBundle() throws IOException {
    file = Files.createDirectories(Path.of("target", "fuzz")).resolve("bundle.npz");
    Weights before = Initializer.parse("xavier").draw(NETWORK, 42);
    Batch batch = Batch.of(3, new byte[] {0, 1, 2, 3, 4, (byte) 255}, new byte[] {1, 0});
    ShadowedStep step =
        ShadowedStep.training(
            7, NETWORK, Tensors.of(before), batch, Recipe.STANDARD, 0.1, Draw.first(42));
    StepResult result;
    try (CpuBackend reference = new CpuBackend(1)) {
      result = step.take(reference);
    }
    BundleOrigin origin =
        new BundleOrigin(
            "a device",
            "1.0",
            "a program",
            List.of(),
            Map.of(),
            Map::of,
            () -> {
              throw new AssertionError("reading opens no device");
            });
    Difference seen = new Difference("the step as a whole", "W1", 0, 1, 0.5, Double.NaN);
    new Bundle(step, result, result, Bundle.About.of(step, origin, seen, Optional.empty()))
        .write(file);
    sound = NpzFile.read(file);
    assertThat(read()).as("what is changed below is sound").isNotNull();
  }

  /** The description, as any text; the sound one is among the inputs. */
  @FuzzTest
  void about(byte[] text) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(sound);
    arrays.put("about", NpyArray.of(text, text.length));
    tryAll(arrays);
  }

  /** One array of any shape, type and values, or none, in place of one that belongs there. */
  @FuzzTest
  void array(FuzzedDataProvider any) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(sound);
    String name = any.pickValue(new ArrayList<>(sound.keySet()));
    if (any.consumeBoolean()) {
      arrays.put(name, array(any.consumeInt(0, 4), any.consumeInt(0, 3), any));
    } else {
      arrays.remove(name);
    }
    tryAll(arrays);
  }

  private static NpyArray array(int type, int dimensions, FuzzedDataProvider any) {
    List<Integer> shape = new ArrayList<>();
    int size = 1;
    for (int i = 0; i < dimensions; i++) {
      shape.add(any.consumeInt(0, 8));
      size *= shape.get(i);
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(Arrays.copyOf(any.consumeRemainingAsBytes(), 8 * size))
            .order(ByteOrder.LITTLE_ENDIAN);
    Object values;
    switch (type) {
      case 0 -> values = Arrays.copyOf(bytes.array(), size);
      case 1 -> bytes.asIntBuffer().get((int[]) (values = new int[size]));
      case 2 -> bytes.asLongBuffer().get((long[]) (values = new long[size]));
      case 3 -> bytes.asFloatBuffer().get((float[]) (values = new float[size]));
      default -> bytes.asDoubleBuffer().get((double[]) (values = new double[size]));
    }
    return new NpyArray(shape, values);
  }

  private void tryAll(Map<String, NpyArray> arrays) throws IOException {
    NpzFile.write(file, arrays);
    Bundle bundle = read();
    if (bundle == null) {
      return;
    }
    for (byte label : bundle.step().batch().labels()) {
      assertThat(label).isBetween((byte) 0, (byte) (bundle.step().network().classes() - 1));
    }
    bundle.write(file);
    Map<String, NpyArray> again = NpzFile.read(file);
    again.forEach(
        (name, array) -> {
          if (!name.equals("about")) { // the same words, in other places of a line
            assertThat(array.values()).as(name).isEqualTo(arrays.get(name).values());
          }
        });
    Bundle same = read();
    assertThat(same).isNotNull();
    assertThat(same.about()).isEqualTo(bundle.about());
  }

  private @Nullable Bundle read() {
    try {
      return Bundle.read(file);
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return null;
    }
  }
}
