package dev.incline.backend;

import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.plan.TrainingStep;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A device with memory that runs plans. The whole seam between training and devices. Not
 * thread-safe.
 *
 * <p>A slot's memory exists from its first use, zero-filled, until {@link #release} or {@link
 * #close()}.
 */
public interface Backend extends AutoCloseable {
  /** The device, for people. */
  String name();

  /** What the device can hold, before anything is in it; plain memory holds anything. */
  default Capacity capacity() {
    return Capacity.UNLIMITED;
  }

  /**
   * Copies {@code array}, of exactly the slot's size, into the slot, once the runs asked for so far
   * no longer need what is in it; other runs may go on meanwhile. The array may be reused at once.
   */
  <A> void write(Slot<A> slot, A array);

  /** Waits for all work so far and returns a copy of the slot. */
  <A> A read(Slot<A> slot);

  /** Writes all of them. */
  default void write(Tensors tensors) {
    tensors.values().forEach(this::write);
  }

  /** Waits for all work so far and returns copies of the slots. */
  default Tensors read(Collection<Slot<float[]>> slots) {
    Map<Slot<float[]>, float[]> values = new LinkedHashMap<>();
    slots.forEach(slot -> values.put(slot, read(slot)));
    return new Tensors(values);
  }

  /** What plans take at most, before anything of them is in memory. */
  default Demand demand(Collection<Plan> plans) {
    return Demand.of(plans, slot -> (long) slot.size() * slot.elementBytes(), 0);
  }

  /**
   * The kernels that plans run where the device has a choice, which no op tells: a verification
   * counts for these. Empty where the ops tell all.
   */
  default SortedSet<String> kernels(Collection<Plan> plans) {
    return new TreeSet<>();
  }

  /**
   * Gives the memory of slots back; one that is used again starts as zeros. No plan over any of
   * them that was compiled before may run afterwards.
   */
  void release(Collection<? extends Slot<?>> slots);

  /**
   * Does what takes a while of {@link #compile} and of the first run, and needs nothing that is
   * still to be written. What the plan writes is undefined afterwards.
   */
  default void prepare(Plan plan) {}

  /**
   * Takes the plan's memory and readies its ops. What it returns is valid until it, or this, is
   * closed.
   */
  Executable compile(Plan plan);

  /** The same of a step of training, which several devices may share. */
  default Executable compile(TrainingStep step) {
    return compile(step.whole());
  }

  /**
   * The same of a step that only scores: of several devices, one does it. What it leaves, {@link
   * #read(Slot)} finds wherever it is.
   */
  default Executable compile(ScoringStep step) {
    return compile(step.plan());
  }

  /**
   * The number that all processes take which share the steps of a training: that of the first rank.
   * What follows from how long something took, they must take from here, to stay together.
   */
  default int agreed(int number) {
    return number;
  }

  /** Whether there are such processes: they hear of nothing that this one alone sees. */
  default boolean isShared() {
    return false;
  }

  /**
   * The rows of a training batch that are this device's, where others have the rest: only these
   * need be written.
   *
   * @param rows of the batch
   * @param shards of the training
   */
  default RowRange own(int rows, int shards) {
    return new RowRange(0, rows);
  }

  /**
   * Whether the step at this position, of a pass that only scores, is this device's: only then need
   * its rows be written.
   *
   * @param samples of the pass
   */
  default boolean scores(int position, int samples) {
    return true;
  }

  /** Compares a state with that of the other processes which share the steps of a training. */
  default void requireShared(Tensors state) {}

  /** Waits for all work and releases everything; does nothing the second time. */
  @Override
  void close();
}
