package dev.incline.data.format;

import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The formats of labelled data: the first that recognises a path takes it. */
enum DataFormat {
  IDX("a folder of IDX files", IdxFolder::isAt, request -> IdxFolder.of(request.path()));

  private final String words;
  private final Predicate<Path> recognises;
  private final Function<DataRequest, DataSource> open;

  DataFormat(String words, Predicate<Path> recognises, Function<DataRequest, DataSource> open) {
    this.words = words;
    this.recognises = recognises;
    this.open = open;
  }

  boolean recognises(Path path) {
    return recognises.test(path);
  }

  DataSource open(DataRequest request) {
    return open.apply(request);
  }

  /** All of them, in words. */
  static String all() {
    return Arrays.stream(values()).map(each -> each.words).collect(Collectors.joining(", "));
  }
}
