package dev.incline.data.download;

import dev.incline.data.KnownSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A public set that is published as one archive.
 *
 * @param set its name, and the archive as its only file
 * @param members names of the files to take out of the archive, without folders
 */
public record ArchivedSet(KnownSet set, List<String> members) {
  private static final List<String> TORONTO =
      List.of("https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/");

  /**
   * The checksums: EMNIST's as MLDatasets.jl lists it, CIFAR's as GoMLX and the torchvision of Ruby
   * list them. Torchvision (EMNIST) and the page of CIFAR publish MD5 sums of the same archives.
   */
  public static final List<ArchivedSet> ALL =
      List.of(
          new ArchivedSet(
              set(
                  "emnist",
                  "EMNIST",
                  List.of("https://biometrics.nist.gov/cs_links/EMNIST/"),
                  "gzip.zip",
                  "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"),
              emnist()),
          new ArchivedSet(
              set(
                  "cifar10",
                  "CIFAR-10",
                  TORONTO,
                  "cifar-10-binary.tar.gz",
                  "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
              List.of(
                  "batches.meta.txt",
                  "data_batch_1.bin",
                  "data_batch_2.bin",
                  "data_batch_3.bin",
                  "data_batch_4.bin",
                  "data_batch_5.bin",
                  "test_batch.bin")),
          new ArchivedSet(
              set(
                  "cifar100",
                  "CIFAR-100",
                  TORONTO,
                  "cifar-100-binary.tar.gz",
                  "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
              List.of("fine_label_names.txt", "train.bin", "test.bin")));

  private static KnownSet set(
      String name, String title, List<String> mirrors, String archive, String sum) {
    return new KnownSet(name, title, mirrors, List.of(new KnownSet.File(archive, sum, "")));
  }

  private static List<String> emnist() {
    List<String> members = new ArrayList<>();
    for (String set : List.of("balanced", "byclass", "bymerge", "digits", "letters", "mnist")) {
      for (String part : List.of("train", "test")) {
        members.add("emnist-%s-%s-images-idx3-ubyte.gz".formatted(set, part));
        members.add("emnist-%s-%s-labels-idx1-ubyte.gz".formatted(set, part));
      }
      members.add("emnist-%s-mapping.txt".formatted(set));
    }
    return members;
  }

  /** The set of this name, in whatever case. */
  public static Optional<ArchivedSet> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(each -> each.set.name().equals(lower)).findFirst();
  }

  KnownSet.File archive() {
    return set.files().get(0);
  }
}
