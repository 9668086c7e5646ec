package dev.incline.inspect;

import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.inspect.Formula.Mistake;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds the tensors of another program's steps against ours. Each is judged by its own formula, of
 * the other program's tensors where it gives them: so the first mistake is told from what follows
 * from it, and a program in double precision agrees as far as rounding lets it.
 */
public final class StepComparison {
  /** What a tensor is found to be. */
  public enum Verdict {
    EQUAL,
    AGREES,
    FOLLOWS,
    DIFFERS;

    /** A difference stands out, in capitals. */
    @Override
    public String toString() {
      return this == DIFFERS ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A tensor of the other program.
   *
   * @param largest difference from ours, in size
   * @param at where that is, from 0, such as {@code 3, 77}; empty where nothing differs
   * @param words what it looks like where it differs; the tensors it follows from where it does
   */
  public record Finding(
      String tensor, String sizes, double largest, String at, Verdict verdict, String words) {}

  /**
   * The whole comparison.
   *
   * @param findings in the order in which a step computes the tensors
   * @param absent tensors that the other program does not give
   * @param unknown what it gives that is no tensor of the steps
   */
  public record Result(List<Finding> findings, List<String> absent, List<String> unknown) {
    /** Those that differ by a mistake of their own. */
    public List<Finding> differing() {
      return findings.stream().filter(f -> f.verdict() == Verdict.DIFFERS).toList();
    }
  }

  private static final String BEFORE = "<"; // begins the names of the step before, in a formula

  private final Map<String, NpyArray> ours;
  private final Map<String, NpyArray> mine;
  private final Map<String, Formula> formulas = new HashMap<>(); // by full name
  private final Map<String, Rounded> settled = new HashMap<>(); // what others follow from
  private final Map<String, Rounded> exact = new HashMap<>(); // from our batch and weights
  private final Map<String, Set<String>> causes = new HashMap<>(); // what differs above a tensor
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();
  private final int classes;

  private StepComparison(Map<String, NpyArray> ours, Map<String, NpyArray> mine, int classes) {
    this.ours = ours;
    this.mine = mine;
    this.classes = classes;
  }

  /**
   * Compares.
   *
   * @param ours {@link StepTrace}'s tensors of all steps
   * @param steps how many they are
   * @param rows of each step
   * @param rates of the steps, from the first
   * @param mine the other program's, by the same names
   * @throws DataException when it gives none of them
   */
  public static Result of(
      Network network,
      int rows,
      StepRates rates,
      int steps,
      Map<String, NpyArray> ours,
      Map<String, NpyArray> mine) {
    Recipe recipe = rates.recipe();
    List<String> unknown = mine.keySet().stream().filter(n -> !ours.containsKey(n)).toList();
    if (unknown.size() == mine.size()) {
      throw new DataException(
          "it holds no tensor of a step by its name, but %s. The names: %s"
              .formatted(mine.keySet(), String.join(", ", ours.keySet())));
    }
    StepComparison all = new StepComparison(ours, mine, network.classes());
    List<Slot<float[]>> state = Planner.state(network, recipe.optimizer());
    for (int step = 1; step <= steps; step++) {
      String place = StepTrace.place(step);
      List<Formula> formulas = new ArrayList<>(all.given(state, step));
      formulas.addAll(all.chosen(network, recipe, place));
      formulas.addAll(StepFormulas.of(network, rows, rates, step));
      formulas.forEach(formula -> all.formulas.put(place + formula.name(), formula));
      int of = step;
      formulas.forEach(formula -> all.judge(of, formula));
    }
    return new Result(all.findings, all.absent, unknown);
  }

  /** The batch and the state that a step begins with. */
  private List<Formula> given(List<Slot<float[]>> state, int step) {
    List<Formula> given = new ArrayList<>();
    String place = StepTrace.place(step);
    given.add(
        new Formula("X", List.of(), t -> of(place + "X"))
            .mistake("it is 255 times as large: pixels are divided by 255", scaled("X", 255))
            .mistake("it is divided by 255 twice", scaled("X", 1.0 / 255))
            .mistake("black and white are exchanged: it is 1 - X", affine("X", -1, 1))
            .mistake("it goes from -1 to 1: it is 2 X - 1", affine("X", 2, -1)));
    given.add(
        new Formula("y", List.of(), t -> of(place + "y"))
            .mistake("it counts from 1", affine("y", 1, 1)));
    for (Slot<float[]> slot : state) {
      String name = slot.name();
      Formula before =
          step == 1
              ? new Formula(name, List.of(), t -> of(name))
              : new Formula(
                      name, List.of(BEFORE + name + "_new"), t -> t.apply(BEFORE + name + "_new"))
                  .mistake("it is as before step " + (step - 1), t -> t.apply(BEFORE + name));
      given.add(
          before.mistake(
              "it is %s_new: was it changed in place before it was saved?".formatted(name),
              t -> of(place + name + "_new")));
    }
    return given;
  }

  /** Class weights, and masks: ours are those that the other program gives, scaled. */
  private List<Formula> chosen(Network network, Recipe recipe, String place) {
    List<Formula> chosen = new ArrayList<>();
    if (recipe.classWeights().exist()) {
      String name = "class_weights";
      chosen.add(new Formula(name, List.of(), t -> of(place + name)));
    }
    for (int layer = 1; layer < network.layers().size(); layer++) {
      double kept = 1 - recipe.dropout(layer);
      String name = "mask" + layer;
      if (kept < 1) {
        chosen.add(
            new Formula(name, List.of(), t -> of(place + name))
                .mistake(
                    "kept units are 1, not 1/(1 - P): dropout here is inverted",
                    t -> of(place + name).scaled(kept)));
      }
    }
    return chosen;
  }

  private static Formula.Value scaled(String name, double factor) {
    return t -> t.apply(name).scaled(factor);
  }

  private static Formula.Value affine(String name, double factor, double shift) {
    return t -> t.apply(name).scaled(factor).plus(Rounded.of(1, 1, i -> shift, i -> 0));
  }

  /** Ours. */
  private Rounded of(String name) {
    NpyArray array = array(name);
    return Rounded.of(array, GivenTensor.rows(array), GivenTensor.cols(array));
  }

  private NpyArray array(String name) {
    return Objects.requireNonNull(ours.get(name), name);
  }

  /** What follows from a tensor follows from this: the other program's, where it gives it. */
  private Rounded value(int step, String name) {
    Rounded known = settled.get(name);
    if (known != null) {
      return known;
    }
    Formula formula = Objects.requireNonNull(formulas.get(name), name);
    GivenTensor given = given(name);
    Rounded input = given == null ? null : given.input(classes);
    return input != null ? input : formula.right().apply(in(step));
  }

  /** The other program's tensor; null where it does not give it. */
  private @Nullable GivenTensor given(String name) {
    NpyArray array = mine.get(name);
    return array == null ? null : GivenTensor.of(name, array, array(name), classes);
  }

  /** The full name of what a formula calls {@code name}. */
  private static String full(int step, String name) {
    return name.startsWith(BEFORE)
        ? StepTrace.place(step - 1) + name.substring(BEFORE.length())
        : StepTrace.place(step) + name;
  }

  /** What a formula of a step is of. */
  private Function<String, Rounded> in(int step) {
    return name -> value(step, full(step, name));
  }

  private void judge(int step, Formula formula) {
    String name = full(step, formula.name());
    Rounded right = formula.right().apply(in(step));
    exact.put(name, formula.right().apply(other -> exactly(full(step, other))));
    Set<String> above = new TreeSet<>();
    formula
        .inputs()
        .forEach(input -> above.addAll(causes.getOrDefault(full(step, input), Set.of())));
    causes.put(name, above);
    settled.put(name, right);
    GivenTensor given = given(name);
    if (given == null) {
      absent.add(name);
    } else if (given.agrees(exactly(name))) {
      settle(name, given, Set.of());
      Verdict verdict = given.isEqual() ? Verdict.EQUAL : Verdict.AGREES;
      findings.add(given.finding(verdict, ""));
    } else if (given.agrees(right)) {
      settle(name, given, above);
      findings.add(
          above.isEmpty()
              ? given.finding(Verdict.AGREES, "")
              : given.finding(Verdict.FOLLOWS, String.join(", ", above)));
    } else {
      findings.add(given.finding(Verdict.DIFFERS, difference(step, formula, given, right)));
    }
  }

  /** In words; settles what follows from a tensor that differs. */
  private String difference(int step, Formula formula, GivenTensor given, Rounded right) {
    String reordered = given.reordered(right);
    if (reordered != null) {
      return reordered;
    }
    Mistake mistake = mistake(step, formula, given);
    if (mistake != null && mistake.custom()) {
      return mistake.words();
    }
    settle(given.name(), given, Set.of(given.name()));
    return mistake != null ? mistake.words() : given.guess(right);
  }

  /** What follows from a tensor follows from it as it was given, where it may. */
  private void settle(String name, GivenTensor given, Set<String> cause) {
    causes.put(name, cause);
    Rounded input = given.input(classes);
    if (input != null) {
      settled.put(name, input);
    }
  }

  /** A tensor may be right where one above it was changed only after it was used. */
  private Rounded exactly(String name) {
    return Objects.requireNonNull(exact.get(name), name);
  }

  private @Nullable Mistake mistake(int step, Formula formula, GivenTensor given) {
    for (Mistake mistake : formula.mistakes()) {
      if (given.agrees(mistake.value().apply(in(step)))) {
        return mistake;
      }
    }
    return null;
  }
}
