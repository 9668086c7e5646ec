package dev.incline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.model.Activation;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Ops check their shapes; what they read and write is what a plan checks them by. */
class OpTest {
  private static final Slot<float[]> A = Slot.floats("a", 2, 3);
  private static final Slot<float[]> B = Slot.floats("b", 3, 4);
  private static final Slot<float[]> C = Slot.floats("c", 2, 4);
  private static final Slot<byte[]> IMAGES = Slot.bytes("images", 9, 3);
  private static final Slot<byte[]> LABELS = Slot.bytes("labels", 9, 1);
  private static final Slot<int[]> ORDER = Slot.ints("order", 1, 5);
  private static final Slot<float[]> LOSS = Slot.floats("loss", 1, 5);
  private static final Slot<int[]> PREDICTION = Slot.ints("prediction", 1, 5);

  @Test
  void slotsHaveASizeThatFitsAnArray() {
    assertThat(Slot.floats("x", 2, 3).size()).isEqualTo(6);
    assertThat(A.elementBytes()).isEqualTo(4);
    assertThat(ORDER.elementBytes()).isEqualTo(4);
    assertThat(IMAGES.elementBytes()).isEqualTo(1);
    assertThat(Slot.bytes("x", 1, Integer.MAX_VALUE - 64).size()).isEqualTo(Integer.MAX_VALUE - 64);
    refuses(() -> Slot.bytes("x", 1, Integer.MAX_VALUE - 63), "slot x cannot be");
    refuses(() -> Slot.bytes("x", 1 << 16, 1 << 16), "slot x cannot be");
    refuses(() -> Slot.floats("x", 0, 1), "slot x cannot be 0 x 1");
    refuses(() -> Slot.floats("x", 1, 0), "slot x cannot be 1 x 0");
  }

