package dev.incline.report;

import java.util.List;

/**
 * What a report is about.
 *
 * @param data on what the runs were trained, a sentence of markup
 * @param omissions what was left out, and why, in sentences of plain text
 */
public record Study(String title, String data, List<Group> groups, List<String> omissions) {
  public Study {
    groups = List.copyOf(groups);
    omissions = List.copyOf(omissions);
  }

  /** Every finished run, once, in the order of the groups. */
  List<Run> runs() {
    return groups.stream().flatMap(Group::runs).distinct().toList();
  }

  /** How many runs finished. */
  public int size() {
    return runs().size();
  }

  /** The run of the highest {@link Run#score}; among equals the first. */
  public Run best() {
    Run best = runs().get(0);
    for (Run run : runs()) {
      best = run.score() > best.score() ? run : best;
    }
    return best;
  }
}
