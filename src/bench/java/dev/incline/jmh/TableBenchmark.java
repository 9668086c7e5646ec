package dev.incline.jmh;

import dev.incline.data.DataSource;
import dev.incline.data.format.DataRequest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A table of MNIST's size, 60,000 rows of a label and 784 pixels, beside what its lines cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TableBenchmark {
  private Path table;
  private Path test;

  @Setup
  public void write() throws IOException {
    table = Files.createTempFile("incline-bench", ".csv");
    test = Files.createTempFile("incline-bench", ".csv");
    write(table, 60_000);
    write(test, 10);
  }

  /** A fifth of the pixels is ink, as in MNIST. */
  private static void write(Path file, int rows) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < rows; row++) {
        out.write(Integer.toString(row % 10));
        for (int pixel = 0; pixel < 784; pixel++) {
          out.write(',');
          out.write(random.nextInt(5) == 0 ? Integer.toString(random.nextInt(256)) : "0");
        }
        out.write('\n');
      }
    }
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(table);
    Files.delete(test);
  }

  /** Reads it as a training does: every value checked, SHA-256 of the bytes, classes. */
  @Benchmark
  public DataSource read() {
    return new DataRequest(table, "1", test, 0, 42, null).open();
  }

  /** Decodes the lines, and splits each into texts. */
  @Benchmark
  public int split() throws IOException {
    int values = 0;
    try (BufferedReader lines = Files.newBufferedReader(table)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        values += line.split(",").length;
      }
    }
    return values;
  }
}
