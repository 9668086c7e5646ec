package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Hears how a verification goes on. */
  @FunctionalInterface
  public interface Listener {
    /** A finding is complete. */
    void found(Finding finding);

    /** What is compared from now on, before the device is asked for anything of it. */
    default void begins(String what) {}
  }

  /**
   * Runs the cases on a device.
   *
   * @param ops opens the device for many small shapes
   * @param steps opens it as training does, for whole steps of networks of this size
   */
  public static Verification run(
      Supplier<Backend> ops,
      Supplier<Backend> steps,
      OpCases cases,
      NetworkSize network,
      Listener listener) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(ofOps(ops, cases, listener).findings());
    findings.addAll(ofSteps(steps, network, "", listener).findings());
    return new Verification(findings);
  }

  /** The ops alone, against the reference's loops. */
  public static Verification ofOps(Supplier<Backend> ops, OpCases cases, Listener listener) {
    return of(
        ops,
        ReferenceBackend::new,
        listener,
        (device, reference) ->
            cases.byKind().stream()
                .map(kind -> new Task(kind.get(0).kind(), () -> compare(kind, device, reference)))
                .toList());
  }

  /**
   * The whole steps alone.
   *
   * @param how the device is opened, behind the name of each finding; may be empty
   */
  public static Verification ofSteps(
      Supplier<Backend> steps, NetworkSize network, String how, Listener listener) {
    return of(
        steps,
        Verification::plainJava,
        listener,
        (device, reference) ->
            StepCases.all(network, device, reference).stream()
                .map(task -> task.called(task.what + how))
                .toList());
  }

  /**
   * What a training is about to run, and nothing else: op by op, then whole steps with their
   * shorter rest, over sparse images and over dense ones, or over numbers; and scoring, as many
   * rows as each pass takes.
   *
   * @param device opens it as training does
   * @param rows of its batches
   */
  public static Verification ofTraining(
      Supplier<Backend> device,
      Network network,
      TrainingRows rows,
      Recipe recipe,
      Listener listener) {
    return of(
        device,
        Verification::plainJava,
        listener,
        (opened, reference) -> {
          List<Task> tasks = new ArrayList<>();
          for (MadeUpRows made :
              rows.numbers
                  ? List.of(MadeUpRows.NUMBERS)
                  : List.of(MadeUpRows.IMAGES, new MadeUpRows(byte[].class, 1))) {
            Lockstep steps =
                new Lockstep(network, rows.batch, 2, rows.rest, recipe, made, opened, reference);
            if (tasks.isEmpty()) {
              tasks.add(steps.opByOp(""));
            }
            tasks.add(steps.asAWhole(""));
            for (int pass : rows.passes) {
              int batch = Math.min(rows.scored, pass);
              int count = pass / batch;
              int rest = pass % batch;
              tasks.add(
                  new Lockstep(network, batch, count, rest, recipe, made, opened, reference)
                      .evaluation());
            }
          }
          return tasks;
        });
  }

  /**
   * How many rows a training's plans take at a time.
   *
   * @param batch of a step
   * @param rest of an epoch's last step; 0 where that is as large as the others
   * @param scored of a step that scores, at most
   * @param passes all rows of each pass that scores
   * @param numbers whether they are numbers, and not pixels
   */
  public record TrainingRows(
      int batch, int rest, int scored, List<Integer> passes, boolean numbers) {}

  /** One comparison to make. */
  record Task(String what, Supplier<Finding> compare) {
    Task called(String name) {
      return new Task(name, () -> compare.get().of(name));
    }
  }

  /** What there is to compare on two open backends. */
  private interface Tasks {
    List<Task> on(Backend device, Backend reference);
  }

  /** Held against the reference itself by {@link #ofOps}: whole steps would take long there. */
  private static Backend plainJava() {
    return new CpuBackend(Runtime.getRuntime().availableProcessors());
  }

  private static Verification of(
      Supplier<Backend> opener, Supplier<Backend> truth, Listener listener, Tasks tasks) {
    List<Finding> findings = new ArrayList<>();
    try (Backend reference = truth.get();
        Backend device = opener.get()) {
      for (Task task : tasks.on(device, reference)) {
        listener.begins(task.what());
        Finding found = task.compare().get();
        findings.add(found);
        listener.found(found);
      }
    }
    return new Verification(findings);
  }

  /**
   * How large the networks of the whole steps are.
   *
   * @param steps of a training, each of a batch
   * @param scorings steps that score a batch each; one launch may take many of them
   * @param thin whether to take two networks only, and none of their ops by itself
   */
  public record NetworkSize(
      int inputs, int hidden, int batch, int steps, int scorings, boolean thin) {
    /** The size of MNIST, and of its test. */
    public static final NetworkSize MNIST = new NetworkSize(784, 128, 64, 3, 160, false);

    /** The same, for a driver that compiles kernels. */
    public static final NetworkSize QUICK = new NetworkSize(784, 128, 64, 3, 160, true);

    /** For devices that are emulated. */
    public static final NetworkSize TINY = new NetworkSize(21, 18, 33, 2, 3, true);

    /** Two networks of this size. */
    public NetworkSize thinned() {
      return new NetworkSize(inputs, hidden, batch, steps, 1, true);
    }

    /** Scores as many batches as it trains. */
    public NetworkSize(int inputs, int hidden, int batch, int steps) {
      this(inputs, hidden, batch, steps, steps, false);
    }
  }

  private static Finding compare(List<OpCase> cases, Backend device, Backend reference) {
    Finding all = new Finding(cases.get(0).kind(), 0, 0, 0, 0, "");
    for (OpCase one : cases) {
      one.load(device);
      one.load(reference);
      Plan plan = Plan.of(one.op());
      run(device, plan, one.cursor());
      run(reference, plan, one.cursor());
      all = all.and(SlotComparison.of(one.kind(), one.op(), one.memory(), device, reference));
      device.release(one.memory().keySet());
      reference.release(one.memory().keySet());
    }
    return all;
  }

  /** Compiles a plan, runs it once, and drops it. */
  public static void run(Backend backend, Plan plan, int cursor) {
    try (Executable compiled = backend.compile(plan)) {
      compiled.run(cursor);
    }
  }

  /** Gives a device what the reference holds in the slots of a plan; returns it. */
  public static Map<Slot<?>, Object> synchronise(Plan plan, Backend device, Backend reference) {
    Map<Slot<?>, Object> before = new HashMap<>();
    plan.slots().forEach(slot -> before.put(slot, copy(slot, device, reference)));
    return before;
  }

  private static <A> A copy(Slot<A> slot, Backend device, Backend reference) {
    A held = reference.read(slot);
    device.write(slot, held);
    return held;
  }

  /**
   * The verdict in one line.
   *
   * @param deviations of the device from the contract, as it reports them
   */
  public String sentence(List<String> deviations) {
    Verdict verdict = verdict();
    String what =
        switch (verdict) {
          case BIT_EQUAL ->
              Phrase.of("every bit of %,d comparisons is that of plain Java", cases());
          case WITHIN_BOUNDS -> {
            String why =
                deviations.isEmpty()
                    ? "no property that the device reports explains the difference"
                    : "the device " + String.join(" and ", deviations);
            yield "rounding errors stay within their bounds; " + why;
          }
          case WRONG -> {
            List<String> wrong =
                findings.stream().filter(Finding::isWrong).map(Finding::kind).toList();
            yield Listing.of(wrong, "; ") + ". Do not train on this device";
          }
        };
    return "verdict: " + verdict + ": " + what;
  }
}
