package dev.incline.run.device;

import dev.incline.examine.Examined;
import dev.incline.wording.Phrase;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a device from being used.
 *
 * @param isWrong whether it answered wrongly; else it could not be asked, which says nothing
 *     against it
 * @param sentence to follow the device's title
 */
public record Objection(boolean isWrong, String sentence) {
  /** Of wrong answers: the first one tells, and 'incline doctor' tells all. */
  static Optional<Objection> wrong(List<String> faults) {
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    int more = faults.size() - 1;
    String rest = more == 0 ? "" : Phrase.of(" (and %d more)", more);
    return Optional.of(new Objection(true, "must not be believed: " + faults.get(0) + rest));
  }

  /** Of an examination that did not come to an answer. */
  public static Optional<Objection> unasked(Examined examined) {
    return examined
        .unasked()
        .or(examined::failure)
        .map(why -> why.replaceFirst("\\.+$", "")) // more follows
        .map(why -> new Objection(false, "could not be asked whether it computes rightly: " + why));
  }

  /** What to do, after the sentence and its full stop. */
  public String advice() {
    return isWrong
        ? "Nothing was computed on it. Take --device cpu (plain Java), or --trust-device to use it all the same;"
            + " 'incline doctor' asks it again"
        : "Nothing was computed on it, and nothing is held against it: it is asked again at the next start."
            + " Take --device cpu (plain Java) until then";
  }
}
