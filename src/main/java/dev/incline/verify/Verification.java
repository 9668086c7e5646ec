package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.model.Network;
import dev.incline.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A device against plain Java: every op over many shapes, then whole training steps.
 *
 * @param findings per kind of op, then per network, in the order they were run
 */
public record Verification(List<Finding> findings) {
  /** What it comes to. */
  public enum Verdict {
    BIT_EQUAL("bit-equal"),
    WITHIN_BOUNDS("within bounds"),
    WRONG("wrong");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public Verification {
    findings = List.copyOf(findings);
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("a verification that compared nothing proves nothing");
    }
  }

  /** The worst of all findings. */
  public Verdict verdict() {
    if (findings.stream().anyMatch(Finding::isWrong)) {
      return Verdict.WRONG;
    }
    return findings.stream().allMatch(Finding::isBitEqual)
        ? Verdict.BIT_EQUAL
        : Verdict.WITHIN_BOUNDS;
  }

  /** Number of comparisons. */
  public int cases() {
    return findings.stream().mapToInt(Finding::cases).sum();
  }

  /**
   * Runs the cases on a device.
   *
   * @param ops opens the device for many small shapes
   * @param steps opens it as training does, for whole steps of networks of this size
   * @param listener hears each finding as it is complete
   */
  public static Verification run(
      Supplier<Backend> ops,
      Supplier<Backend> steps,
      OpCases cases,
      NetworkSize network,
      Consumer<Finding> listener) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(ofOps(ops, cases, listener).findings());
    findings.addAll(ofSteps(steps, network, listener).findings());
    return new Verification(findings);
  }

  /** The ops alone. */
  public static Verification ofOps(
      Supplier<Backend> ops, OpCases cases, Consumer<Finding> listener) {
    List<Finding> findings = new ArrayList<>();
    Consumer<Finding> keep = ((Consumer<Finding>) findings::add).andThen(listener);
    try (Backend reference = reference();
        Backend device = ops.get()) {
      cases.byKind().forEach(kind -> keep.accept(compare(kind, device, reference)));
    }
    return new Verification(findings);
  }

  /** The whole steps alone. */
  public static Verification ofSteps(
      Supplier<Backend> steps, NetworkSize network, Consumer<Finding> listener) {
    List<Finding> findings = new ArrayList<>();
    Consumer<Finding> keep = ((Consumer<Finding>) findings::add).andThen(listener);
    try (Backend reference = reference();
        Backend device = steps.get()) {
      for (Lockstep lockstep : Lockstep.all(network, device, reference)) {
        lockstep.run().forEach(keep);
      }
    }
    return new Verification(findings);
  }

  /**
   * What a training is about to run, and nothing else: op by op, then whole steps with their
   * shorter rest, and scoring, over sparse images and over dense ones.
   *
   * @param device opens it as training does
   * @param rows of its batches
   */
  public static Verification ofTraining(
      Supplier<Backend> device, Network network, TrainingRows rows, double lr, double l2) {
    List<Finding> findings = new ArrayList<>();
    try (Backend reference = reference();
        Backend opened = device.get()) {
      for (double density : List.of(0.2, 1.0)) {
        Lockstep steps =
            new Lockstep(network, rows.batch, 2, rows.rest, lr, l2, density, opened, reference);
        if (findings.isEmpty()) {
          findings.add(steps.opByOp());
        }
        findings.add(steps.asAWhole());
        findings.add(
            new Lockstep(network, rows.scored, 2, 0, lr, l2, density, opened, reference)
                .evaluation());
      }
    }
    return new Verification(findings);
  }

  /**
   * How many rows a training's plans take at a time.
   *
   * @param batch of a step
   * @param rest of an epoch's last step; 0 where that is as large as the others
   * @param scored of a step that scores
   */
  public record TrainingRows(int batch, int rest, int scored) {}

  private static Backend reference() {
    return new CpuBackend(Runtime.getRuntime().availableProcessors());
  }

  /** How large the networks of the whole steps are. */
  public record NetworkSize(int inputs, int hidden, int batch, int steps) {
    /** The size of MNIST. */
    public static final NetworkSize MNIST = new NetworkSize(784, 128, 64, 3);

    /** For devices that are emulated. */
    public static final NetworkSize TINY = new NetworkSize(21, 18, 33, 2);
  }

  private static Finding compare(List<OpCase> cases, Backend device, Backend reference) {
    Finding all = new Finding(cases.get(0).kind(), 0, 0, 0, 0, "");
    for (OpCase one : cases) {
      one.load(device);
      one.load(reference);
      Plan plan = Plan.of(one.op());
      device.compile(plan).run(one.cursor());
      reference.compile(plan).run(one.cursor());
      all = all.and(Comparison.of(one.kind(), one.op(), one.memory(), device, reference));
    }
    return all;
  }
}
