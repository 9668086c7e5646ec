package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;

/** Programs that tests look into. */
public final class ProgramTexts {
  private ProgramTexts() {}

  /** Of a launch, as the device gets it. */
  public static ProgramText of(Launch launch, KernelSources sources, ClDevice device) {
    if (launch instanceof KernelCall call) {
      return ProgramText.of(call.name(), sources, call.defines().options(device));
    }
    String options = new Defines().options(device);
    return launch instanceof Fusion fusion
        ? ProgramText.of(fusion, sources, options)
        : ProgramText.of((GroupFusion) launch, sources, options);
  }
}
