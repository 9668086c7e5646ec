package dev.incline.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.GatherRows;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every backend promises. A backend's own test says how to open it and inherits the rest. */
public abstract class BackendContract {
  private static final Slot<float[]> A = Slot.floats("a", 2, 3);
  private static final Slot<float[]> SUMS = Slot.floats("sums", 1, 3);

  private Backend backend;

  protected abstract Backend open();

  /** Whether a zero has the sign that IEEE 754 gives it; an emulated fma may get it wrong. */
  protected boolean keepsSignsOfZeros() {
    return true;
  }

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  @Test
  void hasAName() {
    assertThat(backend.name()).isNotBlank();
  }

  @Test
  void memoryStartsAsZeros() {
    assertThat(backend.read(A)).containsExactly(0, 0, 0, 0, 0, 0);
    assertThat(backend.read(Slot.ints("i", 1, 2))).containsExactly(0, 0);
    assertThat(backend.read(Slot.bytes("b", 1, 3))).containsExactly(0, 0, 0);
  }

  @Test
  void whatIsWrittenIsReadBackAndBothAreCopies() {
    float[] written = {1, -2, 3.5f, -0f, Float.MIN_VALUE, Float.POSITIVE_INFINITY};
    float[] original = written.clone();
    backend.write(A, written);
    written[0] = 99;
    float[] read = backend.read(A);
    assertThat(read).containsExactly(original);
    read[1] = 99;
    assertThat(backend.read(A)).containsExactly(original);
  }

