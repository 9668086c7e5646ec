package dev.incline.report;

import dev.incline.experiment.TextFile;
import dev.incline.page.Document;
import dev.incline.page.Markup;
import dev.incline.page.PageForm;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Notes;
import dev.incline.report.pages.Pages;
import dev.incline.store.OutputFile;
import dev.incline.store.RunFolder;
import dev.incline.wording.Harmless;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the report of a study: HTML or PDF, and beside it a folder of its figures and tables. */
public final class ReportWriter {
  private static final int SECTIONS = 20; // of too many groups

  private final Study study;
  private final Notes notes;
  private final @Nullable Path morePages;
  private final List<String> author;
  private final String program;
  private final boolean brief;

  /**
   * @param notes the author's words per section; null for none
   * @param morePages Markdown set as sections of its own; null for none
   * @param author who hands it in, and for what, a line each on the title page, plain text
   * @param program name and version of what writes
   * @param brief whether the appendix stays out of the pages; its figures and tables are written
   * @throws IOException naming the file of notes when it cannot be read
   */
  public ReportWriter(
      Study study,
      @Nullable Path notes,
      @Nullable Path morePages,
      List<String> author,
      String program,
      boolean brief)
      throws IOException {
    this.study = study;
    this.notes = notes == null ? Notes.NONE : Notes.read(notes);
    this.morePages = morePages;
    this.author = List.copyOf(author);
    this.program = program;
    this.brief = brief;
  }

  /**
   * Where the figures and tables of a report lie: for report.pdf and report.html, report-figures.
   */
  public static Path figures(Path report) {
    return report.resolveSibling(PageForm.stem(report).getFileName() + "-figures");
  }

