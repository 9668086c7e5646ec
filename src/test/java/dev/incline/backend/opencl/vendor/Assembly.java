package dev.incline.backend.opencl.vendor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PTX and the assembly of AMD's and Intel's GPUs: all have labels, and an instruction a line.
 */
final class Assembly {
  private static final Pattern LABEL = Pattern.compile("([\\w.$]+):\\s*([;/].*)?");
  private static final Pattern BRANCH =
      Pattern.compile("(@\\S+\\s+)?bra|s_c?branch|(\\(\\S+\\)\\s*)?(jmpi|while|goto)\\b");

  /** Not work, but a wait for it, or nothing. */
  private static final Pattern WAIT = Pattern.compile("s_waitcnt|s_nop|(\\(W\\)\\s+)?sync\\.");

  private static final Pattern MULTIPLY_ADD =
      Pattern.compile("fma\\.rn\\.f32|v_fmac?_f32|(\\(\\S+\\)\\s*)?mad \\(.*:f");

  private static final Pattern PAIR = Pattern.compile("v_pk_fma_f32");

  private Assembly() {}

  /**
   * A loop without a loop inside. What does two multiply-adds at once counts as two that do one.
   */
  record Loop(int multiplyAdds, int instructions) {
    double share() {
      return instructions == 0 ? 0 : (double) multiplyAdds / instructions;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "loop of %d/%d multiply-adds, %.0f %%",
          multiplyAdds,
          instructions,
          100 * share());
    }
  }

  /** Lines from a label to a branch back to it. */
  private record Body(int first, int last) {
    boolean isAround(Body other) {
      return first <= other.first && last >= other.last && !equals(other);
    }
  }

  /** The loop that does the most multiply-adds; an empty one where there is none. */
  static Loop busiestLoop(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    List<Body> bodies = bodies(lines);
    return bodies.stream()
        .filter(body -> bodies.stream().noneMatch(body::isAround))
        .map(body -> loop(lines.subList(body.first, body.last + 1)))
        .reduce(new Loop(0, 0), (a, b) -> b.multiplyAdds > a.multiplyAdds ? b : a);
  }

  private static List<Body> bodies(List<String> lines) {
    Map<String, Integer> labels = new HashMap<>();
    List<Body> bodies = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher label = LABEL.matcher(lines.get(i));
      if (label.matches()) {
        labels.put(label.group(1), i);
      } else if (BRANCH.matcher(lines.get(i)).lookingAt()) {
        for (String word : lines.get(i).split("[\\s,;]+", -1)) {
          if (labels.containsKey(word)) {
            bodies.add(new Body(labels.get(word), i));
          }
        }
      }
    }
    return bodies;
  }

  private static Loop loop(List<String> lines) {
    int multiplyAdds = 0;
    int instructions = 0;
    for (String line : lines) {
      boolean isInstruction =
          !line.isEmpty()
              && "./;{}".indexOf(line.charAt(0)) < 0
              && !LABEL.matcher(line).matches()
              && !WAIT.matcher(line).lookingAt();
      instructions += isInstruction ? 1 : 0;
      boolean isPair = PAIR.matcher(line).lookingAt();
      instructions += isPair ? 1 : 0;
      multiplyAdds += isPair ? 2 : 0;
      multiplyAdds += MULTIPLY_ADD.matcher(line).lookingAt() ? 1 : 0;
    }
    return new Loop(multiplyAdds, instructions);
  }
}
