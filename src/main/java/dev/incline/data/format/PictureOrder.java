package dev.incline.data.format;

import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures by their own names, whatever their class; of equal names by their folders. Numbers in
 * names count by value. So pictures that are numbered as the rows of another file come in its
 * order.
 */
final class PictureOrder implements Comparator<Path> {
  private static final Pattern NUMBER = Pattern.compile("0*([0-9]{1,30})");

  @Override
  public int compare(Path one, Path other) {
    int byKey = key(one).compareTo(key(other));
    return byKey != 0 ? byKey : one.compareTo(other);
  }

  /** The name with the length of each number before it. */
  private static String key(Path file) {
    Matcher number = NUMBER.matcher(String.valueOf(file.getFileName()));
    return number.replaceAll(n -> Phrase.of("%02d%s", n.group(1).length(), n.group(1)));
  }
}
