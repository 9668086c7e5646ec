package dev.incline.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.incline.experiment.RunResult;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredSweep;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.ShadowRecord;
import dev.incline.train.score.CheckRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes run folders as docs/formats.md describes them, by hand. */
final class RunFolders {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new YAMLMapper();

  private RunFolders() {}

  /** All files of a run but its model. */
  static Path write(Path folder, Run run) throws IOException {
    started(folder, run);
    StringBuilder lines = new StringBuilder();
    List<EpochRecord> epochs = run.history().epochs();
    for (EpochRecord epoch : epochs) {
      lines.append(JSON.writeValueAsString(epoch)).append('\n');
    }
    Files.writeString(folder.resolve(StoredRun.EPOCHS), lines);
    RunResult o = run.result();
    RunRecord record =
        new RunRecord(
            o.model(),
            o.network(),
            o.device(),
            run.options(),
            o.seed(),
            epochs,
            new RunRecord.Best(o.best().epoch(), o.best().validationAccuracy()),
            "",
            o.test(),
            o.weightsSha256(),
            o.bestWeightsSha256(),
            o.deadClasses(),
            o.rows(),
            o.predicted(),
            List.of(),
            o.seconds(),
            0,
            ShadowRecord.NONE,
            CheckRecord.NONE,
            folder.toString(),
            List.of());
    Files.writeString(folder.resolve(StoredRun.RESULT), record.toJson());
    return folder;
  }

  /** A run that failed. */
  static Path failed(Path folder, Run run, String message) throws IOException {
    started(folder, run);
    Files.writeString(folder.resolve(StoredRun.EPOCHS), "");
    Map<String, Object> failure =
        Map.of("kind", "diverged", "message", message, "epoch", 1, "step", 3);
    Files.writeString(folder.resolve(StoredRun.FAILURE), JSON.writeValueAsString(failure));
    return folder;
  }

  private static void started(Path folder, Run run) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model", run.result().model());
    config.putAll(run.options());
    config.put("seed", run.result().seed());
    config.put("origins", Map.of("model", "default"));
    Files.writeString(folder.resolve(StoredRun.CONFIG), YAML.writeValueAsString(config));
    Files.writeString(
        folder.resolve(StoredRun.ENVIRONMENT), JSON.writeValueAsString(run.environment()));
  }

  /** The folders of a study and its sweep.json. */
  static Path write(Path folder, Study study) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("title", study.title());
    content.put("groups", study.groups().stream().map(RunFolders::group).toList());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(StoredSweep.FILE), JSON.writeValueAsString(content));
    for (Run run : study.runs()) {
      write(folder.resolve(run.name()), run);
    }
    return folder;
  }

  private static Map<String, Object> group(SettingGroup group) {
    List<String> runs = group.runs().map(Run::name).toList();
    return Map.of(
        "name", group.name(), "title", group.title(), "varied", group.varied(), "runs", runs);
  }
}
