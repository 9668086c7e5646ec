package dev.incline.option;

import dev.incline.wording.InvalidOptionException;
import java.nio.file.Path;

/**
 * Where a value came from.
 *
 * @param text for people: {@code default}, {@code flag}, {@code file NAME}, {@code group NAME}
 * @param place in a file, such as {@code line 3, column 5}; empty where it is from none
 */
public record Origin(String text, String place) {
  /** Given on the command line. */
  public static final Origin FLAG = new Origin("flag");

  /** Given nowhere. */
  public static final Origin DEFAULT = new Origin("default");

  public Origin(String text) {
    this(text, "");
  }

  /** A file as a whole. */
  public static Origin file(Path file) {
    return new Origin("file " + file);
  }

  /** A place in it. */
  public Origin at(String where) {
    return new Origin(text, where);
  }

  public boolean isFlag() {
    return text.equals(FLAG.text);
  }

  /**
   * What is wrong with the value of an option, the origin named first.
   *
   * @param problem what follows the option's name, such as {@code " must be a number"}
   */
  public InvalidOptionException refusal(String option, String problem) {
    String end = place.isEmpty() ? "" : " (" + place + ")";
    return new InvalidOptionException(
        isFlag() ? "--" + option + problem : text + ": " + option + problem + end);
  }
}
