package dev.incline.store;

import dev.incline.testing.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that takes a folder's lock over and over, and looks whether it is alone. */
final class LockProbe {
  private LockProbe() {}

  static Process start(Path folder, int times) throws IOException {
    List<String> command = JavaCommand.of(LockProbe.class);
    command.addAll(List.of(folder.toString(), Integer.toString(times)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Ends when standard input does, where it is to hold the lock once. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    int times = Integer.parseInt(args[1]);
    for (int done = 0; done < times; ) {
      try (FolderLock lock = FolderLock.take(folder, FolderLock.RUN, "probe")) {
        Path busy = Files.createFile(folder.resolve("busy")); // fails where another is at work
        Thread.sleep(1); // long enough for another to come
        Files.delete(busy);
        done++;
        if (times == 1) {
          System.out.println("taken");
          System.in.read();
        }
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("is in use")) {
          throw e;
        }
      }
    }
  }
}
