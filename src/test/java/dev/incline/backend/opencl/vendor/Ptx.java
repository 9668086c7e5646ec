package dev.incline.backend.opencl.vendor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** PTX has all functions of a program, those that no kernel calls among them. */
final class Ptx {
  private static final Pattern FUNCTION =
      Pattern.compile(
          "^(?:\\.\\w+ )*\\.(?:func|entry)\\s+(?:\\([^)]*\\)\\s*)?([\\w$]+)\\(.*?^\\}",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CALL =
      Pattern.compile("\\bcall(?:\\.uni)?\\s+(?:\\([^)]*\\)\\s*,\\s*)?([\\w$]+)");

  private Ptx() {}

  /** The text of a kernel and of all functions that it calls. */
  static String of(String kernel, String ptx) {
    Map<String, String> functions = new LinkedHashMap<>();
    FUNCTION.matcher(ptx).results().forEach(f -> functions.put(f.group(1), f.group()));
    Map<String, String> reached = new LinkedHashMap<>();
    reach(kernel, functions, reached);
    return String.join("\n", reached.values());
  }

  private static void reach(
      String name, Map<String, String> functions, Map<String, String> reached) {
    String text = functions.get(name);
    if (text != null && reached.putIfAbsent(name, text) == null) {
      CALL.matcher(text)
          .results()
          .map((MatchResult call) -> call.group(1))
          .forEach(called -> reach(called, functions, reached));
    }
  }
}
