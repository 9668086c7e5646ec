package dev.incline.experiment;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value in a YAML file: a mapping, a list or a scalar.
 *
 * @param kind which of them
 * @param text of a scalar, as the file has it, without quotes
 * @param quoted whether a scalar stands in quotes, so that it is text whatever it looks like
 * @param items of a list
 * @param entries of a mapping
 * @param place such as {@code line 3, column 5}
 */
record YamlNode(
    Kind kind,
    String text,
    boolean quoted,
    List<YamlNode> items,
    Map<String, YamlNode> entries,
    String place) {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");

  /** What there is. */
  enum Kind {
    MAPPING,
    LIST,
    SCALAR
  }

  static YamlNode scalar(String text, boolean quoted, String place) {
    return new YamlNode(Kind.SCALAR, text, quoted, List.of(), Map.of(), place);
  }

  static YamlNode list(List<YamlNode> items, String place) {
    return new YamlNode(Kind.LIST, "", false, items, Map.of(), place);
  }

  static YamlNode mapping(Map<String, YamlNode> entries, String place) {
    return new YamlNode(Kind.MAPPING, "", false, List.of(), entries, place);
  }

  boolean isMapping() {
    return kind == Kind.MAPPING;
  }

  boolean isList() {
    return kind == Kind.LIST;
  }

  /** Whether nothing was written where a value belongs. */
  boolean isBlank() {
    return kind == Kind.SCALAR && (text.isBlank() || (!quoted && text.matches("~|null|Null|NULL")));
  }

  /** A number is decimal, as it is read by people: 010 is 10. What looks otherwise is text. */
  boolean isWhole() {
    return kind == Kind.SCALAR && !quoted && WHOLE.matcher(text).matches();
  }

  /** Numbers, truth values and text as Java has them; lists and maps of those. */
  Object toObject() {
    if (isList()) {
      return items.stream().map(YamlNode::toObject).toList();
    }
    if (isMapping()) {
      Map<String, Object> map = new LinkedHashMap<>();
      entries.forEach((key, value) -> map.put(key, value.toObject()));
      return map;
    }
    if (isWhole()) {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < 32
          ? (Object) whole.intValue()
          : whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
    }
    if (quoted) {
      return text;
    }
    if (DECIMAL.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    boolean truth = TRUTH.matcher(text).matches();
    return truth ? (Object) Boolean.valueOf(text) : text;
  }
}
