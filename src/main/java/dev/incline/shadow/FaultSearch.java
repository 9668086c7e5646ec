package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.verify.Difference;
import dev.incline.verify.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the op at which a device leaves plain Java.
 *
 * @param device holds nothing that is still needed
 * @param reference likewise
 * @param exact whether every bit counts, or what is beyond an op's error bound
 */
record FaultSearch(ShadowedStep step, Backend device, Backend reference, boolean exact) {
  /**
   * The first op that gives another result from the same operands. Where no op does so alone, the
   * first that does at the end of the ops before it, as the device runs them together; and where
   * none does so either, what the step as a whole comes to.
   */
  Optional<Difference> run() {
    return alone().or(this::together).or(this::whole);
  }

  /** Each op on its own, from the reference's memory. */
  private Optional<Difference> alone() {
    step.load(device);
    step.load(reference);
    for (Op op : step.plan().ops()) {
      Plan single = Plan.of(op);
      Map<Slot<?>, Object> before = Verification.synchronise(single, device, reference);
      Verification.run(device, single, step.cursor());
      Verification.run(reference, single, step.cursor());
      Optional<Difference> found = Difference.after(op, before, device, reference, exact);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Errors pile up from op to op, so that an op's own bound says nothing here: bits only. */
  private Optional<Difference> together() {
    Plan whole = step.plan();
    List<Op> ops = whole.ops();
    for (int count = 1; count <= ops.size() && exact; count++) {
      Plan beginning = new Plan(whole.name(), whole.given(), ops.subList(0, count));
      for (Backend backend : List.of(device, reference)) {
        step.load(backend);
        Verification.run(backend, beginning, step.cursor());
      }
      Optional<Difference> found =
          Difference.after(ops.get(count - 1), Map.of(), device, reference, true);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> whole() {
    return step.take(device).differenceFrom(step.take(reference), exact);
  }
}
