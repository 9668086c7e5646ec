package dev.incline.experiment;

import dev.incline.model.Initializer;
import dev.incline.option.OptionTable;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training's options in YAML: long option names without dashes, or the sections {@code Train} and
 * {@code Model} of the course that set the assignment. A key without a value is as good as absent.
 *
 * @param file that was read
 * @param given what it chooses
 * @param blanks keys without a value, by long option name
 * @param warnings keys that are known but that training does not use
 * @param isCourse whether the file has sections of the course
 */
public record ConfigFile(
    Path file,
    OptionValues given,
    Map<String, String> blanks,
    List<String> warnings,
    boolean isCourse) {
  /** How the course's own code starts its weights, whatever the network. */
  private static final Initializer COURSE_INIT = Initializer.parse("normal:0.001");

  /**
   * Reads a file.
   *
   * @throws InvalidOptionException naming the file, the key, and the nearest of those known; of a
   *     value what the option takes
   */
  public static ConfigFile read(Path file) {
    try {
      return new ConfigReader(file).read(DocumentFile.yaml(file));
    } catch (IOException e) {
      throw new InvalidOptionException("--config: " + e.getMessage());
    }
  }

  /**
   * Its values, and over them those that were chosen elsewhere. A course's file brings the course's
   * initial weights, unless others were chosen.
   */
  public OptionValues under(OptionValues chosen) {
    OptionValues own =
        startsAsCourse(chosen) ? given.with(Options.INIT, COURSE_INIT, Origin.file(file)) : given;
    return own.with(chosen);
  }

  /** What the user should know of it, beside values that were chosen elsewhere. */
  public List<String> notes(OptionValues chosen) {
    List<String> notes = new ArrayList<>();
    blanks.forEach(
        (name, key) ->
            OptionTable.find(name)
                .filter(option -> !chosen.has(option) && given.concerns(option))
                .ifPresent(
                    option ->
                        notes.add(
                            "%s: %s has no value: %s is at its default"
                                .formatted(file, key, option))));
    if (startsAsCourse(chosen)) {
      notes.add(
          "%s has the course's form: the weights start as in the course, with --init %s"
              .formatted(file, COURSE_INIT));
    }
    return notes;
  }

  private boolean startsAsCourse(OptionValues chosen) {
    OptionValues all = given.with(chosen);
    return isCourse && !all.has(Options.INIT) && !all.has(Options.WEIGHTS);
  }
}
