package dev.incline.page;

import dev.incline.file.InputFile;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;

/** What a document is written as; the end of the file's name says it. */
public enum PageForm {
  HTML,
  PDF;

  static final String PRODUCER = "Incline";

  String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * The form of a file of this name.
   *
   * @throws InvalidOptionException naming the flag where it is none
   */
  public static PageForm of(Path file, String flag) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (PageForm form : values()) {
      if (name.endsWith(form.ending())) {
        return form;
      }
    }
    throw new InvalidOptionException(
        "%s must name a file that ends with .html (for a browser) or .pdf (for paper), not %s"
            .formatted(flag, file));
  }

  /** The file's name without its form: its neighbours are called after it. */
  public static Path stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.replaceFirst("(?i)\\.(html|pdf)$", ""));
  }

  /** The files that one document becomes, of which {@code file} is one. */
  public static boolean wroteOneOf(Path file) {
    for (PageForm form : values()) {
      if (wrote(file.resolveSibling(stem(file).getFileName() + form.ending()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file is a document that this program wrote. */
  public static boolean wrote(Path file) {
    try {
      Path there = InputFile.require(file, InputFile.RECORD);
      return InputFile.text(there, InputFile.RECORD, StandardCharsets.ISO_8859_1)
              .startsWith(HtmlFile.BEGINNING)
          || isPdfOfOurs(there);
    } catch (IOException e) {
      return false; // neither
    }
  }

  private static boolean isPdfOfOurs(Path file) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
      return PRODUCER.equals(pdf.getDocumentInformation().getProducer());
    }
  }
}
