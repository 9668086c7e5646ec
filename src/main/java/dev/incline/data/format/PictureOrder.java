package dev.incline.data.format;

import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pictures by their own names, whatever their class; of equal names by their folders. Numbers in
 * names count by value. So pictures that are numbered as the rows of another file come in its
 * order.
 *
 * @param key the name with the length of each number before it
 */
record PictureOrder(Path file, String key) {
  private static final Pattern NUMBER = Pattern.compile("0*([0-9]{1,30})");

  static List<Path> sorted(Stream<Path> pictures) {
    return pictures
        .map(PictureOrder::of) // once for each: comparisons are many
        .sorted(Comparator.comparing(PictureOrder::key).thenComparing(PictureOrder::file))
        .map(PictureOrder::file)
        .toList();
  }

  private static PictureOrder of(Path file) {
    String name = String.valueOf(file.getFileName());
    return new PictureOrder(
        file,
        NUMBER.matcher(name).replaceAll(n -> Phrase.of("%02d%s", n.group(1).length(), n.group(1))));
  }
}
