package dev.incline.run.device;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.incline.backend.opencl.compile.KernelSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DeviceTrustTest {
  @Test
  void aDamagedRecordIsToldOfOnce(@TempDir Path folder) throws IOException {
    trust(folder)
        .remember(Optional.empty(), new DeviceRecord(List.of(), Map.of(TrialSize.NARROW, 1000.0)));
    assertThat(trust(folder).isTried(Optional.empty(), TrialSize.NARROW)).isTrue();
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "damaged");
    }
    Logger log = (Logger) LoggerFactory.getLogger(DeviceRecord.class);
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    log.addAppender(heard);
    try {
      DeviceTrust trust = trust(folder);
      assertThat(trust.isTried(Optional.empty(), TrialSize.NARROW)).isFalse();
      assertThat(trust.isTried(Optional.empty(), TrialSize.WIDE)).isFalse();
    } finally {
      log.detachAppender(heard);
    }
    assertThat(heard.list)
        .singleElement()
        .satisfies(event -> assertThat(event.getFormattedMessage()).contains("is damaged"));
  }

  private static DeviceTrust trust(Path folder) {
    return new DeviceTrust(folder, KernelSources.BUILT_IN, device -> List.of(), true);
  }
}
