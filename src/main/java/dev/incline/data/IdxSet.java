package dev.incline.data;

import dev.incline.file.FileNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the four IDX files of a set, in small letters: {@code train-images-idx3-ubyte} and
 * so on, as MNIST has them, or behind the set's own name, as EMNIST and QMNIST have them.
 *
 * @param name such as {@code emnist-letters}; empty for MNIST's names
 */
record IdxSet(String name) {
  private static final Pattern FILE =
      Pattern.compile(
          "(?:(.+)-)?(train|t10k|test)-(?:images[-.]idx3-ubyte|labels[-.]idx(?:1-ubyte|2-int))(?:\\.gz)?");

  static final IdxSet UNNAMED = new IdxSet("");

  /** The sets that a folder has files of, by name. */
  static List<IdxSet> in(FolderContents contents) {
    TreeSet<String> names = new TreeSet<>();
    for (Path file : contents.files()) {
      Matcher matcher = FILE.matcher(FileNames.lower(file));
      if (matcher.matches()) {
        names.add(matcher.group(1) == null ? "" : matcher.group(1));
      }
    }
    return names.stream().map(IdxSet::new).toList();
  }

  /** Whether a file is one of some set, by its name. */
  static boolean hasFile(Path file) {
    return FILE.matcher(FileNames.lower(file)).matches();
  }

  /** A set whose files begin with a path that is no file: its name, and the folder. */
  static Optional<FolderContents> besideOf(Path prefix) {
    Path folder = prefix.toAbsolutePath().getParent();
    Path given = prefix.getParent();
    if (folder == null || !folder.toFile().isDirectory() || prefix.toFile().exists()) {
      return Optional.empty();
    }
    FolderContents contents = FolderContents.of(given == null ? Path.of("") : given);
    return in(contents).contains(at(prefix)) ? Optional.of(contents) : Optional.empty();
  }

  static IdxSet at(Path prefix) {
    return new IdxSet(FileNames.lower(prefix));
  }

  /** EMNIST's images lie on their side: rows and columns are exchanged. */
  boolean isTransposed() {
    return name.equals("emnist") || name.startsWith("emnist-");
  }

  private String prefix() {
    return name.isEmpty() ? "" : name + "-";
  }

  /** Names of a file, those that are looked for first; a dot may stand for the last hyphen. */
  private List<String> names(String part, String kind) {
    String stem = prefix() + part + "-" + kind;
    return kind.equals("images")
        ? List.of(stem + "-idx3-ubyte", stem + ".idx3-ubyte")
        : List.of(stem + "-idx1-ubyte", stem + ".idx1-ubyte", stem + "-idx2-int");
  }

  /**
   * A file of the set: a plain one before a packed one of the same name.
   *
   * @param parts {@code train}, or {@code t10k} and {@code test}
   * @param kind {@code images} or {@code labels}
   * @param missing hears the usual name of a file that is not there
   */
  Path find(FolderContents contents, List<String> parts, String kind, List<String> missing) {
    for (String part : parts) {
      for (String name : names(part, kind)) {
        for (String ending : List.of("", ".gz")) {
          Optional<Path> file = contents.file(name + ending);
          if (file.isPresent()) {
            return file.get();
          }
        }
      }
    }
    missing.add(names(name.isEmpty() ? parts.get(0) : parts.get(parts.size() - 1), kind).get(0));
    return contents.folder();
  }

  /** The file that names the classes of an EMNIST set. */
  Optional<Path> mapping(FolderContents contents) {
    return contents.file(prefix() + "mapping.txt");
  }
}
