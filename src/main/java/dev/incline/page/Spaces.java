package dev.incline.page;

import com.openhtmltopdf.extend.FSTextBreaker;

/**
 * Breaks lines at spaces: an option, a hash or a number stays whole where there is room. A long
 * name, of a run or a file, is broken behind its signs, too.
 */
final class Spaces implements FSTextBreaker {
  private static final String SIGNS = "-_/=";
  private static final int LONG = 20; // letters of a word

  private String text = "";
  private int at;

  @Override
  public void setText(String line) {
    text = line;
    at = 0;
  }

  /** The next place where a line may begin, the end of the text the last; then -1. */
  @Override
  public int next() {
    if (at >= text.length()) {
      return -1;
    }
    int space = text.indexOf(' ', at);
    int end = space < 0 ? text.length() : space + 1;
    boolean isLong = end - (text.lastIndexOf(' ', at) + 1) > LONG;
    do {
      at++;
    } while (at < end && !(isLong && isJoint(at)));
    return at;
  }

  /** Whether a name goes on there behind a sign; two of them, such as of an option, are no sign. */
  private boolean isJoint(int place) {
    return place > 1
        && SIGNS.indexOf(text.charAt(place - 1)) >= 0
        && Character.isLetterOrDigit(text.charAt(place - 2))
        && Character.isLetterOrDigit(text.charAt(place));
  }
}
