package dev.incline.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Map;

/** An exported file in ONNX Runtime, used as its users do. */
public final class RuntimeModel implements AutoCloseable {
  private final OrtSession session;

  private RuntimeModel(OrtSession session) {
    this.session = session;
  }

  /** On one thread. */
  public static RuntimeModel of(Path file) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      return new RuntimeModel(
          OrtEnvironment.getEnvironment().createSession(file.toString(), options));
    }
  }

  OrtSession session() {
    return session;
  }

  /** Probabilities [rows x classes] of pixels [rows x inputs]. */
  public float[][] classify(byte[] pixels, int rows) throws OrtException {
    ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                direct,
                new long[] {rows, pixels.length / rows},
                OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of("pixels", input))) {
      return (float[][]) result.get("probabilities").orElseThrow().getValue();
    }
  }

  /** The same of features [rows x inputs]. */
  float[][] classify(double[] features, int rows) throws OrtException {
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                DoubleBuffer.wrap(features),
                new long[] {rows, features.length / rows});
        OrtSession.Result result = session.run(Map.of("features", input))) {
      return (float[][]) result.get("probabilities").orElseThrow().getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
