package dev.incline.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The fonts of one document: each embedded, with the glyphs that are used. */
final class Fonts {
  private static final String UNKNOWN = "\ufffd"; // a glyph that each face has

  private final PDDocument document;
  private final Map<Face, PDFont> loaded = new EnumMap<>(Face.class);
  private final Map<Face, Map<Integer, Float>> widths = new EnumMap<>(Face.class);
  private final Set<String> missing = new TreeSet<>();

  Fonts(PDDocument document) {
    this.document = document;
  }

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
  double width(String text, Face face, double size) throws IOException {
    Map<Integer, Float> known = widths.computeIfAbsent(face, f -> new HashMap<>());
    double sum = 0;
    for (int code : text.codePoints().toArray()) {
      Float width = known.get(code);
      if (width == null) {
        width = font(face).getStringWidth(Character.toString(code));
        known.put(code, width);
      }
      sum += width;
    }
    return sum * size / 1000;
  }

  /**
   * The text in faces that have its letters: a letter that the face lacks is set in the regular
   * one. Arabic letters are joined. A letter that no face has becomes a sign, and is remembered.
   */
  List<Span> printable(Span span) throws IOException {
    List<Span> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    Face current = span.face();
    for (int code : Joining.joined(span.text()).codePoints().toArray()) {
      String letter = code < ' ' ? " " : Character.toString(code);
      Face face = span.face();
      if (!has(letter, face)) {
        face = has(letter, Face.REGULAR) ? Face.REGULAR : face;
      }
      if (!has(letter, face)) {
        missing.add(letter);
        letter = UNKNOWN;
      }
      if (face != current && part.length() > 0) {
        parts.add(new Span(part.toString(), current, span.script()));
        part.setLength(0);
      }
      current = face;
      part.append(letter);
    }
    parts.add(new Span(part.toString(), current, span.script()));
    return parts;
  }

  private boolean has(String letter, Face face) throws IOException {
    Map<Integer, Float> known = widths.computeIfAbsent(face, f -> new HashMap<>());
    if (known.containsKey(letter.codePointAt(0))) {
      return true;
    }
    try {
      font(face).encode(letter);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The letters that could not be set. */
  Set<String> missing() {
    return missing;
  }
}
