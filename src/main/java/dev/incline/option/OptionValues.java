package dev.incline.option;

import dev.incline.data.TableColumns;
import dev.incline.data.format.DataRequest;
import dev.incline.data.format.PictureOptions;
import dev.incline.model.ClassWeights;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.train.TrainOptions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values that were given for options; every other option is at its default.
 *
 * @param given in the order they were given; its keys are the values' own options
 */
public record OptionValues(Map<Option<?>, OptionValue<?>> given) {
  /** All at their defaults. */
  public static final OptionValues NONE = new OptionValues(Map.of());

  /** Of the values, one for each option. */
  public static OptionValues of(Collection<? extends OptionValue<?>> values) {
    Map<Option<?>, OptionValue<?>> given = new LinkedHashMap<>();
    values.forEach(value -> given.put(value.option(), value));
    return new OptionValues(given);
  }

  /** These and one more, in the place of an earlier one. */
  public <T> OptionValues with(Option<T> option, T value, Origin origin) {
    return with(of(List.of(new OptionValue<>(option, value, origin))));
  }

  /** These, and in the place of some those of others. */
  public OptionValues with(OptionValues others) {
    Map<Option<?>, OptionValue<?>> all = new LinkedHashMap<>(given);
    all.putAll(others.given);
    return new OptionValues(all);
  }

  /** Those of them that are wanted. */
  public OptionValues only(Predicate<OptionValue<?>> wanted) {
    return of(given.values().stream().filter(wanted).toList());
  }

  /** Whether somebody gave it. */
  public boolean has(Option<?> option) {
    return given.containsKey(option);
  }

  /** The value that was given, or the default; null where there is neither. */
  public <T> @Nullable T find(Option<T> option) {
    OptionValue<?> value = given.get(option);
    return value == null ? option.usual(this) : option.cast(value.value());
  }

  /** As {@link #find}, of an option that has a default. */
  public <T> T get(Option<T> option) {
    T value = find(option);
    if (value == null) {
      throw new IllegalStateException(option + " has no value");
    }
    return value;
  }

  /** Where its value comes from. */
  public Origin origin(Option<?> option) {
    OptionValue<?> value = given.get(option);
    return value == null ? option.usualOrigin() : value.origin();
  }

  /** The value of the option of that name as it is typed; empty where it has none. */
  String text(String name) {
    Object stored = OptionTable.find(name).map(this::stored).orElse("");
    return Numeral.value(stored);
  }

  /** The value as config.yaml has it; null where there is none. */
  public @Nullable Object stored(Option<?> option) {
    return option.stored(find(option));
  }

  /** The flag that gave it. */
  String shown(Option<?> option) {
    boolean not = option.kind().form() == Kind.Form.TRUTH && Boolean.FALSE.equals(find(option));
    return not ? "--no-" + option.name() : "--" + option.name();
  }

  /** Whether the option means something beside these. */
  public boolean concerns(Option<?> option) {
    Condition condition = option.condition();
    return condition == null || condition.holds().test(this);
  }

  /**
   * Those that mean something beside the others.
   *
   * @param warn hears of values of files that do not
   * @throws InvalidOptionException naming a flag that does not
   */
  public OptionValues checked(Consumer<String> warn) {
    Map<Option<?>, OptionValue<?>> used = new LinkedHashMap<>(given);
    for (OptionValue<?> value : given.values()) {
      Condition condition = value.option().condition();
      if (condition == null || condition.holds().test(this)) {
        continue;
      } else if (value.origin().isFlag()) {
        throw new InvalidOptionException(condition.refusal(value.option(), this));
      }
      used.remove(value.option());
      warn.accept(condition.note(value, this));
    }
    OptionValues checked = new OptionValues(used);
    checked.perLayer(Options.ACTIVATION);
    checked.perLayer(Options.DROPOUT);
    return checked;
  }

  /**
   * The value of each hidden layer; a single one counts for all.
   *
   * @throws InvalidOptionException naming both numbers where there are others
   */
  private <T> List<T> perLayer(Option<List<T>> option) {
    int layers = get(Options.HIDDEN).size();
    List<T> values = concerns(option) ? get(option) : List.of();
    if (values.size() > 1 && values.size() != layers) {
      throw origin(option)
          .refusal(
              option.name(),
              Phrase.of(
                  " has %d values, but --hidden makes %s: give one value for all of them, or one for each",
                  values.size(), Numeral.count(layers, "hidden layer")));
    }
    return values.size() == 1 ? Collections.nCopies(layers, values.get(0)) : values;
  }

  private Stream<Option<?>> present() {
    return OptionTable.all().stream().filter(o -> concerns(o) && stored(o) != null);
  }

  /** Every value there is, defaults included, as config.yaml has them, by name. */
  public Map<String, Object> stored() {
    Map<String, Object> stored = new LinkedHashMap<>();
    for (Option<?> option : OptionTable.all()) {
      Object value = concerns(option) ? stored(option) : null;
      if (value != null) {
        stored.put(option.name(), value);
      }
    }
    return stored;
  }

