package dev.incline.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must not be read in a report that is shown to others: paths, and the names of user and
 * machine. Of a path to a library or a kernel the file's name stays: it tells which driver it is.
 *
 * @param folders paths, as they are spelt here
 * @param names words
 */
public record Anonymity(Collection<String> folders, Collection<String> names) {
  private static final String PATH = "(path)";
  private static final String NAME = "(name)";

  /** A path may begin with another one, and a name too. */
  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder());

  /** Any other path: from a slash that begins a word, to a blank or a mark of punctuation. */
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?<![\\w.)/~])(?:\\.{1,2}|~)?/[^\\s/\"':;,()\\[\\]]+(?:/[^\\s\"':;,()\\[\\]]*)*");

  private static final Pattern TELLS_NOTHING =
      Pattern.compile(
          "(?:lib[\\w.+-]+\\.so[.\\d]*(?:\\+0x[0-9a-f]+)?|ld-[\\w.-]+|[a-z_]+\\.clh?)$");

  /** Of this process, on this machine. */
  public static Anonymity here() {
    return of(System.getenv(), System.getProperties(), hostName(Path.of("/")));
  }

  /**
   * What an environment gives away.
   *
   * @param properties of the JVM
   * @param host the machine's name; may be empty
   */
  static Anonymity of(Map<String, String> environment, Map<?, ?> properties, String host) {
    Set<String> folders = new TreeSet<>(LONGEST_FIRST);
    Stream.concat(environment.values().stream(), properties.values().stream().map(String::valueOf))
        .flatMap(value -> Arrays.stream(value.split(":", -1)))
        .filter(value -> value.matches("\\.{0,2}/[^/].*"))
        .map(value -> value.replaceFirst("/+$", ""))
        .forEach(folders::add);
    Set<String> names = new TreeSet<>(LONGEST_FIRST);
    for (String name : List.of("USER", "LOGNAME", "USERNAME", "SUDO_USER", "HOSTNAME")) {
      names.add(environment.getOrDefault(name, ""));
    }
    names.add(String.valueOf(properties.get("user.name")));
    names.add(host);
    names.add(host.replaceFirst("\\..*", ""));
    for (Object home :
        List.of(
            environment.getOrDefault("HOME", ""), String.valueOf(properties.get("user.home")))) {
      names.add(home.toString().replaceFirst("/+$", "").replaceFirst(".*/", ""));
    }
    names.removeAll(Set.of("", "?", "null"));
    return new Anonymity(folders, names);
  }

  private static String hostName(Path root) {
    try {
      return Files.readString(root.resolve("proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return ""; // no Linux
    }
  }

  /** Without the names that a text has in it which says nothing of the user, such as a device's. */
  public Anonymity except(String text) {
    return new Anonymity(
        folders, names.stream().filter(name -> !word(name).matcher(text).find()).toList());
  }

  /** A copy of a document whose texts give nothing away. */
  public JsonNode of(JsonNode node) {
    if (node instanceof TextNode text) {
      return TextNode.valueOf(of(text.textValue()));
    } else if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(each -> copy.add(of(each)));
      return copy;
    } else if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object.fields().forEachRemaining(field -> copy.set(field.getKey(), of(field.getValue())));
      return copy;
    }
    return node;
  }

  /** The text, with paths and names replaced. */
  public String of(String text) {
    String clean = text;
    for (String folder : folders) {
      clean =
          replaced(
              Pattern.compile(Pattern.quote(folder) + "(?![\\w-])[^\\s\"':;,()\\[\\]]*"), clean);
    }
    clean = replaced(ABSOLUTE, clean);
    for (String name : names) {
      clean = word(name).matcher(clean).replaceAll(NAME);
    }
    return clean;
  }

  private static String replaced(Pattern path, String text) {
    return path.matcher(text)
        .replaceAll(
            found -> {
              Matcher file = TELLS_NOTHING.matcher(found.group());
              return Matcher.quoteReplacement(file.find() ? file.group() : PATH);
            });
  }

  private static Pattern word(String name) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
