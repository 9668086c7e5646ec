package dev.incline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.shadow.ShadowedTraining.Fault;
import dev.incline.train.TrainOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
  private static final Slot<float[]> W1 = Parameters.of(ShadowedTraining.NETWORK).get(0).weight();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void aStepThatWentWrong() {
    assertThatThrownBy(() -> ShadowedTraining.of(folder, "1/4", List.of(), Fault.flip(5, W1, 8)))
        .isInstanceOf(BreachException.class);
    file = folder.resolve("breach-step-5.bundle.npz");
  }

  @Test
  void holdsTheStep() {
    Bundle bundle = Bundle.read(file);
    assertThat(bundle.step().number()).isEqualTo(5);
    assertThat(bundle.step().network()).isEqualTo(ShadowedTraining.NETWORK);
    assertThat(bundle.about().device()).isEqualTo("a device");
    assertThat(bundle.about().seen().tensor()).isEqualTo("W1");
    assertThat(bundle.about().seen().row()).isEqualTo(1);
    assertThat(bundle.about().seen().column()).isEqualTo(1);
    assertThat(bundle.about().cause()).isEmpty();
    float[] expected = bundle.expected().state().get(W1);
    float[] got = bundle.got().state().get(W1);
    assertThat(Arrays.mismatch(expected, got)).isEqualTo(8);
    try (Backend device = new CpuBackend(1);
        Backend reference = new CpuBackend(1)) {
      assertThat(bundle.replay(device, reference, true)).isEmpty();
      StepResult again = bundle.step().take(reference);
      assertThat(again.differenceFrom(bundle.expected(), true)).isEmpty();
      assertThat(again.differenceFrom(bundle.got(), true)).isPresent();
    }
  }

  @Test
  void holdsWhatAnOptimizerKeeps() throws IOException {
    Adam adam = new Adam(0.5, 1e-3, 0.9, 0.99, 1e-7, true);
    Slot<float[]> sb1 = Slot.floats("sb1", 1, 7);
    assertThatThrownBy(
            () -> ShadowedTraining.of(folder, "1", List.of(), Fault.flip(6, sb1, 2), adam))
        .isInstanceOf(BreachException.class);
    Bundle bundle = Bundle.read(folder.resolve("breach-step-6.bundle.npz"));
    assertThat(bundle.about().recipe().optimizer()).isEqualTo(adam);
    double rate = (1 - 5 / 7.0) * 0.5 + 5 / 7.0 * 0.01; // linear:0.01, of step 6 of 8
    assertThat(bundle.about().rate()).isEqualTo(rate);
    assertThat(bundle.about().recipe().schedule()).isEqualTo(Schedule.parse("linear:0.01"));
    assertThat(bundle.step().before().slots())
        .containsExactlyElementsOf(Planner.state(ShadowedTraining.NETWORK, adam));
    try (Backend reference = new CpuBackend(1)) {
      StepResult again = bundle.step().take(reference);
      assertThat(again.differenceFrom(bundle.expected(), true)).isEmpty();
      assertThat(again.differenceFrom(bundle.got(), true).orElseThrow().tensor()).isEqualTo("sb1");
    }
  }

  /** Step 6 is the second one of its epoch: its first row has position 16. */
  @Test
  void holdsDropoutAndClassWeights() throws IOException {
    List<Double> weights = List.of(3., 1., 1., 1., 1., 1., 1., 1., 1., 0.);
    Recipe recipe =
        Recipe.of(new Sgd(0.5, 1e-3)).with(new ClassWeights(false, weights)).dropping(List.of(0.3));
    TrainOptions options = ShadowedTraining.options(recipe);
    ShadowedTraining right = ShadowedTraining.of(folder, "1", List.of(), null, options);
    assertThat(right.shadow().bitEqual()).isEqualTo(ShadowedTraining.STEPS);
    Slot<float[]> b1 = Slot.floats("b1", 1, 7);
    assertThatThrownBy(
            () -> ShadowedTraining.of(folder, "1", List.of(), Fault.flip(6, b1, 2), options))
        .isInstanceOf(BreachException.class);
    Bundle bundle = Bundle.read(folder.resolve("breach-step-6.bundle.npz"));
    assertThat(bundle.about().recipe().dropout()).containsExactly(0.3);
    assertThat(bundle.about().recipe().classWeights().values()).hasSize(10).doesNotContain(3.);
    assertThat(bundle.about().draw()).isEqualTo(new Draw(42, 2, 16));
    try (Backend reference = new CpuBackend(1)) {
      StepResult again = bundle.step().take(reference);
      assertThat(again.differenceFrom(bundle.expected(), true)).isEmpty();
      assertThat(again.differenceFrom(bundle.got(), true).orElseThrow().tensor()).isEqualTo("b1");
    }
  }

  /** As programs before the optimizer was an object wrote it; and, before, without a pass. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstFormatIsRead(boolean withPass) throws IOException {
    Bundle present = Bundle.read(file);
    change(
        about -> {
          about.remove("recipe");
          about.put("format", 1).put("lr", 0.5).put("l2", 1e-3);
          if (!withPass) {
            about.remove(List.of("pass", "size"));
          }
          about.remove("rate");
        });
    Bundle old = Bundle.read(file);
    assertThat(old.about().recipe().optimizer()).isEqualTo(new Sgd(0.5, 1e-3));
    assertThat(old.step().recipe()).isEqualTo(Recipe.of(new Sgd(0.5, 1e-3)));
    assertThat(old.step().rate()).isEqualTo(0.5);
    assertThat(old.step().recipe().optimizer()).isEqualTo(present.step().recipe().optimizer());
    assertThat(old.step().size()).isEqualTo(present.step().size());
  }

  private void change(Consumer<ObjectNode> edit) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzFile.read(file));
    ObjectMapper json = new ObjectMapper();
    ObjectNode about = (ObjectNode) json.readTree((byte[]) arrays.get("about").values());
    edit.accept(about);
    byte[] changed = json.writeValueAsBytes(about);
    arrays.put("about", NpyArray.of(changed, changed.length));
    NpzFile.write(file, arrays);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"inputs\" : 25', '\"inputs\" : 2147483647', be 34359738352 values",
    "'\"inputs\" : 25', '\"inputs\" : 0', at least 1 x 1",
    "'\"outputs\" : 7', '\"outputs\" : 8', gives 8 outputs",
    "'\"outputs\" : 10', '\"outputs\" : 9', is not below the 9 classes",
    "'\"outputs\" : 10', '\"outputs\" : 1000000', impossible network",
    "'\"learningRate\" : 0.5', '\"learningRate\" : -1', --lr must be",
    "'\"dropout\" : [ ]', '\"dropout\" : [0.1, 0.2]', do not fit",
    "'\"dropout\" : [ ]', '\"dropout\" : [1]', from 0 to below 1",
    "'\"format\" : 2', '\"format\" : 3', not of format 1 or 2",
    "'\"seen\"', '\"sehn\"', 'about'",
    "SIGMOID, NONSENSE, 'about'",
  })
  void aWrongDescriptionIsNamed(String text, String wrong, String named) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzFile.read(file));
    String about = new String((byte[]) arrays.get("about").values(), StandardCharsets.UTF_8);
    assertThat(about).contains(text);
    byte[] changed = about.replace(text, wrong).getBytes(StandardCharsets.UTF_8);
    arrays.put("about", NpyArray.of(changed, changed.length));
    NpzFile.write(file, arrays);
    refused(named);
  }

  @ParameterizedTest
  @CsvSource({"about", "X", "y", "W1", "b2", "W2_expected", "loss_got", "prediction_expected"})
  void aMissingOrMisshapenArrayIsNamed(String name) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzFile.read(file));
    arrays.put(name, NpyArray.of(new double[3], 3));
    NpzFile.write(file, arrays);
    refused("'" + name + "' is 3 of type <f8");
    arrays.remove(name);
    NpzFile.write(file, arrays);
    refused("no array '" + name + "'");
  }

  @Test
  void damageNeverPassesForASoundBundle() throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Map<String, NpyArray> arrays = NpzFile.read(file);
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = sound.clone();
      if (i % 2 == 0) {
        damaged = Arrays.copyOf(sound, random.nextInt(sound.length));
      } else {
        damaged[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        Bundle.read(file);
        // Only what says nothing of the content, such as an entry's date, may be changed unseen.
        NpzFile.read(file)
            .forEach((name, a) -> assertThat(a.values()).isEqualTo(arrays.get(name).values()));
      } catch (DataException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(350);
  }

  @Test
  void whatUnpacksToMoreThanTheFileIsLongIsRefused() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("about.npy"));
      zip.write(new byte[1 << 20]);
    }
    assertThatThrownBy(() -> Bundle.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " holds more bytes of arrays than the ");
  }

  /** A bundle over rows of numbers is written as it was read, and taken again. */
  @Test
  void inputsMayBeNumbers() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzFile.read(file));
    byte[] pixels = (byte[]) arrays.get("X").values();
    float[] numbers = new float[pixels.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (pixels[i] & 0xff) / 255f;
    }
    int rows = Bundle.read(file).step().batch().rows();
    arrays.put("X", NpyArray.of(numbers, rows, numbers.length / rows));
    NpzFile.write(file, arrays);
    Bundle.read(file).write(file);
    Bundle bundle = Bundle.read(file);
    assertThat(bundle.step().batch().pixels()).isNull();
    try (Backend reference = new CpuBackend(1)) {
      assertThat(bundle.step().take(reference).differenceFrom(bundle.expected(), true)).isEmpty();
    }
    numbers[7] = Float.NaN;
    NpzFile.write(file, arrays);
    refused("the batch holds NaN in row 0, column 7");
  }

  private void refused(String named) {
    assertThatThrownBy(() -> Bundle.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " is no usable bundle: ")
        .hasMessageContaining(named);
  }
}