  /** Where each of {@link #stored()} comes from. */
  public Map<String, String> origins() {
    Map<String, String> origins = new LinkedHashMap<>();
    present().forEach(option -> origins.put(option.name(), origin(option).text()));
    return origins;
  }

  /**
   * A folder's name that tells what the run does; options at their defaults are mostly left out.
   */
  public String folderName() {
    return present()
        .filter(Option::decides)
        .filter(o -> o.folder().always() || !isUsual(o))
        .sorted(Comparator.comparingInt(o -> o.folder().position()))
        .map(option -> option.folder().of(Objects.requireNonNull(stored(option))))
        .collect(Collectors.joining("-"));
  }

  private <T> boolean isUsual(Option<T> option) {
    T usual = option.usual(this);
    return usual != null && usual.equals(find(option));
  }

  /**
   * What decides a result, as text, the same for what was planned and what is stored.
   *
   * @param stored values as config.yaml has them, by name
   */
  public static Map<String, String> identity(Map<String, Object> stored) {
    Map<String, String> identity = new TreeMap<>();
    for (Option<?> option : OptionTable.all()) {
      Object value = stored.get(option.name());
      if (value != null && option.identifies(value)) {
        identity.put(option.name(), option.identity(value));
      }
    }
    return identity;
  }

  /**
   * The words of a command line that give stored values; what is at its default, and what decides
   * no result, is left out.
   *
   * @param stored values as config.yaml has them, by name
   */
  public static List<String> words(Map<String, Object> stored) {
    OptionValues values = NONE;
    for (Option<?> option : OptionTable.all()) {
      Object value = stored.get(option.name());
      if (value != null && option.decides()) {
        values = values.with(of(List.of(option.read(Numeral.value(value), Origin.DEFAULT))));
      }
    }
    List<String> words = new ArrayList<>();
    for (OptionValue<?> value : values.given.values()) {
      boolean truth = value.option().kind().form() == Kind.Form.TRUTH;
      if (!values.isUsual(value.option())) {
        words.addAll(truth ? List.of(values.shown(value.option())) : value.words());
      }
    }
    return words;
  }

  /** The data that are asked for. */
  public DataRequest data() {
    Double share = find(DataOptions.TEST_SHARE);
    String columns = find(DataOptions.ONE_HOT);
    return new DataRequest(
        get(DataOptions.DATA),
        find(DataOptions.LABEL),
        find(DataOptions.TEST),
        share == null ? 0 : share,
        get(DataOptions.TEST_SEED),
        find(DataOptions.SHAPE),
        columns == null ? List.of() : List.of(columns.split(",", -1)),
        TableColumns.UNNAMED,
        get(DataOptions.MISSING),
        new PictureOptions(
            Boolean.TRUE.equals(find(DataOptions.GREY)),
            find(DataOptions.RESIZE),
            Boolean.TRUE.equals(find(DataOptions.SKIP_BROKEN))));
  }

  /** The network between so many pixels and classes. */
  public Network network(int inputs, int classes) {
    return get(Options.MODEL) == ModelKind.SOFTMAX
        ? Network.softmaxRegression(inputs, classes, get(Options.LOGIT_RELU))
        : Network.mlp(inputs, get(Options.HIDDEN), perLayer(Options.ACTIVATION), classes);
  }

  /** What a step of training is made by. */
  public Recipe recipe() {
    return Recipe.of(get(Options.OPTIMIZER).of(this))
        .with(get(ScheduleOptions.SCHEDULE).withWarmup(get(ScheduleOptions.WARMUP)))
        .with(classWeights())
        .dropping(perLayer(Options.DROPOUT))
        .sharded(get(Options.SHARDS));
  }

  private ClassWeights classWeights() {
    ClassWeights given = find(Options.CLASS_WEIGHTS);
    return given == null ? ClassWeights.NONE : given;
  }

  /**
   * Checks that class weights that are given are as many as there are classes.
   *
   * @throws InvalidOptionException naming both numbers
   */
  public void requireClasses(int classes) {
    int weights = classWeights().values().size();
    if (weights > 0 && weights != classes) {
      throw origin(Options.CLASS_WEIGHTS)
          .refusal(
              Options.CLASS_WEIGHTS.name(),
              Phrase.of(
                  " has %s, but there are %d classes: give %d, or balanced",
                  Numeral.count(weights, "weight"), classes, classes));
    }
  }

  /** How the network is trained. */
  public TrainOptions training() {
    return new TrainOptions(
        get(Options.EPOCHS),
        get(Options.BATCH),
        recipe(),
        get(Options.INIT),
        get(Options.SEED),
        get(DataOptions.VALIDATION),
        get(DataOptions.VALIDATION_SPLIT),
        get(ScheduleOptions.MONITOR),
        get(ScheduleOptions.PATIENCE),
        get(ScheduleOptions.STOP_AFTER));
  }
}
