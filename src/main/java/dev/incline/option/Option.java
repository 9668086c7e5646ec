package dev.incline.option;

import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Misspelt;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The declaration of one option: all there is to know of it. {@link Options} has them. */
public final class Option<T> {
  /** For what one value counts. */
  public enum Scope {
    /** A run: an axis of a sweep. */
    RUN,
    /** All runs of a sweep, which read one set of data. */
    DATA,
    /** Where and how fast it is computed. */
    PLACE
  }

  private final String name;
  private final Kind<T> kind;
  private final Declaration<T> said;

  Option(Declaration<T> said) {
    this.name = said.name;
    this.kind = said.kind;
    this.said = said;
  }

  /**
   * Begins a declaration.
   *
   * @param name long, without dashes
   */
  public static <T> Declaration<T> named(String name, Kind<T> kind) {
    return new Declaration<>(name, kind);
  }

  /** The long name, without dashes: the key in files, too. */
  public String name() {
    return name;
  }

  public Kind<T> kind() {
    return kind;
  }

  /** What stands for its value in a help; empty for a switch. */
  public String label() {
    return said.label;
  }

  /** What it does, what it takes, and its default. */
  public String help() {
    String what = said.help.replace("%s", kind.legal());
    if (said.usualText.isEmpty()) {
      return what;
    }
    String set = said.environment == null ? "" : "; " + said.environment + " sets the default";
    String value =
        said.environment == null
            ? said.usualText
            : Objects.requireNonNull(text(usual(OptionValues.NONE)));
    return "%s (default: %s%s)".formatted(what, value, set);
  }

  /** Under which it stands in a long help. */
  public String heading() {
    return said.heading;
  }

  public Scope scope() {
    return said.scope;
  }

  /** Whether the result of a run depends on it: resuming takes no other value. */
  public boolean decides() {
    return said.decides;
  }

  /** Its value where nobody gives one, beside the values of others; null where there is none. */
  public @Nullable T usual(OptionValues values) {
    String set = said.environment == null ? null : System.getenv(said.environment);
    return set == null ? said.usual.apply(values) : kind.parse(set);
  }

  /** Where its value comes from when nobody gives one. */
  Origin usualOrigin() {
    return said.environment == null || System.getenv(said.environment) == null
        ? Origin.DEFAULT
        : new Origin("environment " + said.environment);
  }

  @Nullable Condition condition() {
    return said.condition;
  }

  FolderPart folder() {
    return said.folder;
  }

  /** What people call it, and its symbol and unit: {@code learning rate η}. */
  public String title() {
    return said.title
        + (said.symbol.isEmpty() ? "" : " " + said.symbol)
        + (said.unit.isEmpty() ? "" : " (" + said.unit + ")");
  }

  /** Its symbol in formulas; where it has none, its name. */
  public String symbol() {
    return said.symbol.isEmpty() ? name : said.symbol;
  }

  /** What other programs call the same. */
  public List<String> aliases() {
    return said.aliases;
  }

  public @Nullable CourseKey course() {
    return said.course;
  }

  /**
   * Whether a run's identity has it: it decides, and is not what it was before there was the
   * option.
   */
  boolean identifies(Object stored) {
    T before = said.later ? usual(OptionValues.NONE) : null;
    return said.decides && !(before != null && stored.equals(kind.stored().apply(before)));
  }

  /** A stored value in a run's identity. */
  String identity(Object stored) {
    return said.identity.apply(stored.toString());
  }

  /** A value, as config.yaml has it; null where that leaves it out. */
  @Nullable Object stored(@Nullable Object value) {
    return value == null || (kind.form() == Kind.Form.SWITCH && value.equals(false))
        ? null
        : kind.stored().apply(cast(value));
  }

  /** A value that is known to be this option's. */
  @SuppressWarnings("unchecked")
  T cast(Object value) {
    return (T) value;
  }

  @Nullable String text(@Nullable T value) {
    return value == null ? null : Numeral.value(kind.stored().apply(value));
  }

  /**
   * Reads a value.
   *
   * @throws InvalidOptionException naming the origin, the option and what it takes
   */
  public OptionValue<T> read(String text, Origin origin) {
    try {
      return new OptionValue<>(this, kind.parse(text), origin);
    } catch (Refusal e) {
      throw origin.refusal(name, e.problem());
    }
  }

  /** A switch that was set. */
  public OptionValue<T> set(Boolean on, Origin origin) {
    return new OptionValue<>(this, cast(on), origin);
  }

  /**
   * Reads the values of an axis.
   *
   * @param origins of the texts, one each
   * @throws InvalidOptionException also where the list was likely one number with a decimal comma:
   *     of 0,001 it makes 0 and 001
   */
  public List<OptionValue<?>> axis(List<String> texts, List<Origin> origins) {
    if (kind.form() == Kind.Form.DECIMAL && Misspelt.isSplit(texts)) {
      throw origins
          .get(0)
          .refusal(
              name,
              Phrase.of(
                  " %s is a list of %d values, and looks like a decimal comma. The decimal sign here is a point: %s.%s. If the list is meant, write its first value with a point: %s.0",
                  String.join(",", texts), texts.size(), texts.get(0), texts.get(1), texts.get(0)));
    }
    List<OptionValue<?>> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      values.add(read(texts.get(i), origins.get(i)));
    }
    return values;
  }

  /**
   * Checks a value that came as no text.
   *
   * @throws InvalidOptionException naming the flag and the legal range
   */
  public T checked(T value) {
    try {
      return kind.checked(value);
    } catch (Refusal e) {
      throw Origin.FLAG.refusal(name, e.problem());
    }
  }

  @Override
  public String toString() {
    return "--" + name;
  }
}
