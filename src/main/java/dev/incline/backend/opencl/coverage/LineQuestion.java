package dev.incline.backend.opencl.coverage;

import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClProgram;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * A question to a device's compiler: which of these lines of a program it compiles.
 *
 * @param options of the program's build
 * @param directives of its source
 */
record LineQuestion(String options, Directives directives, List<Directives.Line> wanted) {
  /**
   * About a program.
   *
   * @param open the lines that are not known to be compiled, by file
   */
  static LineQuestion of(KernelCoverage.Build build, Map<String, Set<Integer>> open) {
    Directives directives = Directives.of(build.source());
    return new LineQuestion(
        build.options(),
        directives,
        directives.lines().stream()
            .filter(line -> open.getOrDefault(line.file(), Set.of()).contains(line.number()))
            .toList());
  }

  /** Those of the lines wanted that are compiled. Programs of the same options are one program. */
  static List<Directives.Line> compiled(ClContext context, List<LineQuestion> questions) {
    List<Directives.Line> compiled = new ArrayList<>();
    questions.stream()
        .collect(
            Collectors.groupingBy(LineQuestion::undefined, LinkedHashMap::new, Collectors.toList()))
        .forEach((options, alike) -> addCompiled(context, options, alike, compiled));
    return compiled;
  }

  /** The options without defines. */
  private String undefined() {
    return KernelCoverage.OPTION.matcher(options).replaceAll("");
  }

  private static void addCompiled(
      ClContext context,
      String options,
      List<LineQuestion> questions,
      List<Directives.Line> compiled) {
    StringBuilder source = new StringBuilder("__kernel void nothing(void) {}\n");
    for (int i = 0; i < questions.size(); i++) {
      source.append(questions.get(i).source(name(i)));
    }
    Set<String> kernels;
    try (ClProgram program =
        context.build("the preprocessor's lines", source.toString(), options)) {
      kernels = new HashSet<>(program.kernelNames());
    }
    for (int i = 0; i < questions.size(); i++) {
      String name = name(i);
      questions.get(i).wanted.stream()
          .filter(line -> kernels.contains(name + line.branch()))
          .forEach(compiled::add);
    }
  }

  private static String name(int number) {
    return Phrase.of("incline_%d_branch_", number);
  }

  private String source(String name) {
    StringBuilder defines = new StringBuilder();
    StringBuilder undone = new StringBuilder();
    Matcher option = KernelCoverage.OPTION.matcher(options);
    while (option.find()) {
      defines.append(Phrase.of("#define %s %s\n", option.group(1), option.group(2)));
      undone.append(Phrase.of("#undef %s\n", option.group(1)));
    }
    return defines + directives.probe(name, wanted) + undone;
  }
}
