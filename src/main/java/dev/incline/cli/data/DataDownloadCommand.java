package dev.incline.cli.data;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.KnownSet;
import dev.incline.data.download.ArchivedSet;
import dev.incline.data.download.Download;
import dev.incline.data.download.Unpacking;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline data download}. */
@Command(
    name = "download",
    sortOptions = false,
    description =
        "Fetches a public dataset, checks its SHA-256, and unpacks archives. After a failure, run it again: it continues where it stopped.")
public final class DataDownloadCommand implements Callable<Integer> {
  private static final String NAMES =
      "mnist, fashion-mnist, kmnist, qmnist, emnist, cifar10 or cifar100";

  @Parameters(paramLabel = "NAME", description = NAMES)
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the files (default: data/NAME)")
  private @Nullable Path out;

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      hidden = true,
      description = "Folder to fetch from, http or https, in place of the set's own")
  private @Nullable URI mirror;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    KnownSet set =
        KnownSet.named(name)
            .or(() -> ArchivedSet.named(name).map(ArchivedSet::set))
            .orElseThrow(
                () -> new InvalidOptionException("NAME must be %s, not %s".formatted(NAMES, name)));
    List<String> mirrors = set.mirrors();
    if (mirror != null) {
      if (!List.of("http", "https").contains(String.valueOf(mirror.getScheme()))
          || mirror.getHost() == null) {
        throw new InvalidOptionException(
            "--mirror must be an http or https address, not " + mirror);
      }
      mirrors = List.of(mirror.toString().replaceAll("/*$", "/"));
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("fetching " + set.title() + " from " + String.join(" or ", mirrors));
    Path folder = out != null ? out : Path.of("data", set.name());
    new Download(mirrors, err::println).fetch(set, folder);
    List<String> files = set.files().stream().map(KnownSet.File::name).toList();
    ArchivedSet archived = ArchivedSet.named(name).orElse(null);
    if (archived != null) {
      new Unpacking(archived, folder, err::println).run();
      files = archived.members();
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(
        files.stream()
            .map(file -> folder.resolve(file).toString())
            .collect(Collectors.joining(System.lineSeparator())));
    stdout.flush();
    return ExitCode.DONE;
  }
}
