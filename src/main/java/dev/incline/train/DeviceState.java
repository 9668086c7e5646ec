package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.train.feed.Pass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a training goes on from, on its device, and the finite state that was read last. */
final class DeviceState {
  private final Backend backend;
  private final Network network;
  private Tensors last;
  private int step; // of the epoch, from 0, before which it was read
  private Tensors common; // read last by all processes that share the training
  private int commonStep;

  /**
   * Writes the state to the device.
   *
   * @throws IllegalArgumentException when it is not what the optimizer goes on from
   */
  DeviceState(Backend backend, Network network, Optimizer optimizer, TrainingState from) {
    List<Slot<float[]>> slots = Planner.state(network, optimizer);
    this.backend = backend;
    this.network = network;
    this.last = from.state();
    this.step = from.step();
    this.common = last;
    this.commonStep = step;
    if (!last.slots().equals(Set.copyOf(slots))) {
      throw new IllegalArgumentException(
          "%s goes on from %s, not from %s".formatted(optimizer, slots, last.slots()));
    }
    backend.write(last);
  }

  /** The state that was read last. */
  Tensors last() {
    return last;
  }

  /** Whether that is the state before this step. */
  boolean isBefore(int next) {
    return step == next;
  }

  /**
   * Reads the state before this step, unless that was done.
   *
   * @return the first slot that is not finite: then what was read before stays
   */
  Optional<Slot<float[]>> read(int next) {
    if (step == next) {
      return Optional.empty();
    }
    Tensors read = backend.read(last.slots());
    Optional<Slot<float[]>> wrong = read.nonFinite();
    if (wrong.isEmpty()) {
      last = read;
      step = next;
    }
    return wrong;
  }

  /**
   * Compares the state that was read last, after an epoch, with that of the processes which share
   * the training.
   */
  void requireShared() {
    backend.requireShared(last);
    common = last;
    commonStep = 0;
  }

  /** Whether there are such processes. */
  boolean isShared() {
    return backend.isShared();
  }

  /** The number that all of these processes take. */
  int agreed(int number) {
    return backend.agreed(number);
  }

  /** What was read last is before the first step of an epoch. */
  void beginEpoch() {
    step = 0;
  }

  /**
   * Takes steps again from the state that was read last, by all that share them.
   *
   * @param steps begun
   * @param order of the epoch
   * @param end the step to stop before
   * @return null when everything is finite this time
   */
  @Nullable NonFinite again(Pass steps, int[] order, int end) {
    boolean shared = backend.isShared();
    backend.write(shared ? common : last);
    return NonFinite.find(backend, network, steps, order, shared ? commonStep : step, end);
  }
}
