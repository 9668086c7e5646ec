package dev.incline.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A public set of files, told by their SHA-256; each of {@link #ALL} is four IDX files.
 *
 * @param name as {@code incline data download} takes it
 * @param title for people
 * @param mirrors addresses of folders that hold the files, each ending in a slash
 * @param files training images, training labels, test images, test labels
 */
public record KnownSet(String name, String title, List<String> mirrors, List<File> files) {
  /**
   * One of the four files.
   *
   * @param name of the gzip file
   * @param packed SHA-256, in hex, of the gzip file as it is published
   * @param unpacked SHA-256, in hex, of what is in it; empty where that is not known
   */
  public record File(String name, String packed, String unpacked) {}

  /**
   * Where the checksums are from. MNIST and Kuzushiji-MNIST: packed files as published; MNIST's
   * unpacked ones as data/README.md lists them. Fashion-MNIST: packed and unpacked, computed from
   * Debian's package of the set. QMNIST: packed, as torchvision lists them
   * (prototype/datasets/_builtin/mnist.py).
   */
  public static final List<KnownSet> ALL =
      List.of(
          set(
              "mnist",
              "MNIST",
              List.of(
                  "https://ossci-datasets.s3.amazonaws.com/mnist/",
                  "https://storage.googleapis.com/cvdf-datasets/mnist/"),
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          set(
              "fashion-mnist",
              "Fashion-MNIST",
              List.of("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
              "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
              "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
              "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
              "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
          set(
              "kmnist",
              "Kuzushiji-MNIST",
              List.of("http://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
              "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
              "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
              "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
              "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
              "",
              "",
              "",
              ""),
          new KnownSet(
              "qmnist",
              "QMNIST",
              List.of("https://raw.githubusercontent.com/facebookresearch/qmnist/master/"),
              List.of(
                  new File(
                      "qmnist-train-images-idx3-ubyte.gz",
                      "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d",
                      ""),
                  new File(
                      "qmnist-train-labels-idx2-int.gz",
                      "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f",
                      ""),
                  new File(
                      "qmnist-test-images-idx3-ubyte.gz",
                      "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375",
                      ""),
                  new File(
                      "qmnist-test-labels-idx2-int.gz",
                      "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06",
                      ""))));

  private static KnownSet set(String name, String title, List<String> mirrors, String... sums) {
    return new KnownSet(
        name,
        title,
        mirrors,
        List.of(
            new File("train-images-idx3-ubyte.gz", sums[0], sums[4]),
            new File("train-labels-idx1-ubyte.gz", sums[1], sums[5]),
            new File("t10k-images-idx3-ubyte.gz", sums[2], sums[6]),
            new File("t10k-labels-idx1-ubyte.gz", sums[3], sums[7])));
  }

  private static final List<String> FASHION =
      List.of(
          "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot"
              .split(",", -1));

  /**
   * What each label stands for: Fashion-MNIST's own names, else the digits 0 to 9.
   *
   * @see <a href="https://github.com/zalandoresearch/fashion-mnist#labels">Fashion-MNIST's</a>
   */
  public List<String> classes() {
    return name.equals("fashion-mnist") ? FASHION : List.of("0123456789".split(""));
  }

  /**
   * The set whose four files these are.
   *
   * @param unpacked SHA-256 of each file's unpacked bytes, in hex, by whatever name
   */
  public static Optional<KnownSet> of(Map<String, String> unpacked) {
    return ALL.stream()
        .filter(
            set ->
                set.files.stream()
                    .allMatch(
                        file -> !file.unpacked.isEmpty() && unpacked.containsValue(file.unpacked)))
        .findFirst();
  }

  /** The set of this name, in whatever case. */
  public static Optional<KnownSet> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(set -> set.name.equals(lower)).findFirst();
  }

  /**
   * Whether the file at a place of the set (0 to 3, as in {@link #files}) has one of these sums.
   *
   * @param packed SHA-256 of the file as it lies on disk
   * @param unpacked SHA-256 of what is in it
   */
  public boolean holds(int place, String packed, String unpacked) {
    File file = files.get(place);
    return file.packed.equals(packed) || file.unpacked.equals(unpacked);
  }
}
