package dev.incline.report;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report is about.
 *
 * @param data on what the runs were trained, a sentence of markup
 * @param omissions what was left out, and why, in sentences of plain text
 */
public record Study(String title, String data, List<SettingGroup> groups, List<String> omissions) {
  public Study {
    groups = List.copyOf(groups);
    omissions = List.copyOf(omissions);
  }

  /** Every finished run, once, in the order of the groups. */
  List<Run> runs() {
    Map<Path, Run> runs = new LinkedHashMap<>();
    groups.stream().flatMap(SettingGroup::runs).forEach(run -> runs.putIfAbsent(run.folder(), run));
    return List.copyOf(runs.values());
  }

  /** How many runs finished. */
  public int size() {
    return runs().size();
  }

  /** What its runs are compared by. */
  String measure() {
    return Run.measure(runs().stream());
  }

  /** The run of the highest {@link Run#score}; among equals the first. */
  public Run best() {
    return Collections.max(runs(), Comparator.comparingDouble(Run::score));
  }
}
