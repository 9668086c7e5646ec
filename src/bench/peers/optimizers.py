"""How the parameters of numpy_train.py follow their gradient, in place: no step allocates what it can keep.

The formulas are those of PyTorch 2 and of Incline. An optimizer has `update(key, p, gradient, l2)`; it may overwrite the
gradient. key tells one parameter from another. `begin()` comes before the updates of each step.
"""
import math

import numpy as np


class Sgd:
    """p = (1 - lr l2) p - lr gradient"""

    def __init__(self, lr):
        self.lr = lr

    def begin(self):
        pass

    def update(self, key, p, gradient, l2):
        if l2:
            p *= 1 - self.lr * l2
        gradient *= self.lr
        p -= gradient


class Momentum:
    """g = gradient + l2 p;  v = momentum v + g;  p = p - lr v"""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.kept = {}

    def begin(self):
        pass

    def update(self, key, p, gradient, l2):
        if key not in self.kept:
            self.kept[key] = np.zeros_like(p), np.empty_like(p)
        v, scratch = self.kept[key]
        v *= self.momentum
        v += gradient
        if l2:
            np.multiply(p, l2, out=scratch)
            v += scratch
        np.multiply(v, self.lr, out=scratch)
        p -= scratch


class Adam:
    """g = gradient + l2 p;  m = beta1 m + (1 - beta1) g;  s = beta2 s + (1 - beta2) g^2;
    p = p - lr m' / (sqrt(s') + epsilon), with m' = m / (1 - beta1^t) and s' = s / (1 - beta2^t) in step t from 1"""

    def __init__(self, lr, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.kept = {}

    def begin(self):
        self.t += 1

    def update(self, key, p, gradient, l2):
        if key not in self.kept:
            self.kept[key] = np.zeros_like(p), np.zeros_like(p), np.empty_like(p)
        m, s, scratch = self.kept[key]
        if l2:
            np.multiply(p, l2, out=scratch)
            gradient += scratch
        m *= self.beta1
        np.multiply(gradient, 1 - self.beta1, out=scratch)
        m += scratch
        s *= self.beta2
        gradient *= gradient
        gradient *= 1 - self.beta2
        s += gradient
        np.sqrt(s, out=scratch)
        scratch *= 1 / math.sqrt(1 - self.beta2**self.t)
        scratch += self.epsilon
        np.divide(m, scratch, out=scratch)
        scratch *= self.lr / (1 - self.beta1**self.t)
        p -= scratch


BY_NAME = {"sgd": Sgd, "momentum": Momentum, "adam": Adam}
