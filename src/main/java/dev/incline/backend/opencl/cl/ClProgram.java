package dev.incline.backend.opencl.cl;

import java.util.List;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** A kernel file built for a device with some defines. */
public final class ClProgram extends ClObject {
  /** A place in the source: {@code matmul.cl:12:3: error:}, {@code error: matmul.cl:12:3:}. */
  private static final Pattern IN_SOURCE =
      Pattern.compile(":\\d+(:\\d+)?: (fatal )?error:|error: [^:\n]+:\\d+:\\d+[: ]");

  private final cl_program program;
  private final String title;
  private final String options;
  private final String source;

  /**
   * @param file where the source lies, for people
   * @throws ClBuildException with device, file, options and the compiler's log when it does not
   *     build
   */
  ClProgram(ClContext context, String file, String source, String options) {
    super(context.device(), context);
    this.title = file + " " + options;
    this.options = options;
    this.source = source;
    try {
      String[] text = {Declarations.before(source, device())};
      this.program =
          Cl.call(
              device(),
              "clCreateProgramWithSource",
              " for " + file,
              () -> CL.clCreateProgramWithSource(context.handle(), 1, text, null, null));
    } catch (ClException e) {
      forget();
      throw e;
    }
    try {
      cl_device_id[] devices = {device().handle().device};
      String built = Declarations.options(options, device());
      Cl.run(
          device(),
          "clBuildProgram",
          " of " + file,
          () -> CL.clBuildProgram(program, 1, devices, built, null, null));
    } catch (ClException e) {
      boolean hasLog = e.status() == CL.CL_BUILD_PROGRAM_FAILURE;
      String log = hasLog ? BuildLog.located(log(device()), source) : "";
      close();
      if (!hasLog) {
        throw new ClBuildException(e, device().cacheAdvice());
      }
      String advice = IN_SOURCE.matcher(log).find() ? "" : device().cacheAdvice();
      throw new ClBuildException(
          "%s does not build on %s with '%s':%n%s"
              .formatted(file, device().title(), options, (log.strip() + "\n" + advice).strip()));
    }
  }

  /** File and options. */
  public String title() {
    return title;
  }

  /** As the compiler got it. */
  public String source() {
    return source;
  }

  /** Of its build. */
  public String options() {
    return options;
  }

  /** The kernels it holds. */
  public List<String> kernelNames() {
    long[] size = new long[1];
    CL.clGetProgramInfo(program, CL.CL_PROGRAM_KERNEL_NAMES, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetProgramInfo(program, CL.CL_PROGRAM_KERNEL_NAMES, bytes.length, Pointer.to(bytes), null);
    return List.of(ClDevice.clean(bytes).split(";"));
  }

  cl_program handle() {
    return program;
  }

  private String log(ClDevice device) {
    cl_device_id id = device.handle().device;
    long[] size = new long[1];
    CL.clGetProgramBuildInfo(program, id, CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetProgramBuildInfo(
        program, id, CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
    return ClDevice.clean(bytes);
  }

  @Override
  void release() {
    Cl.run(device(), "clReleaseProgram", "", () -> CL.clReleaseProgram(program));
  }
}
