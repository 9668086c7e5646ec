package dev.incline.store;

import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process's claim to a piece of work: the file {@code claim-N} in the folder of that work.
 *
 * <p>A number is taken by exclusive creation, so by one process only, on network file systems too;
 * no lock is needed. Whoever has the highest number has the work. The holder rewrites its own file,
 * and no other, every few seconds. When that stops, another process takes the next number, and the
 * folder {@code N} beside it to work in: a holder that was only slow still writes into its own.
 */
public final class Claim {
  private static final Pattern NAME = Pattern.compile("claim-([1-9][0-9]{0,8})");
  private static final int STATE_LINE = 5; // after the holder's four lines and the token's
  private static final int STATE = 40; // characters
  private static final String GIVEN_BACK = "given back";

  private final Path folder;
  private final int number;
  private final String head;
  private long beats;
  private boolean given;
  private volatile String state = "begins";
  private volatile boolean lost;

  private Claim(Path folder, int number, String head) {
    this.folder = folder;
    this.number = number;
    this.head = head;
  }

  /** How the file is made: it fails with FileAlreadyExistsException where there is one. */
  interface Creation {
    void create(Path file) throws IOException;
  }

  /**
   * Takes a number.
   *
   * @param folder of the work; made where it is not there
   * @param command of this process, for people
   * @return null where another process took it first
   */
  public static @Nullable Claim take(Path folder, int number, String command) throws IOException {
    return take(folder, number, command, Files::createFile);
  }

  static @Nullable Claim take(Path folder, int number, String command, Creation creation)
      throws IOException {
    try {
      Files.createDirectories(folder);
      creation.create(file(folder, number));
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return null; // taken, or the folder went with the finished work
    }
    String head = LockHolder.here(command).text() + "token " + UUID.randomUUID() + "\n";
    Claim claim = new Claim(folder, number, head);
    claim.write(claim.state);
    return claim;
  }

  private static Path file(Path folder, int number) {
    return folder.resolve("claim-" + number);
  }

  /** The folder to work in. It need not be there. */
  public Path work() {
    return folder.resolve(Integer.toString(number));
  }

  /** The folders that earlier claims worked in, the latest first. They need not be there. */
  public List<Path> earlier() {
    return Stream.iterate(number - 1, n -> n > 0, n -> n - 1)
        .map(n -> folder.resolve(Integer.toString(n)))
        .toList();
  }

  /**
   * How far the work is, for people; told with the next beat.
   *
   * @param text ASCII
   */
  public void at(String text) {
    state = text;
  }

  /** Shows that the holder lives, where the claim still holds. */
  public synchronized void beat() throws IOException {
    if (given || lost) {
      return;
    }
    Sign last = last(folder);
    lost = last.number() != number || !last.text().startsWith(head);
    if (!lost) {
      write(state);
    }
  }

  /** Whether another process has taken the work over, or the file is gone, as the last beat saw. */
  public boolean isLost() {
    return lost;
  }

  /** Lets others take the work over at once. */
  public synchronized void giveBack() throws IOException {
    beat();
    if (!lost && !given) {
      write(GIVEN_BACK);
      given = true;
    }
  }

  /** In place, and always of one length: also a full disk takes it. */
  private void write(String text) throws IOException {
    String cut = text.substring(0, Math.min(STATE, text.length()));
    Files.writeString(
        file(folder, number),
        Phrase.of("%s%-" + STATE + "s\nbeat %012d\n", head, cut, ++beats),
        StandardOpenOption.WRITE);
  }

  /**
   * What the highest claim to a piece of work tells.
   *
   * @param number 0 where there is none
   * @param text of its file, which another beat changes
   */
  public record Sign(int number, String text) {
    /** Whether its holder has given it back. */
    public boolean isGivenBack() {
      return line(STATE_LINE).equals(GIVEN_BACK);
    }

    /** Such as {@code process 12 on host, epoch 3/10}. */
    public String holder() {
      return text.isEmpty()
          ? "a process that has not told its name yet"
          : Harmless.of("%s %s, %s".formatted(line(0), line(1), line(STATE_LINE)));
    }

    private String line(int number) {
      return text.lines().skip(number).findFirst().orElse("").strip();
    }
  }

  /** The highest claim in a folder of work. */
  public static Sign last(Path folder) throws IOException {
    String[] names = folder.toFile().list();
    int highest = 0;
    for (String each : names == null ? new String[0] : names) {
      Matcher name = NAME.matcher(each);
      highest = name.matches() ? Math.max(highest, Integer.parseInt(name.group(1))) : highest;
    }
    try {
      return new Sign(highest, highest == 0 ? "" : Files.readString(file(folder, highest)));
    } catch (NoSuchFileException e) {
      return new Sign(0, ""); // finished, and cleared away
    }
  }
}
