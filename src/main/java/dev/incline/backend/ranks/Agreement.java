package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the ranks of a training must have in common, compared before it starts. */
final class Agreement {
  private final Meeting meeting;

  Agreement(Meeting meeting) {
    this.meeting = meeting;
  }

  /**
   * All ranks call it.
   *
   * @param terms one-line values, by what they are called
   * @throws RankException naming what differs, and how
   */
  void require(Map<String, String> terms) {
    List<String> all = meeting.gather(text(terms));
    Map<String, String> first = terms(all.get(0));
    for (int rank = 1; rank < all.size(); rank++) {
      Map<String, String> other = terms(all.get(rank));
      for (Map.Entry<String, String> one : first.entrySet()) {
        String theirs = other.get(one.getKey());
        if (!one.getValue().equals(theirs)) {
          throw RankException.missing(
              Phrase.of(
                  "rank 0 and rank %d do not have the same %s: %s, and %s. Nothing was trained",
                  rank, one.getKey(), one.getValue(), theirs == null ? "none" : theirs));
        }
      }
    }
  }

  private static String text(Map<String, String> terms) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(terms)
        .forEach(
            (name, value) ->
                text.append(name).append('\t').append(value.replace('\n', ' ')).append('\n'));
    return text.toString();
  }

  private static Map<String, String> terms(String text) {
    Map<String, String> terms = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int tab = line.indexOf('\t');
      terms.put(line.substring(0, Math.max(0, tab)), line.substring(tab + 1));
    }
    return terms;
  }
}
