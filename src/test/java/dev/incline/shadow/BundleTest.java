package dev.incline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.shadow.ShadowedTraining.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(bundle.step().before().network()).isEqualTo(ShadowedTraining.NETWORK);
    assertThat(bundle.about().device()).isEqualTo("a device");
    assertThat(bundle.about().seen().tensor()).isEqualTo("W1");
    assertThat(bundle.about().seen().row()).isEqualTo(1);
    assertThat(bundle.about().seen().column()).isEqualTo(1);
    assertThat(bundle.about().cause()).isEmpty();
    float[] expected = bundle.expected().weights().matrices().get(0);
    float[] got = bundle.got().weights().matrices().get(0);
    assertThat(Arrays.mismatch(expected, got)).isEqualTo(8);
    try (Backend device = new CpuBackend(1);
        Backend reference = new CpuBackend(1)) {
      assertThat(bundle.replay(device, reference, true)).isEmpty();
      Outcome again = bundle.step().take(reference);
      assertThat(again.differenceFrom(bundle.expected(), true)).isEmpty();
      assertThat(again.differenceFrom(bundle.got(), true)).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"inputs\" : 25', '\"inputs\" : 2147483647', be 34359738352 values",
    "'\"inputs\" : 25', '\"inputs\" : 0', at least 1 x 1",
    "'\"outputs\" : 7', '\"outputs\" : 8', gives 8 outputs",
    "'\"outputs\" : 10', '\"outputs\" : 9', is not below the 9 classes",
    "'\"outputs\" : 10', '\"outputs\" : 1000000', impossible network",
    "'\"lr\" : 0.5', '\"lr\" : -1', --lr must be",
    "'\"format\" : 1', '\"format\" : 2', not of format 1",
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

  private void refused(String named) {
    assertThatThrownBy(() -> Bundle.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " is no usable bundle: ")
        .hasMessageContaining(named);
  }
}
