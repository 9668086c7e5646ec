package dev.incline.backend.opencl;

import dev.incline.backend.opencl.Probe.Verdict;
import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClBuildException;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.Kernels;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Small kernels ask a device what the verification of small shapes cannot see: long loops, far
 * addresses, full work-groups and local memory, launches in a row, atomics, a long launch. The
 * files are {@code kernels/probe_*.cl}.
 *
 * <pre>
 *   probe_loops     300 x 1,000 turns, 1,000,000 turns, a launch that lasts
 *   probe_far       addresses 2^31 bytes apart
 *   probe_local     all local memory, the largest work-group, barriers in a loop
 *   probe_launches  each launch reads what the one before wrote
 *   probe_tickets   atomics between work-groups, where workers stay for many steps
 * </pre>
 */
public final class Probes {
  private final ClContext context;
  private final ProbeKernels kernels;
  private final ClDevice device;
  private final double longSeconds;
  private final Listener listener;
  private final List<Probe> probes = new ArrayList<>();
  private String question = ""; // the latest

  /** Hears how it goes. */
  public interface Listener {
    /** A question is asked from now on. */
    default void begins(String question) {}

    /** The answer to it. */
    default void answered(Probe probe) {}

    /** A program that asked. */
    default void built(KernelCoverage.Build build) {}
  }

  private Probes(ClContext context, ProbeKernels kernels, double longSeconds, Listener listener) {
    this.context = context;
    this.kernels = kernels;
    this.device = context.device();
    this.longSeconds = longSeconds;
    this.listener = listener;
  }

  /**
   * Asks a device all questions, up to the first whose program does not build.
   *
   * @param sources holds the kernels
   * @param longSeconds how long the long launch lasts; a watchdog ends launches of about 2 s
   * @throws ClException when a call fails that no probe is about
   */
  public static List<Probe> ask(
      ClDevice device, KernelSources sources, double longSeconds, Listener listener) {
    try (ClContext context = new ClContext(device)) {
      Kernels kernels = new Kernels(context, sources);
      Probes asked = new Probes(context, new ProbeKernels(context, kernels), longSeconds, listener);
      try {
        asked.all();
      } catch (ClBuildException e) {
        asked.add(new Probe(asked.question, Verdict.NOT_BUILT, String.valueOf(e.getMessage())));
      }
      kernels
          .programs()
          .forEach(p -> listener.built(new KernelCoverage.Build(p.options(), p.source())));
      return asked.probes;
    }
  }

  private void all() {
    ask("loops of 300 x 1,000 turns", () -> kernels.loops(300, 1000));
    ask("a loop of 1,000,000 turns", () -> kernels.loops(1, 1_000_000));
    far();
    int half = (int) (device.localMemory() / 8); // two rings of ints
    ask(
        Phrase.of("all %,d KiB of local memory", device.localMemory() >> 10),
        () -> kernels.local(half, 64));
    ask(
        Phrase.of("a work-group of %,d with barriers in a loop", device.maxWorkGroup()),
        () -> kernels.local(Math.min(device.maxWorkGroup(), half), device.maxWorkGroup()));
    ask("64 launches in a row", () -> kernels.launches(1000, 64));
    if (device.keepsWorkersGoing()) {
      ask("atomics between work-groups", () -> kernels.tickets(1000));
    }
    ask(
        String.format(Locale.ROOT, "a launch of %.1f s", longSeconds),
        () -> kernels.longLaunch(longSeconds));
  }

  /**
   * @param wrong runs the kernel; says what the device does where its answer is wrong
   */
  private void ask(String question, Supplier<Optional<String>> wrong) {
    begin(question);
    answer(question, wrong);
  }

  private void begin(String asked) {
    question = asked;
    listener.begins(asked);
  }

  private void answer(String question, Supplier<Optional<String>> wrong) {
    Optional<String> sentence;
    try {
      sentence = wrong.get();
    } catch (ClBuildException e) {
      throw e; // no answer
    } catch (ClException e) {
      sentence = Optional.of(String.valueOf(e.getMessage()));
    }
    add(
        new Probe(
            question, sentence.isPresent() ? Verdict.WRONG : Verdict.RIGHT, sentence.orElse("")));
  }

  private void add(Probe probe) {
    probes.add(probe);
    listener.answered(probe);
  }

  /**
   * Two addresses as far apart as a buffer allows, at most 2^31 bytes. Of the memory, half at most
   * is taken: others may use it too.
   */
  private void far() {
    long allowed =
        Math.min(device.maxAllocation() - ClBuffer.PADDING, device.globalMemory() / 2) - 1024;
    long apart = Math.min(1L << 31, Long.highestOneBit(Math.max(4, allowed)));
    String question = Phrase.of("addresses %,d MiB apart", apart >> 20);
    if (device.wantsWholeWrites()) {
      notAsked(question, "this simulator keeps a copy of every byte");
      return;
    }
    begin(question);
    ClBuffer memory;
    try {
      memory = ClBuffer.unfilled(context, question, "float", apart + 1024);
    } catch (ClException e) {
      notAsked(question, String.valueOf(e.getMessage()));
      return;
    }
    int near = 17;
    answer(question, () -> kernels.farAndNear(memory, near, near + (int) (apart / 4)));
    memory.close();
  }

  private void notAsked(String question, String why) {
    add(new Probe(question, Verdict.NOT_ASKED, why));
  }
}
