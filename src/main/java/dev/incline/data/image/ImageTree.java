package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.file.FileNames;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pictures in a folder and in the folders below it. A picture is what its name or its content
 * says is PNG or JPEG: so a damaged one is not passed over. Hidden files are none, nor is what an
 * archive made on a Mac has beside each picture.
 *
 * @param pictures in the order of their names, folder by folder
 * @param others how many files there are besides
 */
public record ImageTree(List<Path> pictures, int others) {
  private static final Set<String> OF_SYSTEMS = Set.of("thumbs.db", "desktop.ini", "__macosx");

  public ImageTree {
    pictures = List.copyOf(pictures);
  }

  /**
   * Looks for the pictures; does not follow links to folders.
   *
   * @throws DataException naming the folder that has no picture or cannot be read
   */
  public static ImageTree of(Path folder) {
    List<Path> pictures = new ArrayList<>();
    int others = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        if (isOfPeople(folder, file) && isPicture(file)) {
          pictures.add(file);
        } else {
          others++;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(folder + " cannot be read: " + Reason.of(e), e);
    }
    if (pictures.isEmpty()) {
      throw new DataException(
          folder + " is a folder without a PNG or JPEG picture: name the files");
    }
    pictures.sort(null);
    return new ImageTree(pictures, others);
  }

  private static boolean isOfPeople(Path folder, Path file) {
    for (Path name : folder.relativize(file)) {
      if (!isOfPeople(name)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file or a folder is no hidden one, and none that a system puts beside pictures. */
  public static boolean isOfPeople(Path file) {
    String name = FileNames.lower(file);
    return !name.startsWith(".") && !OF_SYSTEMS.contains(name);
  }

  private static boolean isPicture(Path file) {
    String name = FileNames.lower(file);
    if (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return true;
    }
    FileKind kind = FileKind.of(file);
    return kind == FileKind.PNG || kind == FileKind.JPEG;
  }
}
