package dev.incline.run.watch;

import dev.incline.data.DataSource;
import dev.incline.data.format.DataRequest;
import dev.incline.wording.Phrase;
import java.io.PrintWriter;

/** Opens data. Some formats are read whole then, which may last. */
public final class DataOpening {
  private DataOpening() {}

  /**
   * Opens them, and says how many pictures are read where it lasts.
   *
   * @param quiet whether to say nothing
   */
  public static DataSource of(DataRequest request, boolean quiet) {
    try (UnderWay underWay = UnderWay.begin(reading(request), quiet)) {
      return of(request, underWay);
    }
  }

  /** The same, as a part of what is under way. */
  public static DataSource of(DataRequest request, UnderWay underWay) {
    String what = reading(request);
    return request.open(
        (done, all) -> underWay.at(Phrase.of("%s, %,d of %,d pictures", what, done, all)));
  }

  private static String reading(DataRequest request) {
    return "reading " + request.path();
  }

  /**
   * The same, and prints what the user should not miss.
   *
   * @param err hears warnings
   */
  public static DataSource of(DataRequest request, PrintWriter err) {
    DataSource data = of(request, false);
    data.warnings().forEach(warning -> err.println("WARNING: " + warning));
    return data;
  }
}
