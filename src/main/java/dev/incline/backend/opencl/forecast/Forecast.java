package dev.incline.backend.opencl.forecast;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.GpuDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.compile.Lowering;
import dev.incline.backend.opencl.compile.StepModel;
import dev.incline.backend.opencl.compile.StepModel.Part;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model says that a plan takes on a GPU in one form of its launches.
 *
 * @param form of {@code --launches}
 * @param taken whether {@code --launches auto} takes this one
 * @param parts its launches, in order
 */
public record Forecast(String form, boolean taken, List<Part> parts) {
  /** Of each form that the GPU can be handed the plan in. */
  public static List<Forecast> of(GpuDescription gpu, Plan plan) {
    ClDevice device = gpu.device();
    List<Part> auto = parts(gpu, device, Form.AUTO, plan);
    List<Forecast> all = new ArrayList<>();
    for (Form form : policy(device, Form.AUTO).otherForms()) {
      List<Part> parts = parts(gpu, device, form, plan);
      boolean again = all.stream().anyMatch(other -> other.parts.equals(parts));
      if (!again) { // where no weight is large, tiled is rows
        all.add(new Forecast(form.name().toLowerCase(Locale.ROOT), parts.equals(auto), parts));
      }
    }
    return all;
  }

  private static List<Part> parts(GpuDescription gpu, ClDevice device, Form form, Plan plan) {
    GpuDevice policy = policy(device, form);
    return new StepModel(policy, gpu.gigahertz(), gpu.lanes())
        .parts(new Lowering(policy).of(plan, images -> false));
  }

  private static GpuDevice policy(ClDevice device, Form form) {
    return new GpuDevice(
        device, (d, shape) -> Tiling.standard(Tiling.Family.LOCAL, d, shape), true, form, true);
  }

  /** Of the whole plan. */
  public double microseconds() {
    return parts.stream().mapToDouble(Part::microseconds).sum();
  }
}
