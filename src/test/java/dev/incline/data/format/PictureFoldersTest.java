package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.TableColumns;
import dev.incline.data.TableColumns.Missing;
import dev.incline.data.image.Resizing;
import dev.incline.wording.InvalidOptionException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFoldersTest {
  @TempDir private Path folder;

  /** A grey picture of one row. */
  private Path write(String name, int... pixels) throws IOException {
    BufferedImage image = new BufferedImage(pixels.length, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < pixels.length; x++) {
      image.getRaster().setSample(x, 0, 0, pixels[x]);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    return file;
  }

  private DataSource open(double share) {
    return new DataRequest(folder, null, null, share, 42, null).open();
  }

  private void trainAndTest() throws IOException {
    write("train/dog/10.png", 10, 11);
    write("train/cat/2.png", 2, 200);
    write("train/cat/1.png", 1, 255);
    write("test/dog/1.png", 7, 8);
  }

  private static DataRequest asked(Path path, PictureOptions pictures) {
    return new DataRequest(
        path, null, null, 0, 42, null, List.of(), TableColumns.UNNAMED, Missing.ERROR, pictures);
  }

  private static DataRequest grey(Path path) {
    return asked(path, new PictureOptions(true, null, false));
  }

  @Test
  void aFolderTooDeepAndAMissingTestAreNamed() throws IOException {
    trainAndTest();
    Path deep = Files.createDirectories(folder.resolve("train/cat/more"));
    assertThatThrownBy(() -> open(0))
        .hasMessage(
            "%s is a folder: the pictures of a class lie in its own folder, %s, and no deeper",
            deep, deep.getParent());
    Files.delete(deep);
    Files.move(folder.resolve("test"), folder.resolve("val"));
    assertThatThrownBy(() -> open(0))
        .hasMessageContaining("no such folder test: give the folder of the test pictures this name")
        .hasMessageEndingWith("take --data %s with --test-share 0.2", folder.resolve("train"));
  }

  @Test
  void whatIsNoFolderOfFoldersIsNotCalledAnother() throws IOException {
    write("mine/a/1.png", 1, 2);
    write("mine/b/2.png", 1, 2);
    Path mine = folder.resolve("mine");
    assertThatThrownBy(() -> open(0.2))
        .hasMessage(
            "%s has folders of classes in %s: take --data %s, or call its folders train and test",
            folder, mine, mine);
    DataRequest flat = new DataRequest(mine.resolve("a"), null, null, 0.2, 42, null);
    assertThatThrownBy(flat::open)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("has no train", "Pictures train from a folder for each class");
  }

  @Test
  void partsHaveTheirUsualNamesAndOthersAreToldOf() throws IOException {
    trainAndTest();
    List<String> before = open(0).warnings();
    assertThat(before).isEmpty();
    Files.move(folder.resolve("train"), folder.resolve("Training"));
    Files.move(folder.resolve("test"), folder.resolve("TEST"));
    write("val/cat/1.png", 1, 2);
    assertThat(open(0).training().labels()).containsExactly(0, 0, 1);
    assertThat(open(0).test().images()).containsExactly(7, 8);
    assertThat(open(0).warnings())
        .containsExactly(
            folder.resolve("val")
                + ": not read. A share of the training pictures validates (--validation)");
    assertThatThrownBy(() -> open(0.2)).hasMessageContaining("which has a folder Training");
  }

  @Test
  void picturesComeInTheOrderOfTheirNumbers() throws IOException {
    trainAndTest();
    Files.writeString(folder.resolve("train/cat/.DS_Store"), "x");
    Files.writeString(folder.resolve("train/dog/Thumbs.db"), "x");
    Files.createDirectories(folder.resolve("train/__MACOSX/cat"));
    DataSource.Pair pair = open(0).load(9);
    assertThat(pair.training().images()).containsExactly(1, -1, 2, 200, 10, 11);
    assertThat(pair.training().classNames()).containsExactly("cat", "dog");
    assertThat(pair.training().labels()).containsExactly(0, 0, 1);
    assertThat(pair.test().labels()).containsExactly(1);
    assertThat(pair.sha256()).containsOnlyKeys("train", "test");
    assertThat(open(0).taken())
        .isEqualTo("grey pictures in folders of their classes, images of 1x2");
    write("train/cat/2.png", 2, 201);
    assertThat(open(0).load(9).sha256().get("train")).isNotEqualTo(pair.sha256().get("train"));
    assertThat(open(0).load(9).sha256().get("test")).isEqualTo(pair.sha256().get("test"));
  }

  /** A picture of one row, in colours. */
  private void paint(String name, int... colours) throws IOException {
    BufferedImage image = new BufferedImage(colours.length, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < colours.length; x++) {
      image.setRGB(x, 0, colours[x]);
    }
    assertThat(ImageIO.write(image, "png", folder.resolve(name).toFile())).isTrue();
  }

  @Test
  void onePictureInColoursMakesAllColoured() throws IOException {
    trainAndTest();
    paint("train/cat/2.png", 0x010203, 0xfffe01);
    assertThat(open(0).training().images())
        .containsExactly(1, 1, 1, -1, -1, -1, 1, 2, 3, -1, -2, 1, 10, 10, 10, 11, 11, 11);
    assertThat(open(0).test().images()).containsExactly(7, 7, 7, 8, 8, 8);
    assertThat(open(0).taken())
        .isEqualTo(
            "colour pictures in folders of their classes (2 grey ones: three equal channels), images of 1x2x3");
    DataSource grey = grey(folder).open();
    assertThat(grey.training().images()).hasSize(6).startsWith(1, -1, 2);
    assertThat(grey.test().images()).containsExactly(7, 8);
    assertThat(grey.taken())
        .isEqualTo(
            "grey pictures in folders of their classes (colours turned grey), images of 1x2");
    trainAndTest();
    paint("train/cat/2.png", 0x020202, 0xc8c8c8);
    assertThat(open(0).training().images()).as("grey in a file of colours").hasSize(6);
    paint("test/dog/1.png", 0x010203, 0);
    assertThat(open(0).training().images()).as("only the test has colours").hasSize(18);
    DataRequest table = grey(folder.resolve("t.csv"));
    Files.writeString(folder.resolve("t.csv"), "a,label\n1,2\n");
    assertThatThrownBy(table::open)
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("--grey concerns a folder of folders of pictures");
  }

  @Test
  void picturesFromTheCacheAreThePictures() throws IOException {
    trainAndTest();
    paint("train/cat/2.png", 0x010203, 0xfffe01);
    Files.writeString(folder.resolve("train/cat/0.txt"), "no picture");
    Path train = folder.resolve("train");
    List<Path> files =
        Stream.of("cat/1.png", "cat/0.txt", "cat/2.png", "dog/10.png").map(train::resolve).toList();
    PictureReading reading = new PictureReading(train, files, WHOLE, (done, all) -> {});
    PictureRows read = reading.rows();
    RowCache cache = new RowCache(folder.resolve("cache"), "1", 9999);
    for (int i = 0; i < 2; i++) {
      assertThat(reading.kept(cache)).usingRecursiveComparison().isEqualTo(read);
    }
    assertThat(cache.folder()).isDirectoryContaining("glob:**.npz");
    paint("train/cat/2.png", 0x010203, 0xfffe02);
    assertThat(reading.kept(cache).pixels().values()).isEqualTo(reading.rows().pixels().values());
    assertThat(reading.kept(cache).sha256()).isNotEqualTo(read.sha256());
    Files.delete(train.resolve("cat/1.png"));
    PictureReading strict =
        new PictureReading(train, files, PictureOptions.NONE, (done, all) -> {});
    assertThatThrownBy(() -> strict.kept(cache)).hasMessageContaining("1.png cannot be read");
  }

  private static final PictureOptions WHOLE = new PictureOptions(false, null, true);

  @Test
  void brokenPicturesAreLeftOutWhereThatIsAskedFor() throws IOException {
    trainAndTest();
    assertThat(asked(folder, WHOLE).open().warnings()).isEmpty();
    DataSource.Pair before = open(0).load(9);
    byte[] whole = Files.readAllBytes(folder.resolve("train/dog/10.png"));
    Files.write(folder.resolve("train/dog/0.png"), java.util.Arrays.copyOf(whole, 40));
    Files.writeString(folder.resolve("train/cat/0.txt"), "no picture");
    DataSource.Pair left = asked(folder, WHOLE).open().load(9);
    assertThat(left.training().images()).isEqualTo(before.training().images());
    assertThat(left.training().labels()).isEqualTo(before.training().labels());
    assertThat(left.sha256()).as("as if they were not there").isEqualTo(before.sha256());
    assertThat(left.warnings())
        .singleElement()
        .asString()
        .startsWith("2 of 5 files in " + folder.resolve("train"))
        .endsWith("left out: dog/0.png, cat/0.txt");
    write("train/cat/3.png", 1, 2, 3);
    refuses(WHOLE, "3.png has 1x3 pixels", "--resize");
    Files.delete(folder.resolve("train/cat/3.png"));
    Files.createDirectory(folder.resolve("train/cat/more"));
    refuses(WHOLE, folder.resolve("train/cat/more") + " is a folder", "no deeper");
    Files.delete(folder.resolve("train/cat/more"));
    Files.delete(folder.resolve("train/dog/10.png"));
    refuses(WHOLE, folder.resolve("train/dog") + ": no picture in it can be read");
    for (String each : new String[] {"cat/1.png", "cat/2.png"}) {
      Files.writeString(folder.resolve("train").resolve(each), "x");
    }
    write("train/eel/9.png", 1, 2);
    write("test/eel/9.png", 1, 2);
    Files.writeString(folder.resolve("train/eel/9.png"), "x");
    Files.write(folder.resolve("train/eel/8.png"), java.util.Arrays.copyOf(whole, 40));
    refuses(WHOLE, folder.resolve("train") + ": no picture in it can be read");
  }

  @Test
  void whoWaitsHearsHowManyAreRead() throws IOException {
    for (int i = 0; i < 130; i++) {
      write("%s/%d.png".formatted(i % 2 == 0 ? "a" : "b", i), i, 0);
    }
    List<String> heard = new CopyOnWriteArrayList<>();
    DataRequest request = new DataRequest(folder, null, null, 0.2, 42, null);
    request.open((done, all) -> heard.add(done + " of " + all));
    assertThat(heard).containsExactlyInAnyOrder("64 of 130", "128 of 130");
  }

  @Test
  void severalSizesBecomeOne() throws IOException {
    trainAndTest();
    write("train/cat/2.png", 0, 100, 200, 44);
    write("test/dog/1.png", 7);
    DataSource resized = asked(folder, new PictureOptions(false, new Resizing(1, 2), false)).open();
    assertThat(resized.training().images()).containsExactly(1, -1, 50, 122, 10, 11);
    assertThat(resized.test().images()).containsExactly(7, 7);
    assertThat(resized.taken())
        .isEqualTo(
            "grey pictures in folders of their classes (resized to 1x2 (height x width)), images of 1x2");
    DataRequest table =
        asked(folder.resolve("t.csv"), new PictureOptions(false, new Resizing(1, 2), false));
    Files.writeString(folder.resolve("t.csv"), "a,label\n1,2\n");
    assertThatThrownBy(table::open)
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("--resize concerns a folder of folders of pictures");
  }

  @Test
  void aShareIsTheTestWhereThereIsNone() throws IOException {
    for (int i = 0; i < 10; i++) {
      write("a/%d.png".formatted(i), i, 0);
      write("b/%d.png".formatted(i), i, 1);
    }
    assertThat(open(0.2).test().rows()).isEqualTo(4);
    assertThatThrownBy(() -> open(0))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--test-share 0.2");
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    trainAndTest();
    Path broken = folder.resolve("train/dog/11.png");
    byte[] whole = Files.readAllBytes(folder.resolve("train/dog/10.png"));
    Files.write(broken, java.util.Arrays.copyOf(whole, whole.length / 2));
    refuses(broken.toString(), "With --skip-broken");
    Files.writeString(broken, "no picture");
    refuses(broken + " is text, not a PNG or JPEG picture");
    Files.delete(broken);
    Path wide = write("train/dog/12.png", 1, 2, 3);
    refuses(wide + " has 1x3 pixels (height x width) but", "1.png 1x2", "--resize 1x2");
    Files.delete(wide);
    Path tested = write("test/dog/1.png", 1, 2, 3);
    refuses(tested + " has 1x3 pixels (height x width) but", "1x2", "--resize");
    write("test/dog/1.png", 1, 2);
    write("test/eel/1.png", 1, 2);
    refuses("label eel of row 1 (from 0) is in no training row");
    Files.createDirectory(folder.resolve("train/fox"));
    refuses(folder.resolve("train/fox") + " holds no picture");
    Files.delete(folder.resolve("train/fox"));
    Files.writeString(folder.resolve("train/notes"), "x");
    refuses(folder.resolve("train/notes") + " is text: only folders of pictures");
    assertThatThrownBy(() -> open(0.2))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--test-share does not go with");
  }

  private void refuses(String... says) {
    refuses(PictureOptions.NONE, says);
  }

  private void refuses(PictureOptions pictures, String... says) {
    assertThatThrownBy(asked(folder, pictures)::open)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(says);
  }
}
