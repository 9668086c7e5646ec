package dev.incline.option;

import dev.incline.file.FileNames;
import dev.incline.model.ClassWeights;
import dev.incline.model.Initializer;
import dev.incline.wording.Misspelt;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What values an option takes, and the text that means them: the only place where text becomes a
 * value.
 *
 * @param form how it is given
 * @param legal what it takes, in words; empty where any text will do
 * @param read of a text; throws {@link IllegalArgumentException} where that means no value
 * @param isLegal whether a value that was read is in range
 * @param stored the value as config.yaml has it: a number, a truth value, text, or a list of those
 */
public record Kind<T>(
    Form form,
    String legal,
    Function<String, T> read,
    Predicate<T> isLegal,
    Function<T, Object> stored) {
  /** How a value is given. */
  public enum Form {
    WHOLE,
    DECIMAL,
    TEXT,
    /** Several, joined by commas, which are one value. */
    LIST,
    /** {@code --name} or {@code --no-name}. */
    TRUTH,
    /** {@code --name}, or nothing. */
    SWITCH
  }

  /** Behind a word or a number; neither a sign nor that of an exponent. */
  private static final String HYPHEN = "(?<=[\\p{Alnum}.])(?<![0-9.][eE])-";

  /** Whole numbers of a range, both ends included. */
  public static Kind<Integer> whole(int least, int greatest) {
    String legal = "a whole number from %s to %s".formatted(least, greatest);
    return new Kind<>(
        Form.WHOLE, legal, Integer::valueOf, n -> n >= least && n <= greatest, n -> n);
  }

  /** 1, 2, 4 and so on. */
  static Kind<Integer> powerOfTwo(int greatest) {
    List<String> all = new ArrayList<>();
    for (int n = 1; n <= greatest; n *= 2) {
      all.add(String.valueOf(n));
    }
    return new Kind<>(
        Form.WHOLE,
        "one of " + String.join(", ", all),
        Integer::valueOf,
        n -> n >= 1 && n <= greatest && Integer.bitCount(n) == 1,
        n -> n);
  }

  /** Whole numbers of 64 bits. */
  static Kind<Long> whole() {
    return new Kind<>(Form.WHOLE, "a whole number of 64 bits", Long::valueOf, any -> true, n -> n);
  }

  /** Numbers with decimals. */
  public static Kind<Double> number(String legal, Predicate<Double> isLegal) {
    return new Kind<>(Form.DECIMAL, legal, Double::valueOf, isLegal, n -> n);
  }

  /** Lists of whole numbers, joined by commas, or by hyphens where an axis has commas already. */
  static Kind<List<Integer>> wholes(String legal, Predicate<List<Integer>> isLegal) {
    return new Kind<>(
        Form.LIST,
        legal,
        text -> {
          List<Integer> numbers = new ArrayList<>();
          for (String part : text.split(text.matches("\\d+(-\\d+)+") ? "-" : ",", -1)) {
            try {
              numbers.add(Integer.valueOf(part));
            } catch (NumberFormatException e) {
              throw Refusal.text(legal, part, Misspelt.hint(part, true));
            }
          }
          return List.copyOf(numbers);
        },
        isLegal,
        numbers -> numbers);
  }

  /**
   * One value for all hidden layers, or one for each: joined by commas, or by hyphens where an axis
   * has commas already. A single value is stored as itself, without a list.
   */
  static <T> Kind<List<T>> perLayer(Kind<T> each) {
    return new Kind<>(
        Form.LIST,
        each.legal,
        text -> {
          String separator = text.indexOf(',') < 0 ? HYPHEN : ",";
          return Arrays.stream(text.split(separator, -1)).map(each::parse).toList();
        },
        any -> true,
        values -> {
          List<Object> stored = values.stream().map(each.stored).toList();
          return stored.size() == 1 ? stored.get(0) : stored;
        });
  }

  /** One of a few words: those of the values, in small letters. */
  public static <T> Kind<T> words(List<T> values) {
    List<String> words = values.stream().map(Kind::word).toList();
    int last = words.size() - 1;
    String legal = String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    return new Kind<>(
        Form.TEXT,
        legal,
        text -> {
          int at = words.indexOf(word(text));
          if (at < 0) {
            String near =
                KnownNames.nearest(text, words).map(": did you mean '%s'?"::formatted).orElse("");
            throw Refusal.text(legal, text, near);
          }
          return values.get(at);
        },
        any -> true,
        Kind::word);
  }

  private static String word(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  /** {@code balanced}, or a weight for each class; joined as those of layers are. */
  static Kind<ClassWeights> classWeights() {
    String legal =
        "balanced, or a number from 0 to 1e30 for each class (MNIST has 10), not all of them 0";
    Kind<Double> weight = number(legal, x -> x >= 0 && x <= 1e30);
    return new Kind<>(
        Form.LIST,
        legal,
        text -> {
          if (word(text).equals("balanced")) {
            return ClassWeights.BALANCED;
          }
          return new ClassWeights(false, perLayer(weight).read.apply(text));
        },
        any -> true,
        weights -> weights.balanced() ? weights.toString() : weights.values());
  }

  /** Names of files and folders, which need not exist. */
  static Kind<Path> file() {
    return text(
        "",
        text -> {
          try {
            return FileNames.path(text);
          } catch (InvalidPathException e) {
            throw new Refusal(": " + FileNames.message(e));
          }
        });
  }

  /** How weights start. */
  static Kind<Initializer> initializer() {
    return text(Initializer.SYNTAX, Initializer::parse);
  }

  /** Text of a syntax; the value's own text is of it too. */
  static <T> Kind<T> text(String legal, Function<String, T> read) {
    return new Kind<>(Form.TEXT, legal, read, any -> true, Object::toString);
  }

  /** What is true or false. */
  static Kind<Boolean> truth(Form form) {
    String legal = "true or false";
    return new Kind<>(
        form,
        legal,
        text ->
            switch (word(text)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw Refusal.text(legal, text, "");
            },
        any -> true,
        value -> value);
  }

  /**
   * The value that a text means.
   *
   * @throws Refusal where it means none
   */
  T parse(String text) {
    T value;
    try {
      value = read.apply(text);
    } catch (Refusal e) {
      throw e;
    } catch (IllegalArgumentException e) {
      boolean number = form == Form.WHOLE || form == Form.DECIMAL;
      throw Refusal.text(legal, text, number ? Misspelt.hint(text, form == Form.WHOLE) : "");
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw Refusal.text(legal, text, "");
    }
    return checked(value);
  }

  /**
   * @throws Refusal where the value is out of range
   */
  T checked(T value) {
    if (!isLegal.test(value)) {
      throw Refusal.value(legal, value);
    }
    return value;
  }
}
