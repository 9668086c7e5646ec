package dev.incline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.model.Adam;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.shadow.ShadowedTraining.Fault;
import dev.incline.train.ShadowRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shadow is an oracle: it must see one flipped bit in a step it takes again. */
class ShadowTest {
  private static final Slot<float[]> W2 =
      Parameters.of(ShadowedTraining.NETWORK).get(1).weight(); // [7 x 10]
  private static final Slot<float[]> LOSS = Slot.floats("training.loss", 1, 50);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"1", "1/3", "1/200"})
  void changesNothingOfATraining(String share) throws IOException {
    ShadowedTraining training = ShadowedTraining.of(folder, share, List.of(), null);
    assertThat(training.result().finalSha256())
        .isEqualTo(ShadowedTraining.unshadowed().finalSha256());
    long steps = share.equals("1") ? ShadowedTraining.STEPS : share.equals("1/3") ? 3 : 1;
    String text = ShadowInterval.parse(share).toString();
    assertThat(training.shadow()).isEqualTo(new ShadowRecord(text, steps, steps, "bit-equal"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7})
  void aFlippedBitInAShadowedStepEndsTheTraining(int step) {
    assertThatThrownBy(() -> train("1/3", List.of(), Fault.flip(step, W2, 23)))
        .isInstanceOf(BreachException.class)
        .hasMessageStartingWith("step %d of the training on a device".formatted(step))
        .hasMessageContaining("W2 at row 2, column 3 is ")
        .hasMessageContaining("Taken again on the device the step is right")
        .hasMessageContaining(bundle(step).toString());
    assertThat(bundle(step)).exists();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6, 8})
  void aFaultBetweenShadowedStepsIsNotSeen(int step) throws IOException {
    ShadowedTraining training = train("1/3", List.of(), new Fault(step, W2, 23, -1));
    assertThat(training.shadow().bitEqual()).isEqualTo(3);
    assertThat(training.result().finalSha256())
        .isNotEqualTo(ShadowedTraining.unshadowed().finalSha256());
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** Step 4 is the shorter last one of its epoch: positions 48 and 49. */
  @Test
  void theLossesOfAnEpochsLastStepAreComparedToo() {
    assertThatThrownBy(() -> train("1", List.of(), Fault.flip(4, LOSS, 49)))
        .isInstanceOf(BreachException.class)
        .hasMessageStartingWith("step 4 of")
        .hasMessageContaining("loss at row 0, column 1 is ");
  }

  @Test
  void onADeviceThatCannotGiveTheBitsRoundingIsNoBreach() throws IOException {
    List<String> deviations = List.of("flushes denormals");
    ShadowedTraining training = train("1", deviations, Fault.flip(4, W2, 23));
    assertThat(training.shadow()).isEqualTo(new ShadowRecord("1/1", 8, 7, "within bounds"));
    assertThatThrownBy(() -> train("1", deviations, new Fault(4, W2, 23, 1.01f)))
        .isInstanceOf(BreachException.class)
        .hasMessageContaining("W2 at row 2, column 3 is ");
  }

  /** What an optimizer keeps is compared too, and a rate that is not the step's is seen. */
  @Test
  void theStateOfAnOptimizerIsCompared() throws IOException {
    Adam adam = new Adam(0.1, 1e-3, 0.9, 0.99, 1e-7, false);
    ShadowedTraining training = ShadowedTraining.of(folder, "1", List.of(), null, adam);
    assertThat(training.shadow()).isEqualTo(new ShadowRecord("1/1", 8, 8, "bit-equal"));
    Slot<float[]> m2 = Slot.floats("M2", 7, 10);
    assertThatThrownBy(
            () -> ShadowedTraining.of(folder, "1", List.of(), Fault.flip(6, m2, 23), adam))
        .isInstanceOf(BreachException.class)
        .hasMessageStartingWith("step 6 of the training on a device")
        .hasMessageContaining("M2 at row 2, column 3 is ");
    Slot<float[]> scalars = Slot.floats("training.order.scalars", 3, 50);
    Fault late = new Fault(5, scalars, 16, 1.5f); // of step 6
    assertThatThrownBy(() -> ShadowedTraining.of(folder, "1", List.of(), late, adam))
        .isInstanceOf(BreachException.class)
        .hasMessageStartingWith("step 6 of");
  }

  private ShadowedTraining train(String share, List<String> deviations, Fault fault)
      throws IOException {
    return ShadowedTraining.of(folder, share, deviations, fault);
  }

  private Path bundle(int step) {
    return folder.resolve("breach-step-%d.bundle.npz".formatted(step));
  }
}
