package dev.incline.page;

import com.openhtmltopdf.extend.FSTextBreaker;

/** Breaks lines at spaces alone: an option, a hash or a name stays whole where there is room. */
final class Spaces implements FSTextBreaker {
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
    at = space < 0 ? text.length() : space + 1;
    return at;
  }
}
