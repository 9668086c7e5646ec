package dev.incline.report;

import dev.incline.experiment.RunSummary;
import dev.incline.experiment.SameRuns;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.page.Markup;
import dev.incline.report.pages.ReportText;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads folders of runs into a study; what cannot be reported is left out, and named. */
public final class StudyReader {
  private final StoredRuns stored = new StoredRuns();
  private final SameRuns same = new SameRuns();
  private final Set<Path> seen = new LinkedHashSet<>();
  private final Map<Path, RunSummary> read = new LinkedHashMap<>(); // those that count
  private final Map<Path, String> names = new LinkedHashMap<>();
  private final Set<String> omissions = new LinkedHashSet<>();
  private Map<String, String> data = Map.of(); // SHA-256 by file: what the reported runs share

  private StudyReader() {}

  /**
   * Reads sweeps, runs, or folders of runs.
   *
   * @param folders at least one
   * @throws IOException naming a folder without runs, or, when no run can be reported, why each
   *     cannot
   */
  public static Study read(List<Path> folders) throws IOException {
    return new StudyReader().study(folders);
  }

  private Study study(List<Path> folders) throws IOException {
    List<StoredSweep> sweeps = new ArrayList<>();
    for (Path folder : folders) {
      sweeps.add(StoredSweep.read(folder, stored));
    }
    for (StoredSweep sweep : sweeps) {
      for (StoredSweep.StoredGroup group : sweep.groups()) {
        group.runs().forEach(name -> readRun(sweep.run(name), name));
      }
      List<String> others = sweep.others();
      if (!others.isEmpty()) {
        omissions.add(
            "%s: what was swept there last does not have %s: to report them too, name their folders"
                .formatted(sweep.folder(), Listing.of(others)));
      }
    }
    omissions.addAll(same.notes());
    data = mostCommonData();
    List<SettingGroup> groups = new ArrayList<>();
    for (StoredSweep sweep : sweeps) {
      for (StoredSweep.StoredGroup stored : sweep.groups()) {
        SettingGroup group = group(sweep, stored, sweeps.size() > 1);
        if (!group.settings().isEmpty()) {
          groups.add(group);
        }
      }
    }
    Study study =
        new Study(sweeps.get(0).title(), description(groups), groups, List.copyOf(omissions));
    if (study.runs().isEmpty()) {
      throw new IOException(
          "no finished run to report in %s:%n  %s"
              .formatted(
                  ReportText.list(folders.stream().map(Path::toString).toList()),
                  Listing.of(reasons(groups), "%n  ".formatted())));
    }
    return study;
  }

  private List<String> reasons(List<SettingGroup> groups) {
    List<String> reasons = new ArrayList<>(omissions);
    groups.stream()
        .flatMap(group -> group.settings().stream())
        .flatMap(setting -> setting.failures().stream())
        .forEach(failed -> reasons.add(failed.name() + " failed: " + failed.reason()));
    return reasons;
  }

  private void readRun(Path folder, String name) {
    if (!seen.add(folder)) {
      return;
    }
    if (!Files.exists(folder)) {
      boolean begun = Files.exists(Path.of(folder + StoredSweep.UNFINISHED));
      omissions.add(folder + (begun ? " is under way, or was broken off" : " has not run yet"));
      return;
    }
    try {
      RunSummary run = stored.read(folder);
      if (run.isOver()) {
        RunSummary counted = same.counted(run);
        if (counted != null) {
          names.putIfAbsent(
              counted.folder(), name.equals(".") ? String.valueOf(folder.getFileName()) : name);
          read.put(folder, counted);
        }
      } else {
        omissions.add(
            "%s is under way, or was broken off, after %s"
                .formatted(folder, Numeral.count(run.epochs(), "epoch")));
      }
    } catch (IOException e) {
      omissions.add(e.getMessage());
    }
  }

  /** Whether some rows validated; a run that failed tells nothing else. */
  private static boolean validates(RunSummary run) {
    return run.result() == null || run.result().best().hasValidation();
  }

  /** Among equals the data of the first run. */
  private Map<String, String> mostCommonData() {
    Map<Map<String, String>, Integer> counts = new LinkedHashMap<>();
    for (RunSummary run : new LinkedHashSet<>(read.values())) {
      counts.merge(run.environment().sumsOfData(), 1, Integer::sum);
    }
    return counts.isEmpty()
        ? Map.of()
        : Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private SettingGroup group(StoredSweep sweep, StoredSweep.StoredGroup stored, boolean several)
      throws IOException {
    Map<Map<String, String>, Setting> settings = new LinkedHashMap<>();
    Set<Path> counted = new LinkedHashSet<>();
    for (String name : stored.runs()) {
      RunSummary run = read.get(sweep.run(name));
      if (run == null || !counted.add(run.folder())) {
        continue;
      }
      if (!run.environment().sumsOfData().equals(data)) {
        omissions.add(
            "%s was trained on other data (%s) than most runs here: report it on its own"
                .formatted(run.folder(), run.environment().dataFolder()));
        continue;
      }
      if (!validates(run) && read.values().stream().anyMatch(StudyReader::validates)) {
        omissions.add(
            run.folder()
                + " kept no row for validation (--validation 0), by which the other runs are compared: report it on its own");
        continue;
      }
      Map<String, String> values = new LinkedHashMap<>();
      for (String option : stored.varied()) {
        values.put(option, Numeral.value(run.options().getOrDefault(option, "none")));
      }
      Setting setting =
          settings.computeIfAbsent(
              values, v -> new Setting(v, new ArrayList<>(), new ArrayList<>()));
      String shown = names.getOrDefault(run.folder(), name);
      if (run.failure() != null) {
        setting.failures().add(new Setting.FailedRun(shown, run.seed(), run.failure().message()));
      } else {
        setting.runs().add(Run.of(shown, run));
      }
    }
    String title = several ? sweep.title() + ": " + stored.title() : stored.title();
    String before = several ? sweep.title() + " " : "";
    return new SettingGroup(
        ReportText.fileName(before + stored.name()),
        title,
        stored.varied(),
        List.copyOf(settings.values()),
        stored.isWinner() ? ReportText.fileName(before + stored.search()) : "");
  }

  private String description(List<SettingGroup> groups) {
    Set<String> folders = new LinkedHashSet<>();
    groups.forEach(g -> g.runs().forEach(r -> folders.add(r.environment().dataFolder())));
    List<String> hashes = List.copyOf(new TreeMap<>(data).values());
    return "Data: %s%s."
        .formatted(
            folders.stream().map(ReportText::code).collect(Collectors.joining(", ")),
            hashes.isEmpty()
                ? ""
                : Markup.escape(
                    " (%s; SHA-256 in the appendix)"
                        .formatted(Numeral.count(hashes.size(), "file"))));
  }
}
