package dev.incline.peers;

import dev.incline.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** DL4J's MultiLayerNetwork, fed batches that one native call gathers. Its L2 spares biases. */
final class Dl4jPeer implements Peer {
  private final PeerOptions options;
  private final MultiLayerNetwork network;
  private final INDArray x; // [training rows x features]
  private final INDArray y; // [training rows x classes]
  private final INDArray testX;
  private final INDArray testY;

  Dl4jPeer(PeerOptions options, Dataset training, Dataset test) {
    this.options = options;
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    x = Nd4j.create(Peer.pixels(training), new int[] {training.rows(), training.features()});
    y = Nd4j.create(Peer.oneHot(training), new int[] {training.rows(), training.classes()});
    testX = Nd4j.create(Peer.pixels(test), new int[] {test.rows(), test.features()});
    testY = Nd4j.create(Peer.oneHot(test), new int[] {test.rows(), test.classes()});
    network = options.isSoftmax() ? softmax(training) : mlp(training);
  }

  private NeuralNetConfiguration.ListBuilder configuration(double std) {
    return new NeuralNetConfiguration.Builder()
        .seed(options.seed)
        .dataType(DataType.FLOAT)
        .updater(new Sgd(options.lr))
        .l2(options.l2)
        .weightInit(new NormalDistribution(0, std))
        .list();
  }

  private MultiLayerNetwork softmax(Dataset data) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            configuration(0.01)
                .layer(
                    new DenseLayer.Builder()
                        .nIn(data.features())
                        .nOut(data.classes())
                        .hasBias(false)
                        .activation(Activation.RELU)
                        .build())
                .layer(
                    new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    Transforms.abs(net.getParam("0_W"), false);
    return net;
  }

  private MultiLayerNetwork mlp(Dataset data) {
    NeuralNetConfiguration.ListBuilder layers = configuration(options.std);
    int in = data.features();
    for (int out : options.hidden) {
      layers.layer(
          new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.SIGMOID).build());
      in = out;
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            layers
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(in)
                        .nOut(data.classes())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return net;
  }

  @Override
  public String library() {
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    return "DL4J %s, %s with %s threads"
        .formatted(version(), environment.get("blas.vendor"), environment.get("omp.threads"));
  }

  private static String version() {
    Properties artifact = new Properties();
    try (InputStream stream =
        MultiLayerNetwork.class.getResourceAsStream(
            "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
      artifact.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return artifact.getProperty("version");
  }

  @Override
  public double epoch(int[] order) {
    // Its score holds the penalty, which changes slowly: the mean of both ends stands for the
    // epoch.
    double penalty = network.calcRegularizationScore(true);
    double sum = 0;
    for (int at = 0; at < order.length; at += options.batch) {
      int[] rows = Arrays.copyOfRange(order, at, Math.min(order.length, at + options.batch));
      network.fit(Nd4j.pullRows(x, 1, rows), Nd4j.pullRows(y, 1, rows));
      sum += network.score() * rows.length;
    }
    penalty = (penalty + network.calcRegularizationScore(true)) / 2;
    return sum / order.length - penalty;
  }

  @Override
  public Score score(Set set, int from, int to) {
    double loss = 0;
    double hits = 0;
    for (int at = from; at < to; at += 1000) {
      int end = Math.min(to, at + 1000);
      INDArray input = rows(set == Set.TEST ? testX : x, at, end);
      INDArray labels = rows(set == Set.TEST ? testY : y, at, end);
      loss += network.scoreExamples(new DataSet(input, labels), false).sumNumber().doubleValue();
      INDArray right = network.output(input).argMax(1).eq(labels.argMax(1));
      hits += right.castTo(DataType.FLOAT).sumNumber().doubleValue();
    }
    return new Score(loss / (to - from), hits / (to - from));
  }

  private static INDArray rows(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  @Override
  public void close() {
    network.close();
  }

  public static void main(String[] args) throws IOException {
    PeerRun.run(args, Dl4jPeer::new);
  }
}
