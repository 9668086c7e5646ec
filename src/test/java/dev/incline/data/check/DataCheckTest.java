package dev.incline.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.IdxBytes;
import dev.incline.data.TableColumns;
import dev.incline.data.TableColumns.Missing;
import dev.incline.data.check.DataCheck.Finding;
import dev.incline.data.check.DataCheck.Severity;
import dev.incline.data.format.DataRequest;
import dev.incline.data.format.PictureOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One planted fault at a time in a set that is fine. */
class DataCheckTest {
  private static final int TRAINING = 60;
  private static final int TEST = 30;
  private static final int PIXELS = 16;

  @TempDir private Path folder;
  private byte[] training;
  private byte[] trainingLabels;
  private byte[] test;
  private byte[] testLabels;

  @BeforeEach
  void fine() {
    training = IdxBytes.pixels(TRAINING, 4, 4);
    test = IdxBytes.pixels(TEST, 4, 4);
    trainingLabels = labels(TRAINING);
    testLabels = labels(TEST);
  }

  private static byte[] labels(int rows) {
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) (row % 10);
    }
    return labels;
  }

  private DataCheck check() throws IOException {
    write("train", training, trainingLabels);
    write("t10k", test, testLabels);
    return DataCheck.of(DataRequest.of(folder)::open);
  }

  private void write(String stem, byte[] images, byte[] labels) {
    byte[] head = IdxBytes.header(IdxBytes.IMAGES, images.length / PIXELS, 4, 4);
    IdxBytes.write(folder.resolve(stem + "-images-idx3-ubyte"), IdxBytes.join(head, images));
    IdxBytes.write(
        folder.resolve(stem + "-labels-idx1-ubyte"),
        IdxBytes.join(IdxBytes.header(IdxBytes.LABELS, labels.length), labels));
  }

  private void expect(Severity severity, String code, String text) throws IOException {
    DataCheck check = check();
    assertThat(check.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(severity);
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.text()).contains(text);
            });
    assertThat(check.isUsable()).isEqualTo(severity != Severity.ERROR);
  }

  private static void copyRow(byte[] from, int row, byte[] to, int target) {
    System.arraycopy(from, row * PIXELS, to, target * PIXELS, PIXELS);
  }

  @Test
  void missingValuesAreCountedAndLeftOut() throws IOException {
    Path table =
        Files.writeString(folder.resolve("t.csv"), "label,x,z\na,,5\nb,-3,5\nb,NA,5\na,0,5\n");
    DataRequest request =
        new DataRequest(
            table,
            null,
            table,
            0,
            42,
            null,
            List.of(),
            TableColumns.UNNAMED,
            Missing.MEAN,
            PictureOptions.NONE);
    Description first = DataCheck.of(request::open).sets().get(0);
    assertThat(first.missing()).isEqualTo(2);
    assertThat(first.smallest()).isEqualTo(-3f);
    assertThat(first.largest()).isEqualTo(5f);
    assertThat(first.mean()).isEqualTo(17 / 6.0);
    assertThat(first.zeros()).isEqualTo(1 / 6.0);
    assertThat(first.constantPixels()).as("x varies, z does not").isEqualTo(1);
    Files.writeString(table, "label,x\na,\nb,NA\n");
    assertThat(DataCheck.of(request::open).findings())
        .filteredOn(f -> f.severity() == Severity.ERROR)
        .extracting(Finding::text)
        .contains("training set: no row has any value: there is nothing to learn from");
  }

  @Test
  void aSetThatIsFineHasNoFindings() throws IOException {
    DataCheck check = check();
    assertThat(check.findings()).filteredOn(f -> !f.code().equals("bright")).isEmpty();
    assertThat(check.sets()).hasSize(2);
    Description first = check.sets().get(0);
    assertThat(first.rows()).isEqualTo(TRAINING);
    assertThat(first.perClass()).containsOnly(6);
    assertThat(first.largest()).isEqualTo(255);
    assertThat(first.mean()).isBetween(100.0, 155.0);
  }

  @Test
  void inputsScaledBeforeTheyWereWrittenAreSeen() throws IOException {
    for (int i = 0; i < training.length; i++) {
      training[i] = (byte) ((training[i] & 0xff) / 128);
    }
    expect(Severity.WARNING, "unscaled", "training set: every pixel is 0 or 1");
    Arrays.fill(training, (byte) 3);
    expect(Severity.ERROR, "blank", "every pixel of every row is 3");
    training = IdxBytes.pixels(TRAINING, 4, 4);
    for (int i = 0; i < training.length; i++) {
      training[i] &= 15;
    }
    expect(Severity.WARNING, "dim", "no pixel is above 15");
  }

  @Test
  void labelsAreWeighed() throws IOException {
    testLabels[7] = 12;
    expect(Severity.ERROR, "unusable", "label 12 of row 7 (from 0) is in no training row");
    Arrays.fill(testLabels, (byte) 4);
    expect(Severity.ERROR, "one-class", "test set: every row has the same label");
    testLabels[0] = 0;
    expect(Severity.WARNING, "unbalanced", "the largest class has %d rows".formatted(TEST - 1));
    expect(Severity.WARNING, "class-absent", "no row has the label 1, 2, 3, 5, 6, 7, 8, 9");
    Arrays.fill(trainingLabels, (byte) 4);
    expect(Severity.ERROR, "unusable", "every row that trains has the same label, 4");
  }

  @Test
  void constantPixelsAreCounted() throws IOException {
    for (int row = 0; row < TEST; row++) {
      test[row * PIXELS] = 9;
      test[row * PIXELS + 5] = 0;
    }
    expect(Severity.INFO, "constant-pixels", "test set: 2 of 16 pixels");
  }

  @Test
  void copiesAreFoundWithTheRowTheyAreOf() throws IOException {
    copyRow(training, 3, training, 13);
    expect(
        Severity.WARNING,
        "duplicates",
        "1 row is a copy of a row before it, such as row 13 of row 3");
    copyRow(training, 3, training, 14);
    expect(Severity.WARNING, "contradictions", "row 14 (label 4) and row 3 (label 3)");
    training[14 * PIXELS] ^= 1; // one bit apart is another image
    assertThat(check().findings()).extracting(Finding::code).doesNotContain("contradictions");
  }

  @Test
  void rowsOfBothSetsAreFound() throws IOException {
    copyRow(training, 9, test, 2);
    expect(
        Severity.WARNING,
        "rows-shared",
        "1 test row is a training row too, such as test row 2 of training row 9");
    test = Arrays.copyOf(training, test.length);
    expect(Severity.ERROR, "rows-shared", "every test row is a training row");
  }

  @Test
  void filesThatCannotBeReadAreErrors() throws IOException {
    write("train", training, trainingLabels);
    assertThat(DataCheck.of(DataRequest.of(folder)::open).findings().get(0).text())
        .contains("has no t10k-images");
    assertThat(DataCheck.of(DataRequest.of(folder.resolve("none"))::open).findings().get(0).text())
        .contains("does not exist");
    write("t10k", test, testLabels);
    java.nio.file.Files.copy(
        folder.resolve("train-labels-idx1-ubyte"),
        folder.resolve("train-images-idx3-ubyte"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    DataCheck swapped = DataCheck.of(DataRequest.of(folder)::open);
    assertThat(swapped.isUsable()).isFalse();
    assertThat(swapped.findings().get(0).text()).contains("were the two files swapped?");
    assertThat(swapped.knownAs()).isNull();
  }

  @Test
  void mnistIsKnownByItsUnpackedBytes() throws IOException {
    DataCheck check = DataCheck.of(DataRequest.of(Path.of("data", "mnist"))::open);
    assertThat(check.knownAs()).isEqualTo("MNIST");
    assertThat(check.isUsable()).isTrue();
    assertThat(check.sets().get(0).perClass()).startsWith(5923, 6742);
  }

  @Test
  void aSetOfMixedFilesIsSeen() throws IOException {
    for (String name :
        new String[] {
          "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz"
        }) {
      java.nio.file.Files.copy(Path.of("data", "mnist", name), folder.resolve(name));
    }
    byte[] labels = labels(10_000);
    IdxBytes.write(
        folder.resolve("t10k-labels-idx1-ubyte"),
        IdxBytes.join(IdxBytes.header(IdxBytes.LABELS, labels.length), labels));
    DataCheck check = DataCheck.of(DataRequest.of(folder)::open);
    assertThat(check.knownAs()).isNull();
    assertThat(check.findings())
        .anySatisfy(
            f ->
                assertThat(f.text())
                    .contains("those of MNIST, by SHA-256, but not t10k-labels-idx1-ubyte"));
  }
}
