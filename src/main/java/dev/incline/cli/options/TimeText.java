package dev.incline.cli.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Such as {@code 90s}, {@code 5m}, {@code 24h}. */
public final class TimeText implements ITypeConverter<Duration> {
  /** What it takes. */
  public static final String SYNTAX = "a time such as 90s, 5m or 24h";

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})([smh])");

  @Override
  public Duration convert(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new TypeConversionException("'%s' is not %s".formatted(text, SYNTAX));
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
