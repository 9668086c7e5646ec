package dev.incline.data;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EMNIST's mapping files: each line has a label and the codes of the characters that it stands for,
 * {@code 1 65 97} for A and a.
 */
final class LabelMapping {
  private static final long LARGEST = 1 << 16;

  private LabelMapping() {}

  /**
   * The characters of each label, such as {@code Aa}.
   *
   * @throws DataException naming the file and the line that is none
   */
  static Map<String, String> read(Path file) {
    List<String> lines;
    try {
      lines = new String(InputFile.bytes(file, LARGEST), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.matches("[0-9]{1,9}( +[0-9]{1,6})+")) {
        throw new DataException(
            Phrase.of(
                "%s, line %d is no label with codes of characters, such as '1 65 97'",
                file, i + 1));
      }
      String[] numbers = line.split(" +", -1);
      StringBuilder name = new StringBuilder();
      for (int k = 1; k < numbers.length; k++) {
        int code = Integer.parseInt(numbers[k]);
        if (code <= ' ' || !Character.isDefined(code) || Character.isISOControl(code)) {
          throw new DataException(
              Phrase.of("%s, line %d: %d is the code of no character", file, i + 1, code));
        }
        name.appendCodePoint(code);
      }
      if (name.length() > 0) {
        names.put(Classes.plain(numbers[0]), name.toString());
      }
    }
    return names;
  }
}
