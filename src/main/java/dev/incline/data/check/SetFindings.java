package dev.incline.data.check;

import dev.incline.data.check.DataCheck.Finding;
import dev.incline.data.check.DataCheck.Severity;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is odd about one set, whatever the other holds. */
record SetFindings(Description set, ImageIndex images, List<Finding> findings) {
  /** Rows of the largest class over those of the smallest. */
  private static final double UNBALANCED = 3;

  static List<Finding> of(Description set, ImageIndex images) {
    SetFindings of = new SetFindings(set, images, new ArrayList<>());
    of.inputs();
    of.labels();
    of.copies();
    return of.findings;
  }

  private void add(Severity severity, String code, String text, Object... values) {
    findings.add(
        new Finding(severity, code, set.name() + ": " + String.format(Locale.ROOT, text, values)));
  }

  private void inputs() {
    if (set.missing() == set.rows() * set.width()) {
      add(Severity.ERROR, "blank", "no row has any value: there is nothing to learn from");
    } else if (set.smallest().equals(set.largest())) {
      add(
          Severity.ERROR,
          "blank",
          "every %s of every row is %s: there is nothing to learn from",
          set.pixels() ? "pixel" : "number",
          set.smallest());
    }
    if (set.pixels()) {
      pixels(set.smallest().intValue(), set.largest().intValue());
    }
    if (set.constantPixels() > 0) {
      add(
          Severity.INFO,
          "constant-pixels",
          "%,d of %,d %s are the same in every row",
          set.constantPixels(),
          set.height() * set.width() * set.channels(),
          set.channels() == 3 ? "values of pixels" : set.pixels() ? "pixels" : "features");
    }
  }

  private void pixels(int smallest, int largest) {
    if (smallest == largest) {
      return; // said
    }
    if (largest <= 1) {
      add(
          Severity.WARNING,
          "unscaled",
          "every pixel is 0 or 1, and 1/255 of it is taken: were the images scaled before they were written as bytes? Write 0 to 255");
    } else if (largest < 64) {
      add(
          Severity.WARNING,
          "dim",
          "no pixel is above %d of 255: were the images scaled to another range?",
          largest);
    }
    if (set.mean() > 127.5) {
      add(
          Severity.INFO,
          "bright",
          "the mean pixel is %.0f of 255: a light background; where test or other images are dark, invert one of them",
          set.mean());
    }
  }

  private void labels() {
    List<String> absent = new ArrayList<>();
    int most = 0;
    int least = Integer.MAX_VALUE;
    for (int c = 0; c < set.perClass().length; c++) {
      int rows = set.perClass()[c];
      if (rows == 0) {
        absent.add(set.classes().get(c));
      } else {
        most = Math.max(most, rows);
        least = Math.min(least, rows);
      }
    }
    if (absent.size() == set.perClass().length - 1) {
      add(Severity.ERROR, "one-class", "every row has the same label");
    } else if (!absent.isEmpty()) {
      add(Severity.WARNING, "class-absent", "no row has the label %s", Listing.of(absent));
    }
    if (most > UNBALANCED * least) {
      add(
          Severity.WARNING,
          "unbalanced",
          "the largest class has %,d rows, the smallest %,d: accuracy alone will mislead",
          most,
          least);
    }
  }

  private void copies() {
    if (set.duplicates() > 0) {
      boolean many = set.duplicates() > set.rows() / 100;
      add(
          many ? Severity.WARNING : Severity.INFO,
          "duplicates",
          "%s, such as row %d of row %d",
          set.duplicates() == 1
              ? "1 row is a copy of a row before it"
              : Phrase.of("%,d rows are copies of rows before them", set.duplicates()),
          images.duplicate[0],
          images.duplicate[1]);
    }
    if (set.contradictions() > 0) {
      int[] example = images.contradiction;
      add(
          Severity.WARNING,
          "contradictions",
          "%s under another label, such as row %d (label %s) and row %d (label %s)",
          Phrase.of(
              set.contradictions() == 1
                  ? "1 row has the %2$s of a row before it"
                  : "%,d rows have the %s of a row before them",
              set.contradictions(),
              set.pixels() ? "image" : "numbers"),
          example[0],
          images.labelName(example[0]),
          example[1],
          images.labelName(example[1]));
    }
  }
}
