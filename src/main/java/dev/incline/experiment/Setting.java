package dev.incline.experiment;

/**
 * A value that somebody chose for an option.
 *
 * @param text as the command line takes it; the elements of a list joined by commas
 * @param origin for people: {@code flag}, {@code file NAME} or {@code group NAME}
 */
public record Setting(String text, String origin) {
  /** Given on the command line. */
  public static final String FLAG = "flag";
}
