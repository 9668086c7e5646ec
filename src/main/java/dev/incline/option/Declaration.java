package dev.incline.option;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is said of one option: each method says one thing. {@link #declared()} ends it. */
public final class Declaration<T> {
  final String name;
  final Kind<T> kind;
  String label = "";
  String help = "";
  String heading = "Training";
  Option.Scope scope = Option.Scope.RUN;
  boolean decides = true;
  boolean later;
  Function<OptionValues, @Nullable T> usual;
  String usualText = "";
  @Nullable String environment;
  @Nullable Condition condition;
  FolderPart folder;
  String title;
  String symbol = "";
  String unit = "";
  List<String> aliases = List.of();
  @Nullable CourseKey course;
  UnaryOperator<String> identity = text -> text;

  Declaration(String name, Kind<T> kind) {
    this.name = name;
    this.kind = kind;
    this.folder = new FolderPart(FolderPart.LAST, name + "_%s", false);
    this.title = name;
    boolean off = kind.form() == Kind.Form.SWITCH;
    this.usual = values -> off ? declared().cast(false) : null;
  }

  /** The heading of the help under which it stands; {@code Training} where nothing is said. */
  public Declaration<T> under(String heading) {
    this.heading = heading;
    return this;
  }

  /**
   * What the help says.
   *
   * @param label stands for the value, as {@code N}
   * @param help what it does; {@code %s} in it is what it takes
   */
  public Declaration<T> help(String label, String help) {
    this.label = label;
    this.help = help;
    return this;
  }

  /** Its default. */
  public Declaration<T> usually(T value) {
    this.usual = values -> value;
    this.usualText = Objects.requireNonNull(new Option<>(this).text(value));
    return this;
  }

  /** Its default, which depends on the values of others, and how the help says that. */
  public Declaration<T> usually(String words, Function<OptionValues, T> value) {
    this.usual = value;
    this.usualText = words;
    return this;
  }

  /** What holds where it has no value. */
  public Declaration<T> without(String words) {
    this.usualText = words;
    return this;
  }

  /** The variable that sets its default. */
  public Declaration<T> environment(String variable) {
    this.environment = variable;
    return this;
  }

  /** No result depends on it. */
  public Declaration<T> decidesNothing(Option.Scope scope) {
    this.decides = false;
    this.scope = scope;
    return this;
  }

  /** One value counts for all runs of a sweep. */
  public Declaration<T> ofAllRuns() {
    this.scope = Option.Scope.DATA;
    return this;
  }

  /** Stored runs and checkpoints may be older than the option: they have its default. */
  public Declaration<T> addedLater() {
    this.later = true;
    return this;
  }

  /**
   * See {@link Condition}: where it does not hold, a flag is refused, and a file's value is left
   * out.
   */
  public Declaration<T> onlyWhen(String other, Predicate<OptionValues> holds, String refusal) {
    return onlyWhen(other, holds, values -> refusal.replace("%s", values.text(other)), "");
  }

  /** The same, with a refusal that depends on the values, and the other's values that use it. */
  Declaration<T> onlyWhen(
      String other,
      Predicate<OptionValues> holds,
      Function<OptionValues, String> refusal,
      String users) {
    this.condition = new Condition(other, holds, refusal, users);
    return this;
  }

  /** How the name of a run's folder shortens it, where it is not at its default. */
  public Declaration<T> folder(int position, String format) {
    this.folder = new FolderPart(position, format, false);
    return this;
  }

  /** How the name of a run's folder shortens it, whatever it is. */
  public Declaration<T> folderAlways(int position, String format) {
    this.folder = new FolderPart(position, format, true);
    return this;
  }

  /** What a report calls it; its name where nothing is said. */
  public Declaration<T> called(String title) {
    this.title = title;
    return this;
  }

  /** Its symbol in formulas. */
  public Declaration<T> symbol(String symbol) {
    this.symbol = symbol;
    return this;
  }

  /** The unit of its value. */
  public Declaration<T> unit(String unit) {
    this.unit = unit;
    return this;
  }

  /** What other programs call it. */
  public Declaration<T> also(String... names) {
    this.aliases = List.of(names);
    return this;
  }

  /** What the course calls it. */
  public Declaration<T> inCourse(String section, String key) {
    return inCourse(section, key, Map.of());
  }

  /** What the course calls it and its values. */
  public Declaration<T> inCourse(String section, String key, Map<String, String> values) {
    this.course = new CourseKey(section, key, values);
    return this;
  }

  /** How its stored text stands in a run's identity, where that is older than the text. */
  public Declaration<T> identity(UnaryOperator<String> identity) {
    this.identity = identity;
    return this;
  }

  /** The option, which does not change any more. */
  public Option<T> declared() {
    return new Option<>(this);
  }

  /** The same, as the last of a table. */
  Option<T> declared(List<Option<?>> table) {
    Option<T> option = declared();
    table.add(option);
    return option;
  }
}
