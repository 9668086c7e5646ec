package dev.incline.report.pages;

import dev.incline.experiment.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The author's own words: a Markdown file whose headings name the sections they belong under. */
public final class Notes {
  public static final Notes NONE = new Notes(Path.of(""), new LinkedHashMap<>());

  private final Path file;
  private final Map<String, List<String>> sections; // by heading, as written
  private final Set<String> unused;

  private Notes(Path file, Map<String, List<String>> sections) {
    this.file = file;
    this.sections = sections;
    this.unused = new TreeSet<>(sections.keySet());
  }

  /**
   * The notes of a file.
   *
   * @throws IOException naming the file when it cannot be read, or has text before any heading
   */
  public static Notes read(Path file) throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> current = null;
    for (String line : TextFile.lines(file)) {
      if (line.matches("#{1,2} .*")) {
        current = new ArrayList<>();
        sections.put(line.replaceFirst("#+ ", "").strip(), current);
      } else if (current != null) {
        current.add(line);
      } else if (!line.isBlank()) {
        throw new IOException(
            file
                + " starts without a heading: put '## ' and the title of a section of the report above '"
                + line.strip()
                + "'");
      }
    }
    return new Notes(file, sections);
  }

  /** The lines for a section, whatever the case of its heading; none where there are none. */
  public List<String> of(String section) {
    for (Map.Entry<String, List<String>> entry : sections.entrySet()) {
      String heading = entry.getKey();
      if (heading.toLowerCase(Locale.ROOT).equals(section.toLowerCase(Locale.ROOT))) {
        unused.remove(heading);
        return entry.getValue();
      }
    }
    return List.of();
  }

  public Path folder() {
    return file.toAbsolutePath().resolveSibling("");
  }

  /** Headings no section asked for. */
  public Set<String> unused() {
    return unused;
  }
}