  /**
   * Tries whether a report can be written, and leaves nothing there.
   *
   * @return whether an earlier report will be replaced
   * @throws dev.incline.wording.InvalidOptionException when the name says neither HTML nor PDF, or
   *     the report would replace what no report made
   * @throws IOException when the folder takes no file
   */
  public static boolean require(Path report, boolean overwrite) throws IOException {
    boolean replaces = OutputFile.require(report, "--out", overwrite, PageForm::wrote);
    PageForm.of(report, "--out");
    Path figures = figures(report);
    if (Files.exists(figures) && !Files.isDirectory(figures)) {
      throw new InvalidOptionException(
          "--out: the figures' folder would be %s, but that is a file. Choose another --out"
              .formatted(figures));
    }
    if (!overwrite && Files.exists(figures) && !isEmpty(figures) && !PageForm.wroteOneOf(report)) {
      throw new InvalidOptionException(
          "--out: the figures' folder would be %s, which holds files already. Choose another --out, or replace files of the same names with --overwrite"
              .formatted(figures));
    }
    if (Files.exists(figures)) {
      RunFolder.at(figures).close(); // whether it takes a file
    }
    return replaces;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  /**
   * Writes the files.
   *
   * @param best the study's best model, evaluated; null where that cannot be had
   * @param failures what else is missing from the report, besides the study's omissions
   * @return what the author should know: notes of no section, letters that no font has
   */
  public List<String> write(Path report, @Nullable BestModel best, List<String> failures)
      throws IOException {
    Document document = new Document(study.title(), titleLines());
    Pages pages = new Pages(document, notes);
    sections(pages, best, failures);
    more(document);
    List<String> warnings = new ArrayList<>();
    if (!notes.unused().isEmpty()) {
      warnings.add(
          "the notes have sections that the report has not: %s. Its sections: %s"
              .formatted(Listing.of(notes.unused()), String.join(", ", pages.sections())));
    }
    warnings.addAll(write(document, report, program, "Training runs and their results"));
    pages.writeFiles(figures(report)); // last: the report tells whose they are, should they fail
    return warnings;
  }

  /**
   * Writes a document in the form that the file's name says.
   *
   * @return a warning that names the letters no font has, if there are any
   */
  static List<String> write(Document document, Path file, String program, String subject)
      throws IOException {
    Set<String> missing = new TreeSet<>();
    OutputFile.write(
        file,
        draft ->
            missing.addAll(document.write(PageForm.of(file, "--out"), draft, program, subject)));
    List<String> letters =
        missing.stream()
            .map(letter -> "%s (U+%04X)".formatted(letter, letter.codePointAt(0)))
            .toList();
    return letters.isEmpty()
        ? List.of()
        : List.of(
            "the report's fonts have no sign for %s: \ufffd stands in its place"
                .formatted(Listing.of(letters, " ")));
  }

  private List<String> titleLines() {
    List<Run> runs = study.runs();
    List<String> lines = new ArrayList<>();
    author.forEach(line -> lines.add(Markup.escape(Harmless.of(line))));
    lines.add(
        "%s in %s"
            .formatted(
                Numeral.count(runs.size(), "run"), Numeral.count(study.groups().size(), "group")));
    lines.add(study.data());
    lines.add(
        "%s, written by %s"
            .formatted(LocalDate.now(ZoneId.systemDefault()), Markup.escape(program)));
    return lines;
  }

  private void sections(Pages pages, @Nullable BestModel best, List<String> failures)
      throws IOException {
    List<Run> runs = study.runs();
    List<SettingGroup> groups = groups();
    pages.section("Summary", () -> summary(pages, failures));
    pages.section(
        MethodSection.TITLE, () -> new MethodSection(runs).set(pages, study.data(), best));
    for (SettingGroup group : groups) {
      pages.section(group.title(), () -> new GroupSection(pages, group).set());
    }
    pages.section(
        BestModelSection.TITLE, () -> new BestModelSection(pages, study.best()).set(best));
    pages.section(CostSection.TITLE, () -> CostSection.set(pages, runs));
    if (brief) {
      pages.leaveOut();
    }
    pages.section(
        AppendixSection.TITLE, () -> AppendixSection.set(pages, runs, study.measure(), groups));
  }

  /** What came out; of many runs, which stand on these pages, and where the others are. */
  private void summary(Pages pages, List<String> failures) {
    List<String> omissions = new ArrayList<>(study.omissions());
    omissions.addAll(failures);
    int left = study.groups().size() - groups().size();
    Headline headline = new Headline(groups());
    headline.table().ifPresent(pages::table);
    Map<String, Object> facts = new HashMap<>();
    facts.put("excerpt", study.size() > Excerpt.MOST || left > 0);
    facts.put("runs", study.size());
    facts.put("left", left);
    facts.put("headline", headline.facts());
    facts.put("incomplete", !omissions.isEmpty());
    facts.put("omissions", omissions.stream().limit(Excerpt.LISTED).toList());
    facts.put("further", Math.max(0, omissions.size() - Excerpt.LISTED));
    if (!omissions.isEmpty()) {
      pages.table(
          DataTable.of(
              "left-out", omissions, Column.text("left out of this report", text -> text)));
    }
    pages.prose("summary", facts);
  }

  /** Those with a section of their own: of too many the best. */
  private List<SettingGroup> groups() {
    return study.groups().size() <= Excerpt.LISTED
        ? study.groups()
        : study.groups().stream()
            .sorted(Comparator.comparingDouble(ReportWriter::best))
            .limit(SECTIONS)
            .toList();
  }

  private static double best(SettingGroup group) {
    return -group.runs().mapToDouble(Run::score).max().orElse(0);
  }

  private void more(Document document) throws IOException {
    if (morePages == null) {
      return;
    }
    List<String> lines = TextFile.lines(morePages);
    if (!lines.stream().filter(l -> !l.isBlank()).findFirst().orElse("").startsWith("# ")) {
      document.heading(1, "Further pages");
    }
    document.markdown(lines, morePages.toAbsolutePath().resolveSibling(""), 0);
  }
}
