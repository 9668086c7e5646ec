package dev.incline.experiment;

/**
 * A value that somebody chose for an option.
 *
 * @param text as the command line takes it; the elements of a list joined by commas
 * @param origin for people: {@code flag}, {@code file NAME} or {@code group NAME}
 * @param place in a file, such as {@code line 3, column 5}; empty where it is from none
 */
public record Setting(String text, String origin, String place) {
  /** Given on the command line. */
  public static final String FLAG = "flag";

  /** From no file. */
  public Setting(String text, String origin) {
    this(text, origin, "");
  }
}
