package dev.incline.cli.train;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.watch.DataOpening;
import java.io.PrintWriter;

/** What a training would do, printed instead. */
record Preview(Configuration configuration, PrintWriter stdout) {
  /** The ops of training, validation and test. */
  void plans(ChosenDevice device) {
    DataSource.Pair data = source().load(configuration.limit());
    try (Backend plain = ChosenDevice.plainJava()) { // no device is opened for it
      Capacity capacity = device.within(Capacity.UNLIMITED);
      configuration.setup(data.sizes(), plain, capacity).plans().forEach(stdout::println);
    }
    stdout.flush();
  }

  private DataSource source() {
    return DataOpening.of(configuration.values().data(), false);
  }

  /** The learning rate, plotted and by epoch. */
  void schedule() {
    int rows = source().sizes(configuration.limit()).trainingRows();
    stdout.print(
        new ScheduleTable(configuration.training(), configuration.stepsPerEpoch(rows)).text());
    stdout.flush();
  }
}
