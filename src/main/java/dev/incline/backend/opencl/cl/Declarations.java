package dev.incline.backend.opencl.cl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The functions of OpenCL that kernels use, declared in place of Clang's {@code opencl-c.h}. PoCL
 * reads all 18,000 lines of that header for each program, which takes 0.08 s of the 0.1 s of a
 * small one. So a process of many short tests names a file of the few that are used: {@code
 * -Dincline.declarations=FILE}. Only PoCL 3.1 gets it: where another has its header is not known.
 */
final class Declarations {
  private static final String TEXT = read(System.getProperty("incline.declarations", ""));

  private Declarations() {}

  private static String read(String file) {
    try {
      return file.isEmpty() ? "" : Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean replaceHeader(ClDevice device) {
    return !TEXT.isEmpty()
        && device.platform().equals(KernelCache.POCL)
        && device.driver().startsWith("3.1");
  }

  /** A source with them before it. */
  static String before(String source, ClDevice device) {
    return replaceHeader(device) ? TEXT + "#line 1\n" + source : source;
  }

  /** Options by which the header is empty: it looks whether it was read before. */
  static String options(String options, ClDevice device) {
    return replaceHeader(device) ? options + " -D_OPENCL_H_" : options;
  }
}
