package dev.incline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.incline.wording.Harmless;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.slf4j.LoggerFactory;

/**
 * Where log messages go: to standard error, for standard output belongs to results. Logback finds
 * this class by its service file; under Spark there is no Logback, and its own rules hold. Written
 * here and not as {@code logback.xml}, for reading XML and patterns is a tenth of the time to
 * start.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext logback) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(logback);
    encoder.setLayout(new Line());
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(logback);
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(encoder);
    encoder.start();
    appender.start();
    logback.getLogger("ROOT").setLevel(Level.WARN);
    logback.getLogger("ROOT").addAppender(appender);
    logback.getLogger("dev.incline").setLevel(Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void tellMore() {
    ((Logger) LoggerFactory.getLogger("dev.incline")).setLevel(Level.DEBUG);
  }

  /** Time, level, message; the stack trace where there is one. */
  private static final class Line extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
      Instant at = event.getInstant();
      IThrowableProxy thrown = event.getThrowableProxy();
      LocalTime time = LocalTime.ofInstant(at, ZoneId.systemDefault());
      return "%tT %-5s %s%n"
              .formatted(time, event.getLevel(), Harmless.lines(event.getFormattedMessage()))
          + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
    }
  }
}
