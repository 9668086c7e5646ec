package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClObject;
import dev.incline.backend.opencl.cl.Gate;
import dev.incline.plan.Slot;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * With a gate in the queue, so that what is behind it is not done before it opens. Package opencl.
 */
class QueuedWorkTest {
  private static final Slot<byte[]> A = Slot.bytes("a", 1, 4);
  private static final Slot<byte[]> B = Slot.bytes("b", 1, 4);

  private ClContext context;
  private QueuedWork queued;
  private Gate gate;

  @BeforeEach
  void openContext() {
    context = new ClContext(TestDevices.all().get(0));
    queued = new QueuedWork(context);
    gate = new Gate(context);
  }

  @AfterEach
  void closeContext() {
    gate.open();
    queued.done();
    context.close();
    gate.close();
  }

  @Test
  void aSlotThatOnlyEarlierWorkUsesIsWrittenWhileLaterWorkGoesOn() throws Exception {
    try (ClBuffer buffer = new ClBuffer(context, "a", "uchar", 4)) {
      queued.run(Set.of(A));
      queued.run(Set.of(B));
      gate.queue();
      CompletableFuture<Boolean> written =
          CompletableFuture.supplyAsync(
              () -> {
                boolean free = queued.free(A);
                context.upload(buffer, new byte[] {1, 2, 3, 4});
                return free;
              });
      assertThat(written.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(queued.free(B)).isFalse();
      gate.open();
      byte[] read = new byte[4];
      context.read(buffer, read);
      assertThat(read).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aSlotIsNotFreeBeforeTheWorkThatUsesItIsDone() throws Exception {
    queued.run(Set.of(A));
    gate.queue();
    queued.run(Set.of(B));
    CompletableFuture<Boolean> free = CompletableFuture.supplyAsync(() -> queued.free(A));
    assertThatThrownBy(() -> free.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    gate.open();
    assertThat(free.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatTheLastWorkUsesIsNotFreeAndEverythingIsOnceAllIsDone() {
    queued.run(Set.of(A));
    queued.use(B);
    assertThat(queued.free(A)).isFalse();
    assertThat(queued.free(B)).isFalse();
    queued.done();
    assertThat(queued.free(A)).isTrue();
    assertThat(queued.free(B)).isTrue();
  }

  /** Beyond so many stretches the last one goes on: fewer slots are free, never more. */
  @Test
  void manyStretchesAreKeptWithinBounds() {
    long before = ClObject.live();
    for (int i = 0; i < 100; i++) {
      queued.run(Set.of(Slot.bytes("s" + i, 1, 1)));
    }
    assertThat(ClObject.live() - before).isEqualTo(8);
    assertThat(queued.free(Slot.bytes("s50", 1, 1))).isFalse();
    assertThat(queued.free(Slot.bytes("s3", 1, 1))).isTrue();
    assertThat(ClObject.live() - before).isEqualTo(4);
    queued.done();
    assertThat(ClObject.live()).isEqualTo(before);
  }
}
