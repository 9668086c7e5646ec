package dev.incline.testing;

import dev.incline.option.OptionTable;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of options, as flags give them. */
public final class Given {
  private Given() {}

  /** Of texts such as {@code lr=0.1}. */
  public static OptionValues flags(String... flags) {
    return flags(
        Arrays.stream(flags)
            .map(flag -> flag.split("=", 2))
            .collect(Collectors.toMap(flag -> flag[0], flag -> flag[1])));
  }

  /** Of texts by name. */
  public static OptionValues flags(Map<String, String> texts) {
    return OptionValues.of(
        texts.entrySet().stream()
            .map(e -> OptionTable.find(e.getKey()).orElseThrow().read(e.getValue(), Origin.FLAG))
            .toList());
  }
}