  @Test
  void intsAndBytesAreKeptAsTheyAre() {
    Slot<int[]> ints = Slot.ints("i", 1, 3);
    Slot<byte[]> bytes = Slot.bytes("b", 3, 1);
    backend.write(ints, new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE});
    backend.write(bytes, new byte[] {-128, 0, 127});
    assertThat(backend.read(ints)).containsExactly(Integer.MIN_VALUE, 0, Integer.MAX_VALUE);
    assertThat(backend.read(bytes)).containsExactly(-128, 0, 127);
  }

  @Test
  void slotsOfTheSameNameAndAnotherShapeAreOtherMemory() {
    backend.write(A, new float[] {1, 2, 3, 4, 5, 6});
    assertThat(backend.read(Slot.floats("a", 3, 2))).containsOnly(0f);
  }

  @Test
  void releasedMemoryStartsAsZerosAndOtherSlotsKeepTheirs() {
    backend.write(A, new float[] {1, 2, 3, 4, 5, 6});
    backend.write(SUMS, new float[] {1, 1, 1});
    try (Executable add = backend.compile(Plan.of(new ColumnSums(A, SUMS, 1f, 1f)))) {
      add.run(0);
    }
    backend.release(List.of(A, Slot.floats("never used", 2, 2)));
    assertThat(backend.read(SUMS)).containsExactly(6, 8, 10);
    assertThat(backend.read(A)).containsOnly(0f);
    backend.write(A, new float[] {1, 0, 0, 0, 0, 1});
    backend.compile(Plan.of(new ColumnSums(A, SUMS, 1f, 1f))).run(0);
    assertThat(backend.read(SUMS)).containsExactly(7, 8, 11);
  }

  @Test
  void anArrayOfTheWrongSizeIsRefusedWithTheSlotAndItsSize() {
    assertThatThrownBy(() -> backend.write(A, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a [2 x 3]")
        .hasMessageContaining("6");
  }

  @Test
  void workHappensInTheOrderItWasAskedFor() {
    backend.write(A, new float[] {1, 2, 3, 4, 5, 6});
    Executable add = backend.compile(Plan.of(new ColumnSums(A, SUMS, 1f, 1f)));
    add.run(0);
    add.run(0);
    float[] twice = backend.read(SUMS);
    backend.write(SUMS, new float[] {0, 0, 100});
    add.run(0);
    assertThat(twice).containsExactly(10, 14, 18);
    assertThat(backend.read(SUMS)).containsExactly(5, 7, 109);
  }

  @Test
  void aWriteWaitsForEarlierRunsOverItsSlotWhateverRanSince() {
    Slot<float[]> b = Slot.floats("b", 2, 3);
    Slot<float[]> others = Slot.floats("others", 1, 3);
    Executable overA = backend.compile(Plan.of(new ColumnSums(A, SUMS, 1f, 1f)));
    Executable overB = backend.compile(Plan.of(new ColumnSums(b, others, 1f, 1f)));
    for (int i = 1; i <= 30; i++) {
      backend.write(A, new float[] {i, 0, -i, 0, 2 * i, 0});
      overA.run(0);
      backend.write(b, new float[] {0, i, 0, 0, 0, 3});
      overB.run(0);
    }
    assertThat(backend.read(SUMS)).containsExactly(465, 930, -465);
    assertThat(backend.read(others)).containsExactly(0, 465, 90);
  }

  @Test
  void aCursorChoosesTheSamplesAndOneOutOfRangeIsRefused() {
    Slot<byte[]> images = Slot.bytes("images", 3, 2);
    Slot<int[]> order = Slot.ints("order", 1, 4);
    Slot<float[]> out = Slot.floats("out", 2, 2);
    backend.write(images, new byte[] {51, 102, (byte) 153, (byte) 204, (byte) 255, 51});
    backend.write(order, new int[] {2, 1, 0, 2});
    Executable gather = backend.compile(Plan.of(new GatherRows(images, order, out)));
    gather.run(1);
    assertThat(backend.read(out)).containsExactly(0.6f, 0.8f, 0.2f, 0.4f);
    gather.run(2);
    assertThat(backend.read(out)).containsExactly(0.2f, 0.4f, 1f, 0.2f);
    for (int cursor : new int[] {-1, 3}) {
      assertThatThrownBy(() -> gather.run(cursor))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("cursor " + cursor);
    }
  }

  @Test
  void runsAskedForTogetherAreRunsOneAfterTheOther() {
    Slot<float[]> b = Slot.floats("b", 2, 3);
    Slot<float[]> others = Slot.floats("others", 1, 3);
    backend.write(A, new float[] {1, 2, 3, 4, 5, 6});
    backend.write(b, new float[] {1, 0, 0, 0, 0, 2});
    Executable add =
        backend.compile(
            new Plan(
                "two sums",
                Set.of(A, b, SUMS, others),
                List.of(new ColumnSums(A, SUMS, 1f, 1f), new ColumnSums(b, others, 1f, 1f))));
    add.run(0, 100, 0);
    assertThat(backend.read(SUMS)).containsExactly(500, 700, 900);
    assertThat(backend.read(others)).containsExactly(100, 0, 200);
  }

  @Test
  void anEvaluationAskedForAtOnceReachesEverySample() {
    Source source = Source.of("rows", 9, 3, 9);
    backend.write(
        source.images(),
        new byte[] {
          9, 0, 3, 1, 5, 7, 0, 0, 2, 8, 1, 1, 0, 4, 4, 6, 0, 9, 2, 2, 2, 0, 7, 1, 5, 5, 0
        });
    backend.write(source.labels(), new byte[] {0, 1, 2, 0, 1, 2, 0, 1, 2});
    backend.write(source.order(), new int[] {8, 6, 7, 0, 1, 2, 5, 4, 3});
    Network network = Network.mlp(3, List.of(5), 3, Activation.SIGMOID);
    Executable evaluation = backend.compile(Planner.evaluation(network, source, 3));
    evaluation.run(0, 3, 3);
    float[] loss = backend.read(source.loss());
    assertThat(loss).as("weights of 0 make every loss ln 3").containsOnly(loss[0]);
    assertThat(loss[0]).isBetween(1.098f, 1.099f);
  }

  @Test
  void all256PixelsAreDividedCorrectly() {
    Slot<byte[]> images = Slot.bytes("images", 1, 256);
    Slot<int[]> order = Slot.ints("order", 1, 1);
    Slot<float[]> out = Slot.floats("out", 1, 256);
    byte[] pixels = new byte[256];
    float[] quotients = new float[256];
    for (int i = 0; i < 256; i++) {
      pixels[i] = (byte) i;
      quotients[i] = i / 255f;
    }
    backend.write(images, pixels);
    backend.compile(Plan.of(new GatherRows(images, order, out))).run(0);
    float[] divided = backend.read(out);
    if (!keepsSignsOfZeros()) {
      divided[0] += 0f; // -0 becomes 0
    }
    assertThat(divided).containsExactly(quotients);
  }

  @Test
  void closingTwiceIsClosingOnce() {
    backend.close();
    backend.close();
  }
}
