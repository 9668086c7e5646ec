package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.plan.Slot;
import java.util.function.Function;

/** What a kernel and its tile function take. */
sealed interface Argument {
  /**
   * Makes this the kernel's next argument.
   *
   * @param memory of a slot
   */
  void giveTo(ClKernel kernel, Function<Slot<?>, ClBuffer> memory);

  /** Device memory. */
  record Memory(Slot<?> slot) implements Argument {
    @Override
    public void giveTo(ClKernel kernel, Function<Slot<?>, ClBuffer> memory) {
      kernel.with(memory.apply(slot));
    }
  }

  /** A size. */
  record Whole(int value) implements Argument {
    @Override
    public void giveTo(ClKernel kernel, Function<Slot<?>, ClBuffer> memory) {
      kernel.with(value);
    }
  }

  /** A factor. */
  record Real(float value) implements Argument {
    @Override
    public void giveTo(ClKernel kernel, Function<Slot<?>, ClBuffer> memory) {
      kernel.with(value);
    }
  }

  /** The cursor of the run. */
  record Cursor() implements Argument {
    @Override
    public void giveTo(ClKernel kernel, Function<Slot<?>, ClBuffer> memory) {
      kernel.withCursor();
    }
  }
}
