package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.cl.ClObject;
import dev.incline.backend.opencl.cl.Faults;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.Setup;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jocl.CL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every call to OpenCL that a training makes, failing: what is said, and what is left open. */
@Tag("slow")
class DeviceFailureTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 1000, 8, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 8, 2);
  private static final Network NETWORK = Network.mlp(64, List.of(9), 10, Activation.SIGMOID);
  private static final TrainOptions OPTIONS =
      new TrainOptions(2, 16, Recipe.of(new Sgd(0.1, 1e-3)), Initializer.parse("xavier"), 42, 0.2);
  private static final long MEMORY = 80_000; // too little for all rows
  private static final Map<String, Integer> STATUS =
      Map.of(
          "clCreateBuffer", CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
          "clBuildProgram", CL.CL_OUT_OF_HOST_MEMORY,
          "clEnqueueNDRangeKernel", CL.CL_OUT_OF_RESOURCES,
          "clEnqueueReadBuffer", CL.CL_DEVICE_NOT_AVAILABLE,
          "clEnqueueWriteBuffer", CL.CL_INVALID_MEM_OBJECT);

  /** Streamed, launch by launch, on a device that is not asked for workers: the most calls. */
  private static TrainResult train() {
    OpenClOptions options = OpenClOptions.STANDARD.withoutPersistence().withoutOptimising();
    try (Backend backend = new OpenClBackend(TestDevices.all().get(0), options)) {
      Capacity little = new Capacity(MEMORY, MEMORY);
      Setup setup =
          Setup.of(
              NETWORK, OPTIONS, TRAINING.rows(), TEST.rows(), byte[].class, true, backend, little);
      return new TestTrainer(backend, NETWORK, OPTIONS, TrainingListener.SILENT)
          .train(TRAINING, TEST, setup);
    }
  }

  @Test
  void whicheverCallFailsItIsNamedAndNothingIsLeftOpen() {
    String device = TestDevices.all().get(0).title();
    long before = ClObject.live();
    Map<String, Integer> calls;
    String hash;
    try (Faults counted = Faults.none()) {
      TrainResult result = train();
      assertThat(result.chunkRows()).as("streamed").isPositive();
      hash = result.finalSha256();
      calls = counted.calls();
    }
    assertThat(ClObject.live()).isEqualTo(before);
    assertThat(calls)
        .containsKeys(
            "clCreateContext",
            "clCreateCommandQueue",
            "clCreateProgramWithSource",
            "clBuildProgram",
            "clCreateKernel",
            "clSetKernelArg",
            "clCreateBuffer",
            "clEnqueueFillBuffer",
            "clEnqueueWriteBuffer",
            "clEnqueueNDRangeKernel",
            "clEnqueueReadBuffer",
            "clEnqueueMarkerWithWaitList",
            "clFlush",
            "clWaitForEvents",
            "clFinish",
            "clReleaseKernel",
            "clReleaseMemObject",
            "clReleaseProgram",
            "clReleaseEvent",
            "clReleaseCommandQueue",
            "clReleaseContext");
    int[] injected = new int[1];
    calls.forEach(
        (call, count) -> {
          for (int number : new TreeSet<>(List.of(1, (count + 1) / 2, count))) {
            injected[0]++;
            int status = STATUS.getOrDefault(call, CL.CL_OUT_OF_RESOURCES);
            assertThat(failure(call, number, status))
                .as("%s number %d", call, number)
                .isInstanceOf(ClException.class)
                .hasMessageContaining(call)
                .hasMessageContaining(device)
                .hasMessageContaining(CL.stringFor_errorCode(status));
            assertThat(ClObject.live()).as("%s number %d", call, number).isEqualTo(before);
          }
        });
    System.out.println(injected[0] + " failures of OpenCL injected");
    assertThat(injected[0]).isGreaterThan(calls.size());
    assertThat(train().finalSha256()).isEqualTo(hash);
  }

  /** A busy machine looks up more often, and so makes more calls: then the last one it made. */
  private static Throwable failure(String call, int number, int status) {
    try (Faults planted = Faults.at(call, number, status)) {
      Throwable failure = catchThrowable(DeviceFailureTest::train);
      if (failure != null) {
        return failure;
      }
      int made = planted.calls().get(call);
      assertThat(made)
          .as("%s number %d was made, and did not fail", call, number)
          .isLessThan(number);
      number = made;
    }
    return failure(call, number, status);
  }
}
