package dev.incline.sweep;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A crew that trains while this process watches it. */
record CrewAtWork(Crew crew) {
  private static final Logger log = LoggerFactory.getLogger(CrewAtWork.class);

  /** Has it train the runs that are open, until all is over or it can do no more. */
  void watchedBy(Division division) {
    List<String> open = division.open();
    Thread work = new Thread(() -> train(open), "crew");
    work.setDaemon(true);
    if (!open.isEmpty()) {
      work.start();
    }
    division.watch(work::isAlive);
  }

  private void train(List<String> runs) {
    try {
      crew.train(runs);
    } catch (RuntimeException | Error e) {
      log.error("the runs are given up: {}", e.toString());
      log.debug("the crew failed", e);
    }
  }
}
