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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report under way: its pages, and each of its figures and tables for a file of its own. */
public final class Pages {
  private Document document;
  private final Notes notes;
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<String, DataTable> tables = new LinkedHashMap<>();
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

  public void heading(String title) throws IOException {
    document.heading(2, title);
  }

  public void paragraph(String markup) throws IOException {
    document.paragraph(markup);
  }

  public void item(String markup) throws IOException {
    document.item(markup);
  }

  public void formula(String markup) throws IOException {
    document.formula(markup);
  }

  /**
   * Words from a resource: {@link Prose}.
   *
   * @param facts by the names that it uses
   */
  public void prose(String resource, Map<String, ?> facts) throws IOException {
    Prose.read(resource).set(this, facts);
  }

  public void figure(String name, Figure figure, String caption) throws IOException {
    document.figure(figure, caption);
    figures.put(name, figure);
  }

  /** What the cells of the figure before stand for. */
  public void examples(List<Example> examples) {
    document.examples(examples);
  }

  public void table(DataTable table) throws IOException {
    table(table, table);
  }

  /** Of many rows some: {@code all} is for the file. */
  public void table(DataTable shown, DataTable all) throws IOException {
    document.table(shown.onPage());
    file(all);
  }

  /** A table for its file alone. */
  public void file(DataTable table) {
    tables.put(table.name(), table);
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
