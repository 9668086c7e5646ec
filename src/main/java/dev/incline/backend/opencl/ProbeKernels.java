package dev.incline.backend.opencl;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.compile.Defines;
import dev.incline.backend.opencl.compile.Kernels;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.Optional;

/**
 * Runs {@code kernels/probe_*.cl} and judges their results. Each method says what the device does
 * where its answer is wrong.
 */
final class ProbeKernels {
  /** How many turns are looked through to say where a device stopped. */
  private static final int TURNS_LOOKED_AT = 2_000_000;

  private static final int PATIENCE = 1 << 28; // looks of a worker before it leaves: seconds

  private final ClContext context;
  private final Kernels kernels;

  ProbeKernels(ClContext context, Kernels kernels) {
    this.context = context;
    this.kernels = kernels;
  }

  Optional<String> loops(int outer, int inner) {
    int seed = 12345;
    int items = 4;
    int[] got = looped(outer, inner, seed, items);
    long turns = (long) outer * inner;
    for (int item = 0; item < items; item++) {
      if (got[item] != after(turns, seed + item)) {
        long taken = turnsTaken(seed + item, got[item]);
        return Optional.of(
            taken < 0
                ? Phrase.of(
                    "it makes %d of the numbers of %,d turns of a loop, not %d",
                    got[item], turns, after(turns, seed + item))
                : Phrase.of(
                    "it ends a work-item's loops after %,d of %,d turns, without an error",
                    taken, turns));
      }
    }
    return Optional.empty();
  }

  private int[] looped(int outer, int inner, int seed, int items) {
    ClBuffer result = buffer("probe_loops", items);
    run("probe_loops", new Defines(), items, 1, result, outer, inner, seed);
    return ints(result, items);
  }

  /** x after so many turns: the map x -> a x + c, squared again and again. */
  static int after(long turns, int x) {
    int a = 1664525;
    int c = 1013904223;
    int power = x;
    for (long left = turns; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power = power * a + c;
      }
      c = c * a + c;
      a = a * a;
    }
    return power;
  }

  /** How many turns make this of x; -1 where it takes more than are looked at. */
  private static long turnsTaken(int x, int result) {
    int now = x;
    for (int turns = 0; turns < TURNS_LOOKED_AT; turns++) {
      if (now == result) {
        return turns;
      }
      now = now * 1664525 + 1013904223;
    }
    return -1;
  }

  Optional<String> farAndNear(ClBuffer memory, int near, int far) {
    ClBuffer seen = new ClBuffer(context, "probe_far", "float", 8);
    run("probe_far", new Defines(), 1, 1, memory, seen, near, far, 0);
    run("probe_far", new Defines(), 1, 1, memory, seen, near, far, 1);
    float[] got = new float[2];
    context.read(seen, got);
    return got[0] == 1 && got[1] == 2
        ? Optional.empty()
        : Optional.of(
            "of two floats that far apart, 1 and 2, it reads back %s and %s"
                .formatted(Numeral.of(got[0]), Numeral.of(got[1])));
  }

  Optional<String> local(int places, int items) {
    int groups = 3;
    int rounds = 10;
    ClBuffer result = buffer("probe_local", groups * places);
    run("probe_local", new Defines().set("PLACES", places), groups * items, items, result, rounds);
    int[] got = ints(result, groups * places);
    for (int i = 0; i < got.length; i++) {
      int group = i / places;
      int expected = (i % places + rounds) % places + 1000 * group + rounds;
      if (got[i] != expected) {
        return Optional.of(
            Phrase.of(
                "a work-group of %,d with %,d numbers in local memory leaves %d where %d belongs",
                items, 2 * places, got[i], expected));
      }
    }
    return Optional.empty();
  }

  Optional<String> launches(int count, int times) {
    ClBuffer one = buffer("probe_launches", count);
    ClBuffer other = buffer("probe_launches", count);
    int[] expected = new int[count];
    for (int launch = 0; launch < times; launch++) {
      boolean even = launch % 2 == 0;
      run("probe_launches", new Defines(), count, 8, even ? one : other, even ? other : one, count);
      int[] next = new int[count];
      for (int i = 0; i < count; i++) {
        next[i] = 3 * expected[(i + 1) % count] + 1;
      }
      expected = next;
    }
    int[] got = ints(times % 2 == 0 ? one : other, count);
    int wrong = Arrays.mismatch(got, expected);
    return wrong < 0
        ? Optional.empty()
        : Optional.of(
            Phrase.of(
                "after %d launches in a row it holds %d where %d belongs: a launch did not see what the one before wrote",
                times, got[wrong], expected[wrong]));
  }

  Optional<String> tickets(int count) {
    ClBuffer clock = buffer("probe_tickets", 64);
    ClBuffer chain = buffer("probe_tickets", count);
    run(
        "probe_tickets",
        new Defines(),
        context.device().computeUnits(),
        1,
        clock,
        chain,
        count,
        PATIENCE);
    int[] got = ints(chain, count);
    int expected = 1;
    for (int t = 0; t < count; t++) {
      expected = t == 0 ? 1 : 3 * expected + t;
      if (got[t] != expected) {
        return Optional.of(
            Phrase.of(
                "work-groups that draw tickets by atomics leave %d at ticket %d, where %d belongs",
                got[t], t, expected));
      }
    }
    return Optional.empty();
  }

  /** Longer and longer, until one launch lasts long enough. */
  Optional<String> longLaunch(double seconds) {
    int inner = 1_000_000;
    int outer = 2;
    while (true) {
      long start = System.nanoTime();
      Optional<String> wrong = loops(outer, inner);
      double took = (System.nanoTime() - start) / 1e9;
      if (wrong.isPresent() || took >= seconds || outer >= 1 << 20) {
        return wrong;
      }
      double needed = 1.2 * outer * seconds / Math.max(took, 1e-4);
      outer = (int) Math.min(Math.min(needed, 32.0 * outer), 1 << 20) + 1;
    }
  }

  private ClBuffer buffer(String what, int ints) {
    return new ClBuffer(context, what, "int", 4L * ints);
  }

  private int[] ints(ClBuffer buffer, int count) {
    int[] values = new int[count];
    context.read(buffer, values);
    return values;
  }

  /** Launches a kernel once; each argument is a buffer or an int. */
  private void run(String name, Defines defines, int items, int group, Object... arguments) {
    ClKernel kernel = kernels.of(name, defines).over(new long[] {items}, new long[] {group});
    for (Object argument : arguments) {
      if (argument instanceof ClBuffer buffer) {
        kernel.with(buffer);
      } else {
        kernel.with((int) (Integer) argument);
      }
    }
    kernel.launch(0, 0, 0, 0);
  }
}
