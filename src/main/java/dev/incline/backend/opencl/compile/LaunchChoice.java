package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * In which form a GPU is handed a plan: the one that was asked for, or the fastest by {@link
 * StepModel} of those that the device can take.
 *
 * @param calls a launch for each op
 */
public record LaunchChoice(
    GpuDevice policy, Plan plan, Lowering ops, Supplier<List<KernelCall>> calls) {
  /** How a GPU is handed a step. No bit of a result depends on it. */
  public enum Form {
    /** The fastest of the others by the model. */
    AUTO,
    /** A launch for each op. */
    OPS,
    /** Whole rows of the batch, then all updates: two launches a step. */
    ROWS,
    /** The same, but products with large weights are launches of their own, in tiles. */
    TILED
  }

  /** Work-items of a group that every form but {@link LaunchChoice.Form#OPS} needs. */
  private static final int MIN_GROUP = 128;

  private static final int MAX_GROUP = 256;

  /**
   * @throws ClException when the device cannot take the form that was asked for
   */
  List<Launch> launches() {
    return switch (policy.form()) {
      case AUTO -> fastest();
      case OPS -> policy.alone(calls.get());
      case ROWS, TILED -> asked(policy.form());
    };
  }

  /** The model is one of GPUs: any other device gets a launch for each op. */
  private List<Launch> fastest() {
    List<List<Launch>> all = new ArrayList<>();
    all.add(policy.alone(calls.get()));
    if (policy.device().type() == ClDevice.Type.GPU && takesGroups(policy.device())) {
      for (Form form : List.of(Form.ROWS, Form.TILED)) {
        List<Launch> launches = grouped(form);
        if (obstacle(launches) == null) {
          all.add(launches);
        }
      }
    }
    StepModel model = StepModel.of(policy);
    return all.stream().min(Comparator.comparingDouble(model::microseconds)).orElseThrow();
  }

  /** Whether its work-groups are large enough for every form. */
  static boolean takesGroups(ClDevice device) {
    return device.maxWorkGroup() >= MIN_GROUP;
  }

  private List<Launch> asked(Form form) {
    int most = policy.device().maxWorkGroup();
    boolean small = !takesGroups(policy.device());
    List<Launch> launches = small ? List.of() : grouped(form);
    String obstacle =
        small
            ? Phrase.of("work-groups of %d work-items, and it takes %d", MIN_GROUP, most)
            : obstacle(launches);
    if (obstacle != null) {
      throw new ClException(
          "--launches %s asks more of %s than it has: %s. Take --launches ops"
              .formatted(form.name().toLowerCase(Locale.ROOT), policy.device().title(), obstacle));
    }
    return launches;
  }

  private List<Launch> grouped(Form form) {
    return new GroupLowering(ops, policy, plan, form, group()).launches();
  }

  /** Work-items for each column of the widest product, as far as a work-group goes. */
  private int group() {
    int most = 0;
    for (Op op : plan.ops()) {
      most = Math.max(most, op instanceof MatMul product ? product.n() : 0);
    }
    return most <= MIN_GROUP || policy.device().maxWorkGroup() < MAX_GROUP ? MIN_GROUP : MAX_GROUP;
  }

  /** Why the device cannot take these launches; null where it can. */
  private @Nullable String obstacle(List<Launch> launches) {
    long local = policy.device().localMemory();
    for (Launch launch : launches) {
      if (launch instanceof GroupFusion fusion) {
        if (!fusion.fits()) {
          return Phrase.of("a kernel of %,d arguments", fusion.parameters().size());
        } else if (fusion.localMemory() > local) {
          return Phrase.of(
              "%,d bytes of local memory for a row of the batch, and it has %,d",
              fusion.localMemory(), local);
        }
      }
    }
    return null;
  }
}
