package dev.incline.cli.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.backend.opencl.coverage.KernelCoverage.Edit;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code verify --kernels} says of the files: what was built, and what of an edit was not. */
record EditedKernelsReport(KernelSources sources, KernelCoverage coverage) {
  private static final int MAX_VALUES = 6; // of a define, in the table

  /** Empty where the kernels are those of the program. */
  static Optional<EditedKernelsReport> of(
      ClDevice device, KernelSources sources, List<KernelCoverage.Build> builds) {
    return sources.folder() == null
        ? Optional.empty()
        : Optional.of(new EditedKernelsReport(sources, KernelCoverage.of(device, sources, builds)));
  }

  /** The files that were built, then the edits. */
  String toText() {
    StringBuilder text =
        new StringBuilder("%nkernels of %s that this device compiled:%n".formatted(folder()));
    coverage
        .built()
        .forEach(
            (file, built) ->
                text.append(
                    Phrase.of(
                        "  %-30s %4d programs%s%n",
                        file, built.programs(), defines(built.defines()))));
    List<String> never =
        sources.files().stream().filter(f -> !coverage.built().containsKey(f)).toList();
    if (!never.isEmpty()) {
      text.append("  never: %s%n".formatted(String.join(", ", never)));
    }
    if (coverage.edits().isEmpty()) {
      text.append("no file is edited: all have the text of the program's own%n".formatted());
    }
    for (Edit edit : coverage.edits()) {
      text.append(
          "edited: %s, %s: %s%n"
              .formatted(
                  edit.file(),
                  lines(edit.lines()),
                  edit.neverCompiled().isEmpty()
                      ? "all compiled"
                      : "NEVER COMPILED: " + lines(edit.neverCompiled())));
    }
    return text.toString();
  }

  private static String defines(Map<String, Set<String>> defines) {
    StringBuilder text = new StringBuilder();
    defines.forEach(
        (name, values) -> {
          String shown =
              values.size() > MAX_VALUES ? values.size() + " values" : String.join("|", values);
          text.append(text.isEmpty() ? ", with " : " ").append(name).append('=').append(shown);
        });
    return text.toString();
  }

  /** What the verdict does not cover; empty where the device compiled all of the edit. */
  String caveat() {
    List<String> parts = new ArrayList<>();
    for (Edit edit : coverage.edits()) {
      int count = edit.neverCompiled().size();
      if (count > 0) {
        parts.add(
            Phrase.of(
                "%d edited %s of %s %s never compiled on this device",
                count, count == 1 ? "line" : "lines", edit.file(), count == 1 ? "was" : "were"));
      }
    }
    return parts.isEmpty() ? "" : ", BUT " + String.join("; ", parts);
  }

  /** For {@code --json}. */
  Map<String, Object> document() {
    List<Map<String, Object>> edits = new ArrayList<>();
    for (Edit edit : coverage.edits()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("file", edit.file());
      fields.put("lines", edit.lines());
      fields.put("neverCompiled", edit.neverCompiled());
      edits.add(fields);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("folder", folder());
    root.put("built", coverage.built());
    root.put("edits", edits);
    return root;
  }

  private String folder() {
    return String.valueOf(sources.folder());
  }

  /** Such as {@code lines 3-5, 9}. */
  static String lines(List<Integer> numbers) {
    StringBuilder text = new StringBuilder(numbers.size() == 1 ? "line " : "lines ");
    for (int i = 0; i < numbers.size(); i++) {
      int first = i;
      while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
        i++;
      }
      text.append(first == 0 ? "" : ", ").append(numbers.get(first));
      text.append(i == first ? "" : "-" + numbers.get(i));
    }
    return text.toString();
  }
}
