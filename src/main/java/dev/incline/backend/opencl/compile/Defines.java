package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.wording.Phrase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The -D options of one build. A define that is not set keeps the default its kernel file states.
 */
public final class Defines {
  private final Map<String, Integer> values = new LinkedHashMap<>();

  /** Adds one. */
  public Defines set(String name, int value) {
    values.put(name, value);
    return this;
  }

  Defines set(String name, boolean value) {
    return set(name, value ? 1 : 0);
  }

  Defines setAll(Defines others) {
    values.putAll(others.values);
    return this;
  }

  /** The value of one that was set. */
  int get(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Whether one was set to 1. */
  boolean isOn(String name) {
    return Integer.valueOf(1).equals(values.get(name));
  }

  /** The whole option string: language, the one flag that makes division exact, and the defines. */
  String options(ClDevice device) {
    StringBuilder options = new StringBuilder("-cl-std=CL1.2");
    if (device.correctDivision()) {
      options.append(" -cl-fp32-correctly-rounded-divide-sqrt");
    } else {
      options.append(" -DCORRECT_DIVISION=0");
    }
    if (!device.fma()) {
      options.append(" -DFMA=0");
    }
    values.forEach((name, value) -> options.append(" -D").append(name).append('=').append(value));
    return options.toString();
  }

  /** The defines alone, as lines of source. */
  String asText() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) -> text.append(Phrase.of("#define %s %d%n", name, value)));
    return text.toString();
  }
}
