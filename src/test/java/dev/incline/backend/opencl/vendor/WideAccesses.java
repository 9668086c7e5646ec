package dev.incline.backend.opencl.vendor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Loads and stores of whole aligned vectors of two or four floats or ints. The source means those
 * that are left once functions are inlined and constant branches are gone, before anything else is
 * optimised. How often each stands there is compared with PTX, where loops are unrolled: so there
 * each must stand at least as often.
 */
final class WideAccesses {
  private static final Pattern MEANT =
      Pattern.compile(
          "(load|store) (?:volatile )?<([24]) x (?:float|i32)>.* addrspace\\(([13])\\).*, align (\\d+)");
  private static final Pattern MADE =
      Pattern.compile("\\b(ld|st)(?:\\.volatile)?\\.(global|shared)(?:\\.nc)?\\.v([24])\\.");

  private WideAccesses() {}

  /**
   * How many of them are not as wide in the program as in the source.
   *
   * @param ir LLVM's, hardly optimised
   */
  static int split(String ir, String ptx) {
    Map<String, Integer> made = count(MADE, ptx, m -> m.group(1) + m.group(2) + m.group(3));
    return count(MEANT, ir, WideAccesses::meant).entrySet().stream()
        .mapToInt(one -> Math.max(0, one.getValue() - made.getOrDefault(one.getKey(), 0)))
        .sum();
  }

  private static String meant(MatchResult access) {
    String width = access.group(2);
    boolean isAligned = Integer.parseInt(access.group(4)) >= 4 * Integer.parseInt(width);
    String space = access.group(3).equals("1") ? "global" : "shared";
    return isAligned ? (access.group(1).equals("load") ? "ld" : "st") + space + width : "";
  }

  private static Map<String, Integer> count(
      Pattern pattern, String text, Function<MatchResult, String> kind) {
    Map<String, Integer> counts = new HashMap<>();
    pattern.matcher(text).results().forEach(m -> counts.merge(kind.apply(m), 1, Integer::sum));
    counts.remove(""); // of none of the kinds
    return counts;
  }
}
