package dev.incline.peers;

import ai.djl.ndarray.NDArray;
import dev.incline.option.OptimizerKind;

/**
 * One parameter's optimizer, in PyTorch's tensor operations and in the order of torch.optim's own
 * functions for a single tensor (torch/optim/sgd.py, adam.py and adamw.py of PyTorch 2). DJL does
 * not reach torch.optim; its own Adam adds epsilon before the correction.
 */
final class TorchOptimizer {
  static final double MU = 0.9;
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;

  private final OptimizerKind kind;
  private final double lr;
  private final double l2;
  private NDArray first; // momentum_buffer or exp_avg
  private NDArray second; // exp_avg_sq
  private int step;

  TorchOptimizer(OptimizerKind kind, double lr, double l2, NDArray zeros) {
    this.kind = kind;
    this.lr = lr;
    this.l2 = l2;
    this.first = zeros;
    this.second = zeros;
  }

  /** The parameter after a step; what is kept is replaced. */
  NDArray moved(NDArray w, NDArray gradient) {
    step++;
    boolean adaptive = kind == OptimizerKind.ADAM || kind == OptimizerKind.ADAMW;
    boolean decoupled = kind == OptimizerKind.ADAMW;
    NDArray g = l2 == 0 || decoupled ? gradient : gradient.add(w.mul(l2));
    return adaptive ? adam(decoupled ? w.mul(1 - lr * l2) : w, g) : sgd(w, g);
  }

  private NDArray sgd(NDArray w, NDArray g) {
    if (kind == OptimizerKind.SGD) {
      return w.sub(g.mul(lr));
    }
    first = first.mul(MU).add(g);
    return w.sub((kind == OptimizerKind.NESTEROV ? g.add(first.mul(MU)) : first).mul(lr));
  }

  private NDArray adam(NDArray w, NDArray g) {
    first = first.add(g.sub(first).mul(1 - BETA1)); // lerp_
    second = second.mul(BETA2).add(g.mul(g).mul(1 - BETA2)); // mul_, addcmul_
    double stepSize = lr / (1 - Math.pow(BETA1, step));
    double root = Math.sqrt(1 - Math.pow(BETA2, step));
    NDArray denominator = second.sqrt().div(root).add(EPSILON);
    return w.sub(first.div(denominator).mul(stepSize)); // addcdiv_
  }
}