  @Test
  void aProductKnowsItsSizesUnderEveryTranspose() {
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        Slot<float[]> a = transA ? Slot.floats("a", 3, 2) : A;
        Slot<float[]> b = transB ? Slot.floats("b", 4, 3) : B;
        MatMul op = new MatMul(a, b, C, transA, transB, 1, 0, Epilogue.NONE);
        assertThat(List.of(op.m(), op.n(), op.k())).containsExactly(2, 4, 3);
        assertThat(op.formula())
            .isEqualTo("c = a%s b%s".formatted(transA ? "ᵀ" : "", transB ? "ᵀ" : ""));
        assertThat(op.samples() + op.batch()).isZero();
        refuses(() -> new MatMul(a, b, C, !transA, transB, 1, 0, Epilogue.NONE), "inner sizes");
        refuses(() -> new MatMul(a, b, C, transA, !transB, 1, 0, Epilogue.NONE), "inner sizes");
      }
    }
  }

  @Test
  void aProductThatDoesNotFitIsRefused() {
    refuses(() -> product(A, B, Slot.floats("c", 3, 4), Epilogue.NONE), "does not fit c [3 x 4]");
    refuses(() -> product(A, B, Slot.floats("c", 2, 3), Epilogue.NONE), "does not fit c [2 x 3]");
    Slot<float[]> square = Slot.floats("s", 2, 2);
    Slot<float[]> other = Slot.floats("o", 2, 2);
    refuses(() -> product(square, other, square, Epilogue.NONE), "s [2 x 2] is overwritten");
    refuses(() -> product(other, square, square, Epilogue.NONE), "s [2 x 2] is overwritten");
    refuses(
        () -> product(A, B, C, new Epilogue.Forward(Slot.floats("v", 1, 3), Activation.RELU)),
        "v [1 x 3] does not fit the columns of c");
    for (Slot<float[]> wrong : List.of(Slot.floats("h", 1, 4), Slot.floats("h", 2, 3))) {
      refuses(
          () -> product(A, B, C, new Epilogue.Gradient(Activation.RELU, wrong)), "does not fit c");
    }
    refuses(() -> product(A, B, C, new Epilogue.Gradient(Activation.RELU, C)), "is overwritten");
  }

  @Test
  void aProductReadsWhatItsEpilogueNeeds() {
    Slot<float[]> bias = Slot.floats("v", 1, 4);
    Slot<float[]> output = Slot.floats("h", 2, 4);
    assertThat(product(A, B, C, Epilogue.NONE).reads()).isEqualTo(List.of(A, B));
    Op biased = product(A, B, C, new Epilogue.Forward(bias, Activation.RELU));
    assertThat(biased.reads()).isEqualTo(List.of(A, B, bias));
    assertThat(biased.formula()).isEqualTo("c = a b + v -> relu");
    Op gradient = product(A, B, C, new Epilogue.Gradient(Activation.RELU, output));
    assertThat(gradient.reads()).isEqualTo(List.of(A, B, output));
    Op added = new MatMul(A, B, C, false, false, 2, 3, Epilogue.NONE);
    assertThat(added.reads()).isEqualTo(List.of(A, B, C));
    assertThat(added.writes()).isEqualTo(List.of(C));
    assertThat(added.formula()).isEqualTo("c = 3 · c + 2 · a b");
  }

  /** A is [2 x 3], so that aᵀ b has chains of two rows. */
  @Test
  void sumsOverSomeRows() {
    Slot<float[]> b = Slot.floats("b", 2, 4);
    Slot<float[]> c = Slot.floats("c", 3, 4);
    MatMul last = new MatMul(A, b, c, true, false, 1, 1, 1, 1, Epilogue.NONE);
    assertThat(last.formula()).isEqualTo("c = c + a[1..2]ᵀ b[1..2]");
    assertThat(last.kind()).startsWith("MatMul aᵀ b of rows + c");
    MatMul all = new MatMul(A, b, c, true, false, 1, 0, Epilogue.NONE);
    assertThat(all.kind()).startsWith("MatMul aᵀ b ->");
    assertThat(all).isEqualTo(new MatMul(A, b, c, true, false, 0, 2, 1, 0, Epilogue.NONE));
    for (int[] rows : new int[][] {{-1, 2}, {0, 0}, {0, 3}, {1, 2}, {2, 1}}) {
      refuses(
          () -> new MatMul(A, b, c, true, false, rows[0], rows[1], 1, 0, Epilogue.NONE),
          "there are no such rows of a [2 x 3]");
      refuses(
          () -> new ColumnSums(A, Slot.floats("s", 1, 3), rows[0], rows[1], 1, 0),
          "there are no such rows of a [2 x 3]");
    }
    refuses(
        () -> new MatMul(A, B, C, false, false, 1, 2, 1, 0, Epilogue.NONE),
        "there are no such rows of a [2 x 3]");
    assertThat(new ColumnSums(A, Slot.floats("s", 1, 3), 1, 1, 1, 1).formula())
        .isEqualTo("s = s + column sums of a[1..2]");
  }

  @Test
  void whatIsAddedIsAsLargeAsTheSum() {
    Slot<float[]> sum = Slot.floats("sum", 2, 3);
    assertThat(new Add(A, sum).formula()).isEqualTo("sum = sum + a");
    assertThat(new Add(A, sum).reads()).isEqualTo(List.of(sum, A));
    refuses(() -> new Add(B, sum), "does not fit sum [2 x 3]");
    refuses(() -> new Add(A, A), "is overwritten");
  }

  @Test
  void columnSumsFitOneRow() {
    Slot<float[]> sums = Slot.floats("s", 1, 3);
    assertThat(new ColumnSums(A, sums, 1, 0).reads()).isEqualTo(List.of(A));
    assertThat(new ColumnSums(A, sums, 2, 0.5f).reads()).isEqualTo(List.of(A, sums));
    assertThat(new ColumnSums(A, sums, 2, 0.5f).formula())
        .isEqualTo("s = 0.5 · s + 2 · column sums of a");
    refuses(() -> new ColumnSums(A, Slot.floats("s", 2, 3), 1, 0), "s [2 x 3] does not fit");
    refuses(() -> new ColumnSums(A, Slot.floats("s", 1, 2), 1, 0), "s [1 x 2] does not fit");
    refuses(() -> new ColumnSums(sums, sums, 1, 0), "is overwritten");
  }

  @Test
  void gatheringTakesAsManyRowsAsThereAreInTheOrder() {
    GatherRows op = new GatherRows(IMAGES, ORDER, Slot.floats("x", 5, 3));
    assertThat(op.samples()).isEqualTo(5);
    assertThat(op.batch()).isEqualTo(5);
    assertThat(op.reads()).isEqualTo(List.of(IMAGES, ORDER));
    refuses(() -> new GatherRows(IMAGES, ORDER, Slot.floats("x", 6, 3)), "is longer than order");
    refuses(() -> new GatherRows(IMAGES, ORDER, Slot.floats("x", 5, 2)), "takes rows of images");
  }

  @Test
  void theLossFitsItsOrder() {
    Slot<float[]> logits = Slot.floats("z", 5, 4);
    Slot<float[]> gradient = Slot.floats("dz", 5, 4);
    Op op = loss(logits, gradient, Activation.RELU, LOSS, PREDICTION);
    assertThat(op.reads()).isEqualTo(List.of(logits, LABELS, ORDER));
    assertThat(op.writes()).isEqualTo(List.of(gradient, LOSS, PREDICTION));
    assertThat(op.samples()).isEqualTo(5);
    assertThat(op.batch()).isEqualTo(5);
    assertThat(loss(logits, null, Activation.RELU, LOSS, PREDICTION).writes())
        .isEqualTo(List.of(LOSS, PREDICTION));
    refuses(
        () -> loss(logits, gradient, Activation.SIGMOID, LOSS, PREDICTION), "cannot be sigmoid");
    refuses(
        () -> loss(Slot.floats("z", 6, 4), null, Activation.RELU, LOSS, PREDICTION), "is longer");
    refuses(
        () -> loss(logits, null, Activation.RELU, Slot.floats("l", 1, 4), PREDICTION), "l [1 x 4]");
    refuses(() -> loss(logits, null, Activation.RELU, LOSS, Slot.ints("p", 1, 4)), "p [1 x 4]");
    refuses(
        () -> loss(logits, Slot.floats("dz", 4, 4), Activation.RELU, LOSS, PREDICTION),
        "dz [4 x 4]");
    refuses(
        () -> loss(logits, Slot.floats("dz", 5, 3), Activation.RELU, LOSS, PREDICTION),
        "dz [5 x 3]");
    refuses(() -> loss(logits, logits, Activation.RELU, LOSS, PREDICTION), "is overwritten");
  }

  /** What an update reads and writes is as large as its parameter, and none is another. */
  @Test
  void anUpdateWantsSlotsOfOneShapeAndNoneTwice() {
    Slot<float[]> w = Slot.floats("w", 4, 3);
    Slot<float[]> g = Slot.floats("g", 4, 3);
    Slot<float[]> v = Slot.floats("v", 4, 3);
    Slot<float[]> other = Slot.floats("other", 3, 4);
    Slot<float[]> scalars = Slot.floats("scalars", 3, 9);
    new AdamUpdate(g, v, Slot.floats("s", 4, 3), w, scalars, 0.1f, 0.1f, 1e-8f, 0, false);
    refuses(() -> new SgdUpdate(other, w, scalars, 0), "other [3 x 4] does not fit w [4 x 3]");
    refuses(() -> new SgdUpdate(w, w, scalars, 0), "w [4 x 3] is overwritten");
    refuses(() -> new MomentumUpdate(g, other, w, scalars, 0.9f, 0, false), "other [3 x 4]");
    refuses(() -> new MomentumUpdate(g, g, w, scalars, 0.9f, 0, false), "g [4 x 3] is overwritten");
    refuses(
        () -> new AdamUpdate(g, v, v, w, scalars, 0.1f, 0.1f, 1e-8f, 0, false),
        "v [4 x 3] is overwritten");
  }

  private static Op product(Slot<float[]> a, Slot<float[]> b, Slot<float[]> c, Epilogue epilogue) {
    return new MatMul(a, b, c, false, false, 1, 0, epilogue);
  }

  private static Op loss(
      Slot<float[]> logits,
      Slot<float[]> gradient,
      Activation gate,
      Slot<float[]> loss,
      Slot<int[]> prediction) {
    return new SoftmaxCrossEntropy(logits, LABELS, ORDER, gradient, gate, 0.2f, loss, prediction);
  }

  private static void refuses(ThrowingCallable making, String why) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
