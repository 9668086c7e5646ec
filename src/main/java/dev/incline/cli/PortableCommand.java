package dev.incline.cli;

import dev.incline.option.OptionValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command line as a process in another folder, or on another machine, can be given it.
 *
 * @param words the command first; options by their long names, as {@code --name=value}; paths are
 *     absolute
 * @param files those of the words that are files to read settings from
 */
public record PortableCommand(List<String> words, List<Path> files) {
  /** A command line that was parsed: what follows the command's name is the command's. */
  static PortableCommand of(ParseResult parsed) {
    CommandSpec command = parsed.subcommand().commandSpec();
    PortableCommand portable = new PortableCommand(new ArrayList<>(), new ArrayList<>());
    Iterator<String> given = parsed.originalArgs().iterator();
    portable.words.add(given.next());
    while (given.hasNext()) {
      portable.add(command, given.next(), given);
    }
    return portable;
  }

  private void add(CommandSpec command, String word, Iterator<String> more) {
    int end = word.startsWith("-") ? word.indexOf('=') : -1;
    OptionSpec option = command.findOption(end < 0 ? word : word.substring(0, end));
    if (option == null) {
      words.add(word.startsWith("-") ? word : file(Path.of(word)));
    } else if (option.arity().max() == 0) {
      words.add(word.startsWith("--") ? word : option.longestName());
    } else {
      String value = end < 0 ? more.next() : word.substring(end + 1);
      words.add(option.longestName() + "=" + elsewhere(option, value));
    }
  }

  private String elsewhere(OptionSpec option, String text) {
    List<Path> paths = paths(option.getValue()).toList();
    if (option.longestName().equals("--config")) {
      paths.forEach(this::file);
    }
    return paths.isEmpty()
        ? text
        : paths.stream().map(PortableCommand::absolute).collect(Collectors.joining(","));
  }

  /** What an option got that is a path: one, or several where it is an axis. */
  private static Stream<Path> paths(@Nullable Object value) {
    if (value instanceof Collection<?> several) {
      return several.stream().flatMap(PortableCommand::paths);
    } else if (value instanceof OptionValue<?> one) {
      return paths(one.value());
    }
    return Stream.ofNullable(value instanceof Path path ? path : null);
  }

  private String file(Path file) {
    files.add(Path.of(absolute(file)));
    return absolute(file);
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }
}
