package dev.incline.data.format;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures by their own names, whatever their class; of equal names by their folders. Numbers in
 * names count by value. So pictures that are numbered as the rows of another file come in its
 * order.
 *
 * @param key the name with the length of each number before it
 */
record PictureOrder(Path file, String key) {
  static List<Path> sorted(Stream<Path> pictures) {
    return pictures
        .map(PictureOrder::of) // once for each: comparisons are many
        .sorted(Comparator.comparing(PictureOrder::key).thenComparing(PictureOrder::file))
        .map(PictureOrder::file)
        .toList();
  }

  private static PictureOrder of(Path file) {
    String name = String.valueOf(file.getFileName());
    StringBuilder key = new StringBuilder();
    for (int at = 0; at < name.length(); at++) {
      if (isDigit(name, at)) {
        int end = at;
        while (isDigit(name, end)) {
          end++;
        }
        while (name.charAt(at) == '0' && at < end - 1) {
          at++;
        }
        key.append(end - at < 10 ? "0" : "").append(end - at).append(name, at, end);
        at = end - 1;
      } else {
        key.append(name.charAt(at));
      }
    }
    return new PictureOrder(file, key.toString());
  }

  private static boolean isDigit(String name, int at) {
    return at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9';
  }
}
