package dev.incline.wording;

import java.util.List;
import java.util.stream.Collectors;

/** A command as one can paste it into a shell. */
public final class ShellWords {
  private ShellWords() {}

  /** The words, quoted where the shell would take them for something else. */
  public static String of(List<String> words) {
    return words.stream().map(ShellWords::word).collect(Collectors.joining(" "));
  }

  private static String word(String word) {
    return word.matches("[\\p{L}\\p{N}_@%+=:,./-]+")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
