package dev.incline.peers;

import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_MEM_COPY_HOST_PTR;
import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.CL_TRUE;
import static org.jocl.CL.clCreateBuffer;
import static org.jocl.CL.clCreateCommandQueue;
import static org.jocl.CL.clCreateContext;
import static org.jocl.CL.clEnqueueReadBuffer;
import static org.jocl.CL.clFinish;
import static org.jocl.CL.clGetDeviceIDs;
import static org.jocl.CL.clGetPlatformIDs;
import static org.jocl.CL.clReleaseCommandQueue;
import static org.jocl.CL.clReleaseContext;
import static org.jocl.CL.clReleaseMemObject;

import java.util.Random;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.blast.CLBlast;
import org.jocl.blast.CLBlastLayout;
import org.jocl.blast.CLBlastTranspose;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;

/** One product of random matrices by CLBlast's SGEMM. */
final class ClBlastProduct implements AutoCloseable {
  private final ClBlastProducts.Shape shape;
  private final float[] a; // [m x k], or [k x m] when transA
  private final float[] b; // [k x n], or [n x k] when transB
  private final cl_context context;
  private final cl_command_queue queue;
  private final cl_mem bufferA;
  private final cl_mem bufferB;
  private final cl_mem bufferC; // [m x n]

  /**
   * @param device platform:device
   */
  ClBlastProduct(String device, ClBlastProducts.Shape shape, Random random) {
    this.shape = shape;
    a = uniform(shape.m() * shape.k(), random);
    b = uniform(shape.k() * shape.n(), random);
    int colon = device.indexOf(':');
    cl_platform_id platform = platform(Integer.parseInt(device.substring(0, colon)));
    cl_device_id id = device(platform, Integer.parseInt(device.substring(colon + 1)));
    context =
        clCreateContext(
            new cl_context_properties(), 1, new cl_device_id[] {id}, null, null, new int[1]);
    queue = clCreateCommandQueue(context, id, 0, new int[1]);
    bufferA = buffer(a);
    bufferB = buffer(b);
    bufferC = buffer(new float[shape.m() * shape.n()]);
  }

  private static cl_platform_id platform(int index) {
    cl_platform_id[] platforms = new cl_platform_id[index + 1];
    clGetPlatformIDs(platforms.length, platforms, null);
    return platforms[index];
  }

  private static cl_device_id device(cl_platform_id platform, int index) {
    cl_device_id[] devices = new cl_device_id[index + 1];
    clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
    return devices[index];
  }

  private static float[] uniform(int size, Random random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private cl_mem buffer(float[] values) {
    return clCreateBuffer(
        context,
        CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR,
        (long) Sizeof.cl_float * values.length,
        Pointer.to(values),
        null);
  }

  /** Queues the product so often, waits for the last, and returns the seconds it took. */
  double run(int runs) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      CLBlast.CLBlastSgemm(
          CLBlastLayout.CLBlastLayoutRowMajor,
          transpose(shape.transA()),
          transpose(shape.transB()),
          shape.m(),
          shape.n(),
          shape.k(),
          1,
          bufferA,
          0,
          shape.transA() ? shape.m() : shape.k(),
          bufferB,
          0,
          shape.transB() ? shape.k() : shape.n(),
          0,
          bufferC,
          0,
          shape.n(),
          queue,
          null);
    }
    clFinish(queue);
    return (System.nanoTime() - start) / 1e9;
  }

  private static int transpose(boolean transposed) {
    return transposed ? CLBlastTranspose.CLBlastTransposeYes : CLBlastTranspose.CLBlastTransposeNo;
  }

  /**
   * Holds a hundred elements of the result against double precision.
   *
   * @throws IllegalStateException when one is off by more than any order of float sums can be: k
   *     eps sum |a||b|, eps = 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms,
   *     section 3.1)
   */
  void check() {
    float[] c = new float[shape.m() * shape.n()];
    clEnqueueReadBuffer(queue, bufferC, CL_TRUE, 0, 4L * c.length, Pointer.to(c), 0, null, null);
    Random random = new Random(2);
    for (int sample = 0; sample < 100; sample++) {
      int i = random.nextInt(shape.m());
      int j = random.nextInt(shape.n());
      double sum = 0;
      double size = 0;
      for (int l = 0; l < shape.k(); l++) {
        double left = a[shape.transA() ? l * shape.m() + i : i * shape.k() + l];
        double right = b[shape.transB() ? j * shape.k() + l : l * shape.n() + j];
        sum += left * right;
        size += Math.abs(left * right);
      }
      double error = Math.abs(c[i * shape.n() + j] - sum);
      if (!(error <= 1.01 * shape.k() * 0x1p-24 * size)) {
        throw new IllegalStateException(
            "CLBlast's %s is wrong at [%d, %d]: off by %g".formatted(shape, i, j, error));
      }
    }
  }

  @Override
  public void close() {
    clReleaseMemObject(bufferC);
    clReleaseMemObject(bufferB);
    clReleaseMemObject(bufferA);
    clReleaseCommandQueue(queue);
    clReleaseContext(context);
  }
}
