package dev.incline.store;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of a run was taken away while the run was under way: there is no use in going on. */
public final class GoneException extends IOException {
  /**
   * @param file of the run that its folder no longer has
   */
  public GoneException(Path file, @Nullable IOException cause) {
    super(
        "the run's folder %s was deleted, moved or unmounted: %s is not there any more. Train again, or put the folder back and go on with --resume"
            .formatted(file.getParent(), file.getFileName()),
        cause);
  }
}
