package dev.incline.backend.opencl.coverage;

import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which kernel files a device compiled, and which lines of an edit it never did. What the
 * preprocessor keeps is asked of the device's own compiler: see {@link Directives}.
 *
 * @param built by file name
 * @param edits the files that differ from those of the program
 */
public record KernelCoverage(Map<String, Built> built, List<Edit> edits) {
  static final Pattern OPTION = Pattern.compile(" -D(\\w+)=(\\S+)");

  /** Programs that the compiler is asked about at once: what it reads by itself takes its time. */
  private static final int TOGETHER = 32;

  private static final Pattern DEFINE = Pattern.compile("#define (\\w+) (\\S+)");

  /**
   * A program that was built.
   *
   * @param source as the compiler got it
   */
  public record Build(String options, String source) {}

  /**
   * What was built of a file.
   *
   * @param programs how many hold it
   * @param defines the values that each define was given, in order
   */
  public record Built(int programs, Map<String, Set<String>> defines) {}

  /**
   * An edited file.
   *
   * @param lines numbers of the edited lines, from 1, without comments; of a deleted line that of
   *     the line before
   * @param neverCompiled those of them that no program compiled
   */
  public record Edit(String file, List<Integer> lines, List<Integer> neverCompiled) {}

  /**
   * Looks at what was built.
   *
   * @param sources the edited files
   */
  public static KernelCoverage of(ClDevice device, KernelSources sources, List<Build> builds) {
    Map<String, String> files = new LinkedHashMap<>(); // by the line that starts them
    sources.files().forEach(file -> files.put(KernelSources.line(1, file).strip(), file));
    Map<String, Set<Integer>> open = new LinkedHashMap<>(); // edited lines, not seen compiled yet
    Map<String, Set<Integer>> edited = new LinkedHashMap<>();
    Map<String, String> originals = KernelSources.BUILT_IN.texts(KernelSources.FILES);
    sources
        .texts(sources.files())
        .forEach(
            (file, text) -> {
              Set<Integer> lines = LineEdits.of(originals.getOrDefault(file, ""), text);
              if (!lines.isEmpty()) {
                edited.put(file, lines);
                open.put(file, new TreeSet<>(lines));
              }
            });
    Map<String, Built> built = new TreeMap<>();
    Set<LineQuestion> asked = new HashSet<>(); // many programs have the same
    List<LineQuestion> next = new ArrayList<>();
    try (ClContext context = new ClContext(device)) {
      for (Build build : builds) {
        Set<String> here = new HashSet<>();
        build.source().lines().filter(files::containsKey).forEach(l -> here.add(files.get(l)));
        here.forEach(file -> count(built, file));
        collectDefines(build, files, built);
        if (here.stream().anyMatch(file -> !open.getOrDefault(file, Set.of()).isEmpty())) {
          LineQuestion question = LineQuestion.of(build, open);
          if (asked.add(question)) {
            next.add(question);
          }
        }
        if (next.size() == TOGETHER) {
          close(open, LineQuestion.compiled(context, next));
          next.clear();
        }
      }
      close(open, LineQuestion.compiled(context, next));
    }
    List<Edit> edits = new ArrayList<>();
    edited.forEach(
        (file, lines) ->
            edits.add(new Edit(file, List.copyOf(lines), List.copyOf(open.get(file)))));
    return new KernelCoverage(built, edits);
  }

  private static void count(Map<String, Built> built, String file) {
    Built known = built.getOrDefault(file, new Built(0, new TreeMap<>()));
    built.put(file, new Built(known.programs() + 1, known.defines()));
  }

  /** A program of one file has its defines among the options, one of several before each file. */
  private static void collectDefines(
      Build build, Map<String, String> files, Map<String, Built> built) {
    Map<String, String> pending = new LinkedHashMap<>();
    boolean fused = build.source().startsWith("#define FUSED");
    Matcher options = OPTION.matcher(build.options());
    while (!fused && options.find()) {
      pending.put(options.group(1), options.group(2));
    }
    for (String line : build.source().lines().toList()) {
      Matcher define = DEFINE.matcher(line);
      String file = files.get(line);
      if (file != null && file.endsWith(".cl")) {
        Built found = built.getOrDefault(file, new Built(0, new TreeMap<>()));
        pending.forEach(
            (name, value) ->
                found
                    .defines()
                    .computeIfAbsent(name, any -> new TreeSet<>(KernelCoverage::compare))
                    .add(value));
        pending.clear();
      } else if (fused && line.startsWith("#define INSTANCE _")) {
        pending.clear();
      } else if (fused && define.matches()) {
        pending.put(define.group(1), define.group(2));
      }
    }
  }

  private static int compare(String a, String b) {
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }

  private static void close(Map<String, Set<Integer>> open, List<Directives.Line> compiled) {
    compiled.forEach(line -> open.getOrDefault(line.file(), Set.of()).remove(line.number()));
  }
}
