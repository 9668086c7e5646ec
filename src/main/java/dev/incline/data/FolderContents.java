package dev.incline.data;

import dev.incline.file.FileNames;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies in a folder that should hold a data set.
 *
 * @param files in it, folders too, by name
 */
record FolderContents(Path folder, List<Path> files) {
  private static final int SHOWN = 8;

  static FolderContents of(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return new FolderContents(folder, entries.sorted().toList());
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read: %s. Choose another folder with --data"
              .formatted(folder, Reason.of(e)),
          e);
    }
  }

  /** The file of this name; where there is none, one whose name differs in capital letters only. */
  Optional<Path> file(String name) {
    Path exact = folder.resolve(name);
    return Files.exists(exact)
        ? Optional.of(exact)
        : files.stream()
            .filter(file -> FileNames.lower(file).equals(name) && Files.exists(file))
            .findFirst();
  }

  /** What is there in place of the files, and how to go on. */
  String advice() {
    List<Path> shown =
        files.stream()
            .filter(f -> !FileNames.lower(f).startsWith(".") && !IdxSet.hasFile(f))
            .toList();
    if (files.isEmpty()) {
      return ": the folder is empty. 'incline data download mnist --out %s' fills it"
          .formatted(folder);
    }
    Optional<Path> below = shown.stream().filter(FolderContents::holdsSet).findFirst();
    if (below.isPresent()) {
      return ": they are in %s. Take --data %s".formatted(below.get(), below.get());
    }
    StringBuilder text =
        new StringBuilder(": put the missing files there or name another folder by --data");
    if (!shown.isEmpty()) {
      text.append(". It holds:");
    }
    for (Path file : shown.subList(0, Math.min(SHOWN, shown.size()))) {
      text.append("%n  %s: %s".formatted(file.getFileName(), FileKind.phrase(file)));
    }
    if (shown.size() > SHOWN) {
      text.append(Phrase.of("%n  and %,d more", shown.size() - SHOWN));
    }
    goOn(shown).ifPresent(way -> text.append("%n".formatted()).append(way));
    return text.toString();
  }

  private static boolean holdsSet(Path below) {
    try {
      return Files.isDirectory(below) && !IdxSet.in(FolderContents.of(below)).isEmpty();
    } catch (DataException e) {
      return false; // one that cannot be read is no way on
    }
  }

  /** What to do with what is there. */
  private static Optional<String> goOn(List<Path> shown) {
    for (Path file : shown) {
      FileKind kind = FileKind.of(file);
      if (kind == FileKind.NPZ) {
        return Optional.of("Take --data " + file);
      } else if (kind == FileKind.ZIP || kind == FileKind.TAR) {
        return Optional.of("Unpack %s first".formatted(file.getFileName()));
      } else if (kind == FileKind.PNG || kind == FileKind.JPEG) {
        return Optional.of("Pictures train from a folder for each class, called by its name");
      }
    }
    return Optional.empty();
  }
}
