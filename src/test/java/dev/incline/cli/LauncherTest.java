package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.testing.Garbage;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** bin/incline, in folders, locales and Javas that are not the usual ones. */
@Tag("field")
@Tag("slow")
class LauncherTest {
  private static final Map<String, String> C = Map.of("LC_ALL", "C");

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"co:lon", "p%c$x", "q'uo\"te", "-dash", "star*[a]", "a:b ü"})
  void startsInAFolderOfAnyName(String name) throws Exception {
    Launcher launcher = Launcher.in(temp, name);
    CommandRun run = launcher.shell(temp, C, "incline --version");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("incline ");
    assertThat(run.err()).isEmpty();
    List<String> started = launcher.started();
    String jar = started.get(started.indexOf("-jar") + 1);
    assertThat(jar).doesNotContain(":");
    assertThat(launcher.argument("-XX:SharedArchiveFile=")).doesNotContain(":");
    assertThat(launcher.argument("-Dincline.home="))
        .isEqualTo(launcher.root().toRealPath().toString());
  }

  @Test
  void startsByARelativePathThatBeginsWithADash() throws Exception {
    Launcher.in(temp, "-dash");
    CommandRun run =
        Launcher.in(temp, "other").shell(temp, C, "PATH=$PATH:; -dash/bin/incline --version");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("incline ");
  }

  @Test
  void saysThatAFolderIsNotUtf8() throws Exception {
    Launcher launcher = Launcher.in(temp, "plain");
    CommandRun run =
        launcher.shell(
            temp,
            C,
            "latin=$(printf 'l\\344tin'); mkdir \"$latin\"; cp -r plain/* \"$latin\"; \"$latin\"/bin/incline --version");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("its name is not UTF-8. Rename the folder");
  }

  @ParameterizedTest
  @CsvSource({
    "LC_ALL, C, C.UTF-8",
    "LC_ALL, POSIX, C.UTF-8",
    "LANG, xx_YY.UTF-8, C.UTF-8", // it names UTF-8, but is not there
    "LC_CTYPE, UTF-8, C.UTF-8",
    "LC_ALL, C.UTF-8, C.UTF-8",
    "LANG, C.UTF-8, ''",
  })
  void theJvmGetsALocaleOfUtf8(String variable, String value, String locale) throws Exception {
    Launcher launcher = Launcher.in(temp, "program");
    launcher.shell(
        temp, Map.of(variable, value, "INCLINE_TEST_NOTES", "only"), "incline --version");
    assertThat(launcher.argument("LC_ALL=")).isEqualTo(locale);
  }

  @Test
  void eachJvmHasAnArchiveOfItsOwnAndNoLineAboutIt() throws Exception {
    Launcher launcher = Launcher.in(temp, "program");
    launcher.shell(temp, Launcher.NOTES, "incline --version");
    String first = launcher.argument("-XX:SharedArchiveFile=");
    launcher.javaIs("Another/maker", "25.0.3+9");
    CommandRun run = launcher.shell(temp, Launcher.NOTES, "incline --version");
    assertThat(run.err()).isEmpty();
    String second = launcher.argument("-XX:SharedArchiveFile=");
    assertThat(first).contains("17.0.1+2");
    assertThat(second).contains("Another_maker", "25.0.3+9").isNotEqualTo(first);
    assertThat(Path.of(first)).exists();
    assertThat(Path.of(second)).exists();
    assertThat(launcher.argument("-Xlog:all=error")).contains("cds*=off", "aot*=off");
  }

  @Test
  void whatIsNoLongerInUseIsCollectedSoon() throws Exception {
    Launcher launcher = Launcher.in(temp, "program");
    launcher.shell(temp, Launcher.NOTES, "incline --version");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    launcher.started().stream()
        .filter(word -> word.startsWith("-XX:") && !word.contains("SharedArchive"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Garbage.class.getName()));
    Process process = new ProcessBuilder(command).start();
    String peak = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(Integer.parseInt(peak.strip())).as("MiB of the heap").isLessThan(320);
  }

  @Test
  void namesThatAreNotAsciiAreFoundInEveryLocale() throws Exception {
    Path here = Files.createDirectories(temp.resolve("Größe"));
    SyntheticData.write(here.resolve("daten-ä"), 100, 20, 6);
    Files.writeString(here.resolve("ü.yaml"), "lr: 0.2\nepochs: 1\n");
    Launcher launcher = Launcher.in(temp, "program");
    CommandRun train =
        launcher.shell(
            here,
            C,
            "incline train -q --device cpu --hidden 4 --data daten-ä --config ü.yaml"
                + " && incline train -q --device cpu --hidden 4 --data daten-ä --epochs 1 --out läufe"
                + " && incline predict --device cpu läufe daten-ä/t10k-images-idx3-ubyte");
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out()).contains("läufe", "daten-ä");
    assertThat(names(here.resolve("runs"))).hasSize(1);
    assertThat(names(here)).containsExactlyInAnyOrder("daten-ä", "ü.yaml", "runs", "läufe");
    assertThat(names(temp)).doesNotContain("??", "Gr??e");
  }

  @Test
  void aNameThatCannotBeReachedIsNamedWithWhatToDo() throws Exception {
    Launcher launcher = Launcher.in(temp, "program");
    Map<String, String> noUtf8 = Map.of("LC_ALL", "C", "INCLINE_TEST_LOCALE", "C");
    CommandRun data = launcher.shell(temp, noUtf8, "incline data check ä");
    assertThat(data.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(data.err())
        .contains("not in the locale's charset", "LC_ALL")
        .doesNotContain("Exception");
    Path here = Files.createDirectories(temp.resolve("hör"));
    CommandRun train = launcher.shell(here, noUtf8, "incline devices");
    assertThat(train.code()).isEqualTo(ExitCode.FAILED);
    assertThat(train.err()).contains("the working directory", "LC_ALL");
    CommandRun latin = launcher.shell(temp, C, "incline data check \"$(printf 'l\\344')\"");
    assertThat(latin.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(latin.err()).contains("its name is not UTF-8. Rename it");
  }

  @ParameterizedTest
  @CsvSource({
    "incline devices >/dev/full, 1, No space left on device",
    "incline devices --json >/dev/full, 1, No space left on device",
    "incline --help >/dev/full, 1, No space left on device",
    "incline --version >&-, 1, Bad file descriptor",
    "incline devices >&-, 1, Bad file descriptor",
    "incline data check none 2>&-, 1, ''",
    "incline --version 2>/dev/full, 0, ''",
    "incline --version <&-, 0, ''",
    "{ incline --version; echo $? >&2; } | true, 0, 141",
  })
  void resultsThatAreLostAreAFailure(String line, int code, String said) throws Exception {
    CommandRun run = Launcher.in(temp, "program").shell(temp, C, line);
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).contains(said);
    if (said.equals("141")) {
      assertThat(run.err()).isEqualTo("141\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "echo Could not reserve space; exit 1, ': Could not reserve space. A process may'",
    "echo Exception in thread \\\"main\\\" java.lang.OutOfMemoryError: no thread; printf '\\tat x\\n\\n'; exit 1, ': java.lang.OutOfMemoryError: no thread. A process may'",
    "kill -SEGV $$, '. A process may'",
  })
  void aJavaThatDoesNotStartUnderALowLimitNamesTheLimit(String death, String said)
      throws Exception {
    Launcher launcher = Launcher.in(temp, "program");
    CommandRun run =
        launcher.shell(
            temp,
            Map.of("INCLINE_TEST_DEATH", death.replace("\\\"", "'\"'")),
            "ulimit -v 5000000; incline --version");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.startsWith("incline: ")))
        .singleElement()
        .asString()
        .isEqualTo(
            "incline: Java cannot start%s have only 4882 MiB of addresses here (ulimit -v): ulimit -v unlimited lifts that limit",
            said);
  }

  @Test
  void whatStartsUnderALowLimitSaysNothingOfIt() throws Exception {
    Launcher launcher = Launcher.in(temp, "program");
    CommandRun run = launcher.shell(temp, C, "ulimit -v 5500000; incline --version");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("incline ");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'echo it builds >$pipe; kill -ABRT $$', incline: it builds",
    "'echo a >$pipe; echo it builds >$pipe; kill -KILL $$', incline: it builds",
    "'echo it builds >$pipe; echo >$pipe; kill -KILL $$', ''",
    "'kill -KILL $$', ''",
    "exit 0, ''",
  })
  void theLastWordsOfAJavaThatDiedAreSaid(String death, String said) throws Exception {
    String pipe = "pipe=$(printf '%s\\n' \"$@\" | sed -n 's/^-Dincline.last.words=//p'); ";
    Launcher launcher = Launcher.in(temp, "program");
    launcher.shell(temp, Launcher.NOTES, "incline --version");
    CommandRun run =
        launcher.shell(temp, Map.of("INCLINE_TEST_DEATH", pipe + death), "incline --version");
    assertThat(run.err().lines().filter(line -> line.startsWith("incline: ")))
        .containsExactlyElementsOf(said.lines().toList());
  }

  @Test
  void aUserWithoutAnEntryWritesBelowHomeAndNowhereElse() throws Exception {
    SyntheticData.write(temp.resolve("data"), 100, 20, 6);
    Path home = Files.createDirectories(temp.resolve("home"));
    Path here = Files.createDirectories(temp.resolve("here"));
    Launcher launcher = Launcher.in(temp, "program");
    CommandRun run =
        launcher.shell(
            here,
            Map.of(
                "HOME",
                home.toString(),
                "XDG_CACHE_HOME",
                "",
                "INCLINE_TEST_OPTS",
                "-Duser.home=?"),
            "incline train -q --device cpu --hidden 4 --data ../data --epochs 1 --out run"
                + " && incline plot run");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(names(here)).containsExactly("run");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
