package dev.incline.backend.opencl.compile;

/**
 * What a device's compiler gets for a launch.
 *
 * @param file where the source lies, for people
 * @param source all of it: no file is included any more
 * @param options of the build
 * @param kernel that is launched
 */
public record ProgramText(String file, String source, String options, String kernel) {
  /** Of the kernel file of this name. */
  static ProgramText of(String name, KernelSources sources, String options) {
    String file = name + ".cl";
    return new ProgramText(sources.place(file), sources.read(file), options, name);
  }

  static ProgramText of(Fusion fusion, KernelSources sources, String options) {
    return new ProgramText(fusion.name(), fusion.source(sources), options, "fused");
  }

  static ProgramText of(GroupFusion fusion, KernelSources sources, String options) {
    return new ProgramText(fusion.name(), fusion.source(sources), options, "fused");
  }
}
