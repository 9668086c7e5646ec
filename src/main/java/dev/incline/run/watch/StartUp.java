package dev.incline.run.watch;

import dev.incline.train.EpochRecord;
import dev.incline.train.Progress;
import dev.incline.train.TrainingListener;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells with -v how long it took from the start of the JVM until batches were trained. */
public final class StartUp implements TrainingListener {
  private static final Logger log = LoggerFactory.getLogger(StartUp.class);

  private boolean told;

  @Override
  public void epochFinished(EpochRecord record) {}

  @Override
  public void progress(Progress progress) {
    if (told || !log.isDebugEnabled()) {
      return;
    }
    told = true;
    log.debug(
        "the first {} rows were trained {} ms after the JVM started",
        progress.done(),
        ManagementFactory.getRuntimeMXBean().getUptime());
  }
}
