package dev.incline.backend.opencl.cl;

/** A program does not build, or lacks its kernel: the device computed nothing, right or wrong. */
public final class ClBuildException extends ClException {
  ClBuildException(String message) {
    super(message);
  }

  ClBuildException(ClException failure, String advice) {
    super(failure, advice);
  }
}
