package dev.incline.report;

import dev.incline.pdf.Document;
import dev.incline.pdf.Markup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the report of a study: the PDF, and beside it a folder of its figures and tables. */
public final class ReportWriter {
  private final Study study;
  private final Notes notes;
  private final @Nullable Path morePages;
  private final String program;

  /**
   * @param notes the author's words per section; null for none
   * @param morePages Markdown set as sections of its own; null for none
   * @param program name and version of what writes
   * @throws IOException naming the file of notes when it cannot be read
   */
  public ReportWriter(Study study, @Nullable Path notes, @Nullable Path morePages, String program)
      throws IOException {
    this.study = study;
    this.notes = notes == null ? Notes.NONE : Notes.read(notes);
    this.morePages = morePages;
    this.program = program;
  }

  /** Where the figures and tables of a report lie: for report.pdf, report-figures. */
  public static Path figures(Path pdf) {
    String name = pdf.getFileName().toString().replaceFirst("\\.[pP][dD][fF]$", "");
    return pdf.resolveSibling(name + "-figures");
  }

  /**
   * Writes the files.
   *
   * @param best the study's best model, evaluated; null where that cannot be had
   * @param failures what else is missing from the report, besides the study's omissions
   * @return what the author should know: notes of no section, letters that no font has
   */
  public List<String> write(Path pdf, @Nullable BestModel best, List<String> failures)
      throws IOException {
    Path folder = pdf.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path draft = pdf.resolveSibling("." + pdf.getFileName() + ".part");
    try (Document document = new Document(study.title(), titleLines())) {
      Pages pages = new Pages(document, notes);
      sections(pages, best, failures);
      more(document);
      document.save(draft, program, "Training runs and their results");
      pages.writeFiles(figures(pdf));
      Files.move(draft, pdf, StandardCopyOption.REPLACE_EXISTING);
      return warnings(pages, document);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private List<String> titleLines() {
    List<Run> runs = study.runs();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s in %s"
            .formatted(Text.count(runs.size(), "run"), Text.count(study.groups().size(), "group")));
    lines.add(study.data());
    lines.add(
        "%s, written by %s"
            .formatted(LocalDate.now(ZoneId.systemDefault()), Markup.escape(program)));
    return lines;
  }

  private void sections(Pages pages, @Nullable BestModel best, List<String> failures)
      throws IOException {
    List<Run> runs = study.runs();
    pages.section("Summary", () -> summary(pages, failures));
    pages.section(MethodSection.TITLE, () -> new MethodSection(pages, runs).set(study.data()));
    for (Group group : study.groups()) {
      pages.section(group.title(), () -> new GroupSection(pages, group).set());
    }
    Run first = study.best();
    pages.section(
        BestModelSection.TITLE,
        () -> {
          BestModelSection section = new BestModelSection(pages, first);
          section.set();
          if (best != null) {
            section.evaluated(best);
          }
        });
    pages.section(CostSection.TITLE, () -> CostSection.set(pages, runs));
    pages.section(AppendixSection.TITLE, () -> AppendixSection.set(pages, runs));
  }

  private void summary(Pages pages, List<String> failures) throws IOException {
    for (Group group : study.groups()) {
      pages.paragraph("**" + Markup.escape(group.title()) + "**");
      for (String sentence : Findings.of(group)) {
        pages.item(sentence);
      }
    }
    List<String> omissions = new ArrayList<>(study.omissions());
    omissions.addAll(failures);
    if (!omissions.isEmpty()) {
      pages.heading("Left out of this report");
      for (String omission : omissions) {
        pages.item(Markup.escape(omission));
      }
    }
  }

  private void more(Document document) throws IOException {
    if (morePages == null) {
      return;
    }
    List<String> lines = Markdown.lines(morePages);
    Path parent = morePages.toAbsolutePath().getParent();
    if (lines.stream()
        .filter(l -> !l.isBlank())
        .findFirst()
        .map(l -> !l.startsWith("# "))
        .orElse(true)) {
      document.heading(1, "Further pages");
    }
    Markdown.set(document, lines, parent == null ? Path.of("") : parent, 0);
  }

  private List<String> warnings(Pages pages, Document document) {
    List<String> warnings = new ArrayList<>();
    if (!notes.unused().isEmpty()) {
      warnings.add(
          "the notes have sections that the report has not: %s. Its sections: %s"
              .formatted(String.join(", ", notes.unused()), String.join(", ", pages.sections())));
    }
    if (!document.missingLetters().isEmpty()) {
      warnings.add(
          "the report's fonts have no sign for %s: it stands as \ufffd"
              .formatted(String.join(" ", document.missingLetters())));
    }
    return warnings;
  }
}
