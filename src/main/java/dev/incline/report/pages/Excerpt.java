package dev.incline.report.pages;

import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What stands on the pages where there is too much to read; the files have all of it. */
public final class Excerpt {
  /** More rows than these are no table that anybody reads. */
  public static final int MOST = 100;

  /** More sentences, values or groups than these are not listed. */
  public static final int LISTED = 50;

  private static final int BEST = 40;
  private static final int WORST = 10;

  private Excerpt() {}

  /** All, in their order; of more than {@link #MOST} the best and the worst, best first. */
  public static <T> List<T> of(List<T> all, ToDoubleFunction<T> score) {
    if (all.size() <= MOST) {
      return all;
    }
    List<T> ranked =
        all.stream().sorted(Comparator.comparingDouble(t -> -score.applyAsDouble(t))).toList();
    List<T> shown = new ArrayList<>(ranked.subList(0, BEST));
    shown.addAll(ranked.subList(ranked.size() - WORST, ranked.size()));
    return shown;
  }

  /**
   * A sentence behind a table's caption; empty where all of it is shown.
   *
   * @param noun of one row
   * @param file that has all of them
   */
  public static String note(int all, String noun, String measure, String file) {
    return all <= MOST
        ? ""
        : Phrase.of(
            " Shown are the best %d and the worst %d of %s by %s; `%s.csv` has all of them.",
            BEST, WORST, Numeral.count(all, noun), measure, file);
  }

  /** All values; of more than {@link #LISTED} the first ten, and how many more there are. */
  public static String list(Collection<String> values, String separator) {
    return values.size() <= LISTED ? String.join(separator, values) : Listing.of(values, separator);
  }
}
