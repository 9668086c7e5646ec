package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** A vendor's back end. It needs no device. */
interface VendorCompiler {
  /** Of multiply-adds among the instructions of a product's inner loop. */
  default double leastShare() {
    return 0.6;
  }

  /** Sums of a work-item from which on that share is demanded: blocks of 4x2. */
  default int leastSums() {
    return 8;
  }

  /** What it needs and is not here, each with the Debian package that has it. */
  List<String> missing();

  /**
   * Builds a program.
   *
   * @param targets GPUs, as the compiler calls them
   * @param folder for its files, empty
   * @throws BuildFailure with the compiler's messages
   */
  List<Built> build(ProgramText program, Collection<String> targets, Path folder)
      throws IOException;

  /** A program that does not compile. */
  final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BuildFailure(String messages) {
      super(messages);
    }
  }
}
