package dev.incline.report.pages;

import dev.incline.chart.Figure;
import dev.incline.chart.SvgCanvas;
import dev.incline.page.Document;
import dev.incline.page.Example;
import dev.incline.page.FigureImages;
import dev.incline.page.Markup;
import dev.incline.store.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A report under way: its pages, and each of its figures and tables for a file of its own. Prose
 * says where on the pages they stand; some are for their files alone.
 */
public final class Pages {
  private Document document;
  private final Notes notes;
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<String, List<Example>> examples = new HashMap<>(); // by figure
  private final Map<String, DataTable> tables = new LinkedHashMap<>();
  private final Map<String, DataTable> excerpts = new HashMap<>(); // of tables
  private final List<String> sections = new ArrayList<>();
  private boolean out; // of the report: only files are made

  public Pages(Document document, Notes notes) {
    this.document = document;
    this.notes = notes;
  }

  /** What follows is for the files alone. */
  public void leaveOut() {
    out = true;
    document = new Document("", List.of()); // that nobody writes
  }

  /** What a section sets. */
  public interface Content {
    void set() throws IOException;
  }

  /** A section, and below it what the author has to say. */
  public void section(String title, Content content) throws IOException {
    if (out) {
      content.set();
      return;
    }
    sections.add(title);
    document.heading(1, Markup.escape(title));
    content.set();
    List<String> own = notes.of(title);
    if (!own.isEmpty()) {
      document.heading(2, "Discussion");
      document.markdown(own, notes.folder(), 1);
    }
  }

  /** Words from a resource about these facts: {@link Prose}. */
  public void prose(String resource, Object facts) {
    Prose.read(resource).blocks(facts).forEach(this::set);
  }

  void set(String block) {
    if (block.startsWith("    ")) {
      document.formula(block.strip());
    } else if (block.startsWith("## ")) {
      document.heading(2, block.substring(3));
    } else if (block.startsWith("- ")) {
      document.item(block.substring(2));
    } else if (block.startsWith("[")) {
      String[] parts = block.split("[\\[\\] ]+", 4); // nothing, figure or table, its name, caption
      place(parts[1], parts[2], parts[3]);
    } else {
      document.paragraph(block.strip());
    }
  }

  private void place(String kind, String name, String caption) {
    if (kind.equals("table")) {
      DataTable all = Objects.requireNonNull(tables.get(name), name);
      document.table(excerpts.getOrDefault(name, all).onPage(caption));
    } else {
      document.figure(Objects.requireNonNull(figures.get(name), name), caption);
      document.examples(examples.getOrDefault(name, List.of()));
    }
  }

  public void figure(String name, Figure figure) {
    figures.put(name, figure);
  }

  /** A figure, and what its cells stand for. */
  public void figure(String name, Figure figure, List<Example> cells) {
    figure(name, figure);
    examples.put(name, cells);
  }

  public void table(DataTable table) {
    tables.put(table.name(), table);
  }

  /** Of many rows some: {@code all} is for the file. */
  public void table(DataTable shown, DataTable all) {
    excerpts.put(all.name(), shown);
    table(all);
  }

  public List<String> sections() {
    return sections;
  }

  /** Writes a PNG and an SVG of each figure, and a CSV of each table. */
  public void writeFiles(Path folder) throws IOException {
    for (Map.Entry<String, Figure> figure : figures.entrySet()) {
      String svg = SvgCanvas.of(figure.getValue());
      write(folder.resolve(figure.getKey() + ".svg"), svg.getBytes(StandardCharsets.UTF_8));
    }
    for (DataTable table : tables.values()) {
      byte[] csv = table.toCsv().getBytes(StandardCharsets.UTF_8);
      write(folder.resolve(table.name() + ".csv"), csv);
    }
    List<String> names = List.copyOf(figures.keySet());
    FigureImages.render(
        List.copyOf(figures.values()),
        (i, image) -> write(folder.resolve(names.get(i) + ".png"), FigureImages.png(image)));
  }

  private static void write(Path file, byte[] content) throws IOException {
    OutputFile.write(file, draft -> Files.write(draft, content));
  }
}
