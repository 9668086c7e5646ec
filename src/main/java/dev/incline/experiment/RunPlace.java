package dev.incline.experiment;

import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder that somebody chose for a run: whether the run would replace anything in it. */
public final class RunPlace {
  private static final List<String> FILES =
      List.of(
          StoredRun.CONFIG,
          StoredRun.ENVIRONMENT,
          StoredRun.EPOCHS,
          StoredRun.RESULT,
          StoredRun.FAILURE,
          StoredRun.MODEL);

  private RunPlace() {}

  /**
   * Looks, and changes nothing.
   *
   * @param more names of files that the run writes, besides those of {@link StoredRun}
   * @throws InvalidOptionException naming what is there, and the way on
   */
  public static void requireFree(Path folder, List<String> more) throws IOException {
    List<String> taken =
        Stream.concat(FILES.stream(), more.stream())
            .filter(name -> Files.exists(folder.resolve(name)))
            .toList();
    if (taken.isEmpty()) {
      return;
    }
    throw new InvalidOptionException(
        "--out: %s. Choose another --out, or replace it with --overwrite"
            .formatted(content(folder, taken)));
  }

  private static String content(Path folder, List<String> taken) throws IOException {
    if (taken.contains(StoredRun.RESULT) && taken.contains(StoredRun.CONFIG)) {
      return folder + " holds a finished run";
    } else if (taken.contains(StoredRun.FAILURE) && taken.contains(StoredRun.CONFIG)) {
      return folder + " holds a run that failed";
    } else if (taken.contains(StoredRun.CONFIG) && taken.contains(StoredRun.EPOCHS)) {
      return Checkpoints.files(folder).isEmpty()
          ? folder + " holds a run that did not finish, and has no checkpoint to --resume from"
          : "%s holds a run that did not finish. Go on with it: incline train --resume %s"
              .formatted(folder, folder);
    }
    return "%s holds %s, which the run would replace".formatted(folder, Listing.of(taken));
  }
}
