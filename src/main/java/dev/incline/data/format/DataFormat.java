package dev.incline.data.format;

import dev.incline.data.DataSource;
import dev.incline.data.FileKind;
import dev.incline.data.IdxFolder;
import dev.incline.data.TableColumns.Missing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** The formats of labelled data: the first that recognises a path takes it. */
@SuppressWarnings("ImmutableEnumChecker") // functions of no state
enum DataFormat {
  PICTURES(
      "a folder of folders of pictures",
      PictureFolders::areAt,
      PictureFolders::open,
      Use.TEST_SHARE,
      Use.GREY,
      Use.RESIZE,
      Use.SKIP_BROKEN),
  CIFAR("a folder of CIFAR's binary batches", CifarData::isAt, unheard(CifarData::open)),
  IDX("a folder of IDX files", IdxFolder::isAt, unheard(request -> IdxFolder.of(request.path()))),
  NPZ(
      "an npz file",
      path -> FileKind.of(path) == FileKind.NPZ,
      unheard(NpzData::open),
      Use.TEST,
      Use.TEST_SHARE,
      Use.SHAPE,
      Use.MISSING),
  TABLE(
      "a table (CSV, TSV)",
      TableFile::isTable,
      unheard(TableData::open),
      Use.LABEL,
      Use.TEST,
      Use.TEST_SHARE,
      Use.SHAPE,
      Use.ONE_HOT,
      Use.MISSING);

  /** What may be asked for beside the path. */
  enum Use {
    LABEL(request -> request.label() != null),
    TEST(request -> request.test() != null),
    TEST_SHARE(request -> request.testShare() > 0),
    SHAPE(request -> request.shape() != null),
    MISSING(request -> request.missing() != Missing.ERROR),
    ONE_HOT(request -> !request.oneHot().isEmpty()),
    GREY(request -> request.pictures().grey()),
    RESIZE(request -> request.pictures().resizing() != null),
    SKIP_BROKEN(request -> request.pictures().skipBroken());

    private final Predicate<DataRequest> asked;

    Use(Predicate<DataRequest> asked) {
      this.asked = asked;
    }

    boolean isAsked(DataRequest request) {
      return asked.test(request);
    }

    String flag() {
      return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final String words;
  private final Predicate<Path> recognises;
  private final BiFunction<DataRequest, ReadingProgress, DataSource> open;
  private final List<Use> uses;

  DataFormat(
      String words,
      Predicate<Path> recognises,
      BiFunction<DataRequest, ReadingProgress, DataSource> open,
      Use... uses) {
    this.words = words;
    this.recognises = recognises;
    this.open = open;
    this.uses = List.of(uses);
  }

  String words() {
    return words;
  }

  boolean recognises(Path path) {
    return recognises.test(path);
  }

  DataSource open(DataRequest request, ReadingProgress progress) {
    return open.apply(request, progress);
  }

  /** Of few files: nobody hears how far their reading is. */
  private static BiFunction<DataRequest, ReadingProgress, DataSource> unheard(
      Function<DataRequest, DataSource> open) {
    return (request, unused) -> open.apply(request);
  }

  boolean uses(Use use) {
    return uses.contains(use);
  }

  /** Those that something means something for, in words. */
  static String using(Use use) {
    return words(each -> each.uses(use));
  }

  /** All of them, in words. */
  static String all() {
    return words(each -> true);
  }

  private static String words(Predicate<DataFormat> which) {
    List<String> words = Arrays.stream(values()).filter(which).map(DataFormat::words).toList();
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
