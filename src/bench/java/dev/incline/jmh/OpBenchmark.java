package dev.incline.jmh;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time of each op of a training step, in plain Java and on an OpenCL device. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OpBenchmark {
  private static final int RUNS = 64; // queued before one is waited for, as in training
  private static final Slot<float[]> FENCE = Slot.floats("fence", 1, 1);

  /** {@code cpu} for plain Java, or platform:device as `incline devices` prints it. */
  @Param({"cpu", "0:0"})
  public String device;

  /** See {@link OpCase}. */
  @Param({
    "GatherRows 64x784",
    "MatMul 64x128x784 NN",
    "MatMul 64x10x128 NN",
    "SoftmaxCrossEntropy 64x10",
    "MatMul 64x128x10 NT",
    "MatMul 128x10x64 TN",
    "MatMul 784x128x64 TN",
    "ColumnSums 64x128",
    "MatMul 512x1024x784 NN",
    "MatMul 784x1024x512 TN",
  })
  public String op;

  private Backend backend;
  private Executable executable;

  @Setup
  public void open() {
    Plan plan = OpCase.plan(op);
    backend = backend(device);
    OpCase.fill(backend, plan);
    executable = backend.compile(plan);
  }

  private static Backend backend(String device) {
    if (device.equals("cpu")) {
      return new CpuBackend(Runtime.getRuntime().availableProcessors());
    }
    List<ClDevice> present = ClDevice.all();
    ClDevice chosen =
        present.stream()
            .filter(d -> d.index().equals(device))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no device " + device + "; `bin/incline devices` lists what is there"));
    return new OpenClBackend(chosen, OpenClOptions.STANDARD);
  }

  /** Returns what it waited for, so that nothing can be left out. */
  @Benchmark
  @OperationsPerInvocation(RUNS)
  public float[] run() {
    for (int i = 0; i < RUNS; i++) {
      executable.run(0);
    }
    return backend.read(FENCE);
  }

  @TearDown
  public void close() {
    backend.close();
  }
}
