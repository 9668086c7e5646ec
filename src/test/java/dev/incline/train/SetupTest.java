package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.wording.InvalidOptionException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupTest {
  private static final Network MLP = Network.mlp(784, List.of(128), 10, Activation.SIGMOID);
  private static final long MIB = 1 << 20;

  private static Setup of(int batch, int rows, long total, long piece) {
    TrainOptions options =
        new TrainOptions(
            1, batch, Recipe.of(new Sgd(0.1, 0)), Initializer.parse("xavier"), 42, 0.2);
    try (Backend nominal = new ReferenceBackend()) { // without gaps or padding
      return Setup.of(
          MLP, options, rows, 10_000, byte[].class, true, nominal, new Capacity(total, piece));
    }
  }

  /** 70,000 rows of 784 pixels: 52.3 MiB, and some for all the rest. */
  @Test
  void whatFitsStays() {
    assertThat(of(64, 60_000, 70 * MIB, 70 * MIB).isStreamed()).isFalse();
    assertThat(of(64, 60_000, Long.MAX_VALUE, Long.MAX_VALUE).isStreamed()).isFalse();
    assertThat(of(64, 60_000, 56 * MIB, 56 * MIB).isStreamed()).isTrue();
  }

  @Test
  void aChunkIsWholeBatchesOfOneAndAHalfMebibytes() {
    assertThat(of(64, 60_000, 32 * MIB, 32 * MIB).chunk()).isEqualTo(31 * 64);
    assertThat(of(1, 60_000, 32 * MIB, 32 * MIB).chunk()).isEqualTo(2006);
  }

  @Test
  void orOfSixteenBatchesUpToEightMebibytes() {
    assertThat(of(512, 60_000, 32 * MIB, 32 * MIB).chunk()).isEqualTo(16 * 512);
    assertThat(of(1000, 60_000, 32 * MIB, 32 * MIB).chunk()).isEqualTo(10_000);
  }

  @Test
  void theChunkShrinksUntilItFits() {
    int before = Integer.MAX_VALUE;
    for (long total : new long[] {17 * MIB, 15 * MIB, 13 * MIB, 11 * MIB, 9 * MIB}) {
      int chunk = of(512, 60_000, total, total).chunk();
      assertThat(chunk).isPositive().isLessThan(before);
      assertThat(chunk % 512).isZero();
      before = chunk;
    }
  }

  @Test
  void aPieceTooLargeIsReasonEnoughToStream() {
    assertThat(of(64, 60_000, Long.MAX_VALUE, 54 * MIB).isStreamed()).isFalse();
    assertThat(of(64, 60_000, Long.MAX_VALUE, 40 * MIB).isStreamed()).isTrue();
    assertThat(of(64, 60_000, Long.MAX_VALUE, MIB).chunk()).isLessThan(1338);
  }

  @Test
  void aBatchLargerThanAChunkIsAChunk() {
    assertThat(of(20_000, 60_000, 200 * MIB, 200 * MIB).isStreamed()).isFalse();
    assertThat(of(20_000, 60_000, 160 * MIB, 160 * MIB).chunk()).isEqualTo(20_000);
  }

  @Test
  void whatCannotBeStreamedEitherIsToldWithItsParts() {
    assertThatThrownBy(() -> of(64, 60_000, MIB, MIB))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("784-128-10 sigmoid at --batch 64 needs at least")
        .hasMessageContaining("on the reference's loops, but there are 1.0 MiB")
        .hasMessageContaining("weights 397.5 KiB")
        .hasMessageContaining("rows 98.1 KiB")
        .hasMessageContaining("order and losses 820.3 KiB")
        .hasMessageContaining("--device-memory");
    assertThatThrownBy(() -> of(4096, 60_000, 1000 * MIB, 10 * MIB))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("one piece may have 10.0 MiB, and X [4096 x 784] has 12.3 MiB");
  }

  @Test
  void aBatchBeyondAnArrayIsRefused() {
    Network wide = Network.mlp(784, List.of(16_384), 10, Activation.SIGMOID);
    TrainOptions options =
        new TrainOptions(
            1, 1_000_000, Recipe.of(new Sgd(0.1, 0)), Initializer.parse("xavier"), 42, 0.2);
    assertThatThrownBy(
            () ->
                Setup.of(
                    wide,
                    options,
                    250_000,
                    10,
                    byte[].class,
                    true,
                    new ReferenceBackend(),
                    Capacity.UNLIMITED))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--batch 200,000 of rows of up to 16,384 values")
        .hasMessageContaining("smaller --batch or --hidden");
  }
}
