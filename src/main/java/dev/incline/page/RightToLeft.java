package dev.incline.page;

import com.openhtmltopdf.bidi.BidiReorderer;
import com.openhtmltopdf.bidi.BidiSplitter;
import com.openhtmltopdf.bidi.BidiTextRun;
import java.text.Bidi;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hebrew and Arabic run from the right (Unicode's bidirectional algorithm, UAX 9, which the JDK
 * has): the runs of a paragraph, and the letters of a run from left to right.
 */
final class RightToLeft implements BidiReorderer, BidiSplitter {
  private static final String MIRRORED = "()[]{}<>\u00ab\u00bb\u2039\u203a\u2264\u2265";

  private @Nullable Bidi paragraph;

  /** The letters of a line from left to right, joined where they are Arabic. */
  static String visual(String line) {
    if (!Bidi.requiresBidi(line.toCharArray(), 0, line.length())) {
      return line;
    }
    String joined = Joining.joined(line);
    Bidi bidi = new Bidi(joined, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    int runs = bidi.getRunCount();
    byte[] levels = new byte[runs];
    Object[] parts = new Object[runs];
    for (int i = 0; i < runs; i++) {
      levels[i] = (byte) bidi.getRunLevel(i);
      String part = joined.substring(bidi.getRunStart(i), bidi.getRunLimit(i));
      parts[i] = levels[i] % 2 == 0 ? part : reversed(part);
    }
    Bidi.reorderVisually(levels, 0, parts, 0, runs);
    StringBuilder visual = new StringBuilder();
    for (Object part : parts) {
      visual.append(part);
    }
    return visual.toString();
  }

  /** Backwards, with marks behind their letter as before, and brackets turned. */
  private static String reversed(String text) {
    StringBuilder reversed = new StringBuilder();
    for (int end = text.length(); end > 0; ) {
      int start = end - 1;
      while (start > 0
          && (Joining.isMark(text.charAt(start)) || Character.isLowSurrogate(text.charAt(start)))) {
        start--;
      }
      reversed.append(mirrored(text.substring(start, end)));
      end = start;
    }
    return reversed.toString();
  }

  private static String mirrored(String cluster) {
    int at = cluster.length() == 1 ? MIRRORED.indexOf(cluster) : -1;
    return at < 0 ? cluster : MIRRORED.substring(at ^ 1, (at ^ 1) + 1);
  }

  @Override
  public String reorderRTLTextToLTR(String text) {
    return reversed(text);
  }

  @Override
  public String shapeText(String text) {
    return Joining.joined(text);
  }

  @Override
  public String deshapeText(String text) {
    return text;
  }

  @Override
  public boolean isLiveImplementation() {
    return true;
  }

  @Override
  public void setParagraph(String text, byte direction) {
    paragraph =
        new Bidi(
            text, direction == RTL ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
  }

  @Override
  public int countTextRuns() {
    return Objects.requireNonNull(paragraph).getRunCount();
  }

  @Override
  public BidiTextRun getVisualRun(int run) {
    Bidi runs = Objects.requireNonNull(paragraph);
    int start = runs.getRunStart(run);
    byte direction = runs.getRunLevel(run) % 2 == 0 ? LTR : RTL;
    return new BidiTextRun(start, runs.getRunLimit(run) - start, direction);
  }

  @Override
  public byte getBaseDirection(String text) {
    return new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight() ? LTR : RTL;
  }
}
