package dev.incline.option;

import dev.incline.train.InvalidOptionException;
import dev.incline.wording.Misspelt;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
  private String label = "";
  private String help = "";
  private String heading = "Training";
  private Scope scope = Scope.RUN;
  private boolean decides = true;
  private boolean later;
  private Function<OptionValues, @Nullable T> usual;
  private String usualText = "";
  private @Nullable String environment;
  private @Nullable Condition condition;
  private FolderPart folder;
  private String title;
  private String symbol = "";
  private String unit = "";
  private List<String> aliases = List.of();
  private @Nullable CourseKey course;
  private UnaryOperator<String> identity = text -> text;

  private Option(String name, Kind<T> kind) {
    this.name = name;
    this.kind = kind;
    this.folder = new FolderPart(FolderPart.LAST, name + "_%s", false);
    this.title = name;
    boolean off = kind.form() == Kind.Form.SWITCH;
    this.usual = values -> off ? cast(false) : null;
  }

  /**
   * Begins a declaration.
   *
   * @param name long, without dashes
   */
  public static <T> Builder<T> named(String name, Kind<T> kind) {
    return new Builder<>(new Option<>(name, kind));
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
    return label;
  }

  /** What it does, what it takes, and its default. */
  public String help() {
    String what = help.replace("%s", kind.legal());
    if (usualText.isEmpty()) {
      return what;
    }
    String set = environment == null ? "" : "; " + environment + " sets the default";
    String value =
        environment == null ? usualText : Objects.requireNonNull(text(usual(OptionValues.NONE)));
    return "%s (default: %s%s)".formatted(what, value, set);
  }

  /** Under which it stands in a long help. */
  public String heading() {
    return heading;
  }

  public Scope scope() {
    return scope;
  }

  /** Whether the result of a run depends on it: resuming takes no other value. */
  public boolean decides() {
    return decides;
  }

  /** Its value where nobody gives one, beside the values of others; null where there is none. */
  public @Nullable T usual(OptionValues values) {
    String set = environment == null ? null : System.getenv(environment);
    return set == null ? usual.apply(values) : kind.parse(set);
  }

  /** Where its value comes from when nobody gives one. */
  Origin usualOrigin() {
    return environment == null || System.getenv(environment) == null
        ? Origin.DEFAULT
        : new Origin("environment " + environment);
  }

  @Nullable Condition condition() {
    return condition;
  }

  FolderPart folder() {
    return folder;
  }

  /** What people call it, and its symbol and unit: {@code learning rate η}. */
  public String title() {
    return title
        + (symbol.isEmpty() ? "" : " " + symbol)
        + (unit.isEmpty() ? "" : " (" + unit + ")");
  }

  /** Its symbol in formulas; where it has none, its name. */
  public String symbol() {
    return symbol.isEmpty() ? name : symbol;
  }

  /** What other programs call the same. */
  public List<String> aliases() {
    return aliases;
  }

  public @Nullable CourseKey course() {
    return course;
  }

  /**
   * Whether a run's identity has it: it decides, and is not what it was before there was the
   * option.
   */
  boolean identifies(Object stored) {
    T before = later ? usual(OptionValues.NONE) : null;
    return decides && !(before != null && stored.equals(kind.stored().apply(before)));
  }

  /** A stored value in a run's identity. */
  String identity(Object stored) {
    return identity.apply(stored.toString());
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

  private @Nullable String text(@Nullable T value) {
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

  /** A declaration under way: each method says one thing of the option. */
  public static final class Builder<T> {
    private final Option<T> option;

    private Builder(Option<T> option) {
      this.option = option;
    }

    /** The heading of the help under which it stands; {@code Training} where nothing is said. */
    public Builder<T> under(String heading) {
      option.heading = heading;
      return this;
    }

    /**
     * What the help says.
     *
     * @param label stands for the value, as {@code N}
     * @param help what it does; {@code %s} in it is what it takes
     */
    public Builder<T> help(String label, String help) {
      option.label = label;
      option.help = help;
      return this;
    }

    /** Its default. */
    public Builder<T> usually(T value) {
      option.usual = values -> value;
      option.usualText = Objects.requireNonNull(option.text(value));
      return this;
    }

    /** Its default, which depends on the values of others, and how the help says that. */
    public Builder<T> usually(String words, Function<OptionValues, T> value) {
      option.usual = value;
      option.usualText = words;
      return this;
    }

    /** What holds where it has no value. */
    public Builder<T> without(String words) {
      option.usualText = words;
      return this;
    }

    /** The variable that sets its default. */
    public Builder<T> environment(String variable) {
      option.environment = variable;
      return this;
    }

    /** No result depends on it. */
    public Builder<T> decidesNothing(Scope scope) {
      option.decides = false;
      option.scope = scope;
      return this;
    }

    /** One value counts for all runs of a sweep. */
    public Builder<T> ofAllRuns() {
      option.scope = Scope.DATA;
      return this;
    }

    /** Stored runs and checkpoints may be older than the option: they have its default. */
    public Builder<T> addedLater() {
      option.later = true;
      return this;
    }

    /**
     * See {@link Condition}: where it does not hold, a flag is refused, and a file's value is left
     * out.
     */
    public Builder<T> onlyWhen(String other, Predicate<OptionValues> holds, String refusal) {
      option.condition = new Condition(other, holds, refusal);
      return this;
    }

    /** How the name of a run's folder shortens it, where it is not at its default. */
    public Builder<T> folder(int position, String format) {
      option.folder = new FolderPart(position, format, false);
      return this;
    }

    /** How the name of a run's folder shortens it, whatever it is. */
    public Builder<T> folderAlways(int position, String format) {
      option.folder = new FolderPart(position, format, true);
      return this;
    }

    /** What a report calls it; its name where nothing is said. */
    public Builder<T> called(String title) {
      option.title = title;
      return this;
    }

    /** Its symbol in formulas. */
    public Builder<T> symbol(String symbol) {
      option.symbol = symbol;
      return this;
    }

    /** The unit of its value. */
    public Builder<T> unit(String unit) {
      option.unit = unit;
      return this;
    }

    /** What other programs call it. */
    public Builder<T> also(String... names) {
      option.aliases = List.of(names);
      return this;
    }

    /** What the course calls it. */
    public Builder<T> inCourse(String section, String key) {
      return inCourse(section, key, Map.of());
    }

    /** What the course calls it and its values. */
    public Builder<T> inCourse(String section, String key, Map<String, String> values) {
      option.course = new CourseKey(section, key, values);
      return this;
    }

    /** How its stored text stands in a run's identity, where that is older than the text. */
    public Builder<T> identity(UnaryOperator<String> identity) {
      option.identity = identity;
      return this;
    }

    /** The option, which does not change any more. */
    public Option<T> declared() {
      return option;
    }
  }
}
