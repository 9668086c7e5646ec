package dev.incline.data.format;

import dev.incline.data.Classes;
import dev.incline.data.DataException;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Numbers the words of a column: as they come, or as a model knows them. */
final class WordCodes {
  /** Features that a column of words is at most. */
  static final int MOST = 1000;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> words;
  private final boolean known;

  /**
   * @param known words, the only ones; where there are none, any will do
   */
  WordCodes(List<String> known) {
    this.known = !known.isEmpty();
    this.words = new ArrayList<>(known);
    words.forEach(word -> codes.put(word, codes.size()));
  }

  /**
   * The number of a word, from 0. A whole number is the same word however it is written.
   *
   * @param wrong makes an exception that names the place
   * @throws DataException where it is not known, or one too many
   */
  int code(String text, Function<String, DataException> wrong) {
    String word = Classes.plain(text);
    Integer code = codes.get(word);
    if (code != null) {
      return code;
    } else if (known) {
      throw wrong.apply(unknown(word, words));
    } else if (words.size() == MOST) {
      throw wrong.apply(
          Phrase.of(
              ": '%s' is one word more than the %,d that --one-hot takes in a column", word, MOST));
    }
    codes.put(word, words.size());
    words.add(word);
    return words.size() - 1;
  }

  List<String> words() {
    return words;
  }

  /** What is wrong with a word. */
  static String unknown(String word, List<String> words) {
    return ": '%s' is no word of the training rows, which have %s"
        .formatted(word, Listing.of(words));
  }
}
