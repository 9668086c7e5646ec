package dev.incline.option;

import dev.incline.wording.Numeral;
import java.util.List;
import java.util.Objects;

/** A value that somebody chose for an option, and where. */
public record OptionValue<T>(Option<T> option, T value, Origin origin) {
  /** The words of a command line that give it. */
  public List<String> words() {
    Object stored = option.stored(value);
    if (option.kind().form() == Kind.Form.SWITCH) {
      return stored == null ? List.of() : List.of(option.toString());
    }
    return List.of(option.toString(), Numeral.value(Objects.requireNonNull(stored)));
  }
}
