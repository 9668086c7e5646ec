package dev.incline.run;

import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.run.watch.UnderWay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Data that are read while a device is opened. On a terminal a line says so where it takes long.
 *
 * @param sizes of what is read; of some formats only the whole file tells them
 */
record DataLoading(
    Configuration configuration,
    boolean quiet,
    DataSource.Sizes sizes,
    CompletableFuture<DataSource.Pair> loading) {
  static DataLoading begin(Configuration configuration, DataSource files, boolean quiet) {
    DataSource.Sizes sizes =
        UnderWay.during(
            "reading " + configuration.data(), quiet, () -> files.sizes(configuration.limit()));
    return new DataLoading(
        configuration,
        quiet,
        sizes,
        CompletableFuture.supplyAsync(() -> files.load(configuration.limit())));
  }

  /** Waits for the data, and scales numbers. */
  DataSource.Pair end() {
    return configuration.scaled(
        UnderWay.during("reading " + configuration.data(), quiet, this::joined));
  }

  private DataSource.Pair joined() {
    try {
      return loading.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
