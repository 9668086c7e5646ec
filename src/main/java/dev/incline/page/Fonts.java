package dev.incline.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The fonts of one PDF: each embedded, with the glyphs that are used. */
final class Fonts {
  static final String UNKNOWN = "\ufffd"; // a glyph that each face has

  private final PDDocument document;
  private final Map<Face, PDFont> loaded = new EnumMap<>(Face.class);
  private final Set<String> missing = new TreeSet<>();

  Fonts(PDDocument document) {
    this.document = document;
  }

  /** Text in one face. */
  record Run(String text, Face face) {}

  PDFont font(Face face) throws IOException {
    PDFont font = loaded.get(face);
    if (font == null) {
      try (InputStream file =
          Objects.requireNonNull(Fonts.class.getResourceAsStream(face.resource()))) {
        font = PDType0Font.load(document, file, true);
      }
      loaded.put(face, font);
    }
    return font;
  }

  /** Points. */
  double width(List<Run> runs, double size) throws IOException {
    double sum = 0;
    for (Run run : runs) {
      sum += font(run.face).getStringWidth(run.text);
    }
    return sum * size / 1000;
  }

  /**
   * The text in faces that have its letters: a letter that the face lacks is set in the regular
   * one. A letter that neither has becomes a sign, and is remembered.
   */
  List<Run> runs(String text, Face face) throws IOException {
    List<Run> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    Face current = face;
    for (int code : text.codePoints().toArray()) {
      String letter = code < ' ' ? " " : Character.toString(code);
      Face its = has(letter, face) || !has(letter, Face.REGULAR) ? face : Face.REGULAR;
      if (its != current) {
        runs.add(new Run(run.toString(), current));
        run.setLength(0);
        current = its;
      }
      if (has(letter, its)) {
        run.append(letter);
      } else {
        run.append(UNKNOWN);
        missing.add(letter);
      }
    }
    runs.add(new Run(run.toString(), current));
    return runs;
  }

  private boolean has(String letter, Face face) throws IOException {
    try {
      font(face).encode(letter);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Remembers the letters of a text that no face for running text has. */
  void check(String text) throws IOException {
    for (int code : Joining.joined(text).codePoints().filter(c -> c > '~').distinct().toArray()) {
      String letter = Character.toString(code);
      if (!has(letter, Face.REGULAR) && !has(letter, Face.MONO)) {
        missing.add(letter);
      }
    }
  }

  /** The letters that could not be set. */
  Set<String> missing() {
    return missing;
  }
}
