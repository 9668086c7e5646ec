package dev.incline.option;

import dev.incline.wording.Numeral;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an option adds to the name of a run's folder.
 *
 * @param position parts of lower ones come first; of equal ones those of options declared first
 * @param format {@code %s} in it is the shortened value
 * @param always also where the option is at its default
 */
record FolderPart(int position, String format, boolean always) {
  /** Of an option that says nothing of it. */
  static final int LAST = 4;

  /**
   * @param stored the value, as config.yaml has it
   */
  String of(Object stored) {
    return format.replace("%s", shortened(stored));
  }

  private static String shortened(Object stored) {
    if (stored instanceof List<?> parts) {
      return parts.stream().map(FolderPart::shortened).collect(Collectors.joining("-"));
    } else if (stored instanceof Double number) {
      String plain = BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      return plain.length() <= 12 ? plain : Numeral.of(number);
    }
    return stored
        .toString()
        .replaceFirst(
            ".*[/\\\\](?=[^/\\\\]*[/\\\\][^/\\\\]*$)",
            "") // a file's name, with its folder's: every run has a model.safetensors
        .replaceAll("[^A-Za-z0-9._+-]", "_");
  }
}
