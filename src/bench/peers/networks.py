"""The networks of numpy_train.py: each product a call of OpenBLAS, all else in place, in memory that stays from step to step.

Fresh memory would cost a wide layer a page fault for every 4 KiB. Matrices are float32, a row for each sample.
"""
import numpy as np


def softmax_cross_entropy(z, y):
    """Each row's loss, and the slope of their mean: dL/dz [batch x 10]."""
    rows = np.arange(len(y))
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e.sum(axis=1, keepdims=True)
    loss = np.log(s[:, 0]) - z[rows, y]
    e /= s
    e[rows, y] -= 1
    e /= len(y)
    return loss, e


def sigmoid(z):
    """z becomes 1 / (1 + exp(-z))."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)


def sigmoid_slope(d, a):
    """d becomes d a (1 - a), of the output a, which is overwritten."""
    d *= a
    np.subtract(1, a, out=a)
    d *= a


def relu(z):
    """z becomes max(z, 0)."""
    np.maximum(z, 0, out=z)


def relu_slope(d, a):
    """d becomes 0 where the output a is."""
    d *= a > 0


ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid_slope), "relu": (relu, relu_slope)}


class Softmax:
    """Softmax regression with ReLU on the logits."""

    def __init__(self, rng, inputs):
        self.w = np.abs(rng.normal(0, 0.01, (inputs, 10))).astype(np.float32)

    def logits(self, x):
        return np.maximum(x @ self.w, 0)

    def step(self, x, y, optimizer, l2):
        r = self.logits(x)
        loss, dz = softmax_cross_entropy(r, y)
        dz *= r > 0
        optimizer.begin()
        optimizer.update("W1", self.w, x.T @ dz, l2)
        return loss, r


class Mlp:
    """Hidden layers and a linear last one; in training, hidden layers may drop units (inverted dropout).

    std is that of the initial weights; "he" is sqrt(2 / inputs) of each layer.
    """

    def __init__(self, rng, inputs, hidden, std, dropout=0.0, activation="sigmoid", classes=10):
        self.rng = rng
        self.dropout = dropout
        self.activate, self.slope = ACTIVATIONS[activation]
        widths = [inputs, *hidden, classes]
        self.w = [
            rng.normal(0, np.sqrt(2 / n) if std == "he" else std, (n, out)).astype(np.float32)  # [in x out]
            for n, out in zip(widths, widths[1:])
        ]
        self.b = [np.zeros(n, np.float32) for n in widths[1:]]
        self.kept = {}

    def product(self, name, left, right):
        """left x right, until the next product of that name."""
        rows, columns = len(left), right.shape[1]
        if name not in self.kept or len(self.kept[name]) < rows:
            self.kept[name] = np.empty((rows, columns), right.dtype)
        return np.matmul(left, right, out=self.kept[name][:rows])

    def forward(self, x, masks=None):
        """What each layer takes, the logits, and the hidden layers' outputs; a mask of each is drawn into a list."""
        outputs = [x]
        taken = [x]
        for layer, (w, b) in enumerate(zip(self.w[:-1], self.b[:-1]), 1):
            h = self.product(f"h{layer}", taken[-1], w)
            h += b
            self.activate(h)
            outputs.append(h)
            taken.append(h if masks is None else h * self.drawn(h.shape, masks))
        return taken, taken[-1] @ self.w[-1] + self.b[-1], outputs

    def drawn(self, shape, masks):
        mask = (self.rng.random(shape, np.float32) >= self.dropout).astype(np.float32)
        mask *= np.float32(1 / (1 - self.dropout))
        masks.append(mask)
        return mask

    def logits(self, x):
        return self.forward(x)[1]

    def step(self, x, y, optimizer, l2):
        masks = [] if self.dropout else None
        taken, z, outputs = self.forward(x, masks)
        loss, d = softmax_cross_entropy(z, y)
        optimizer.begin()
        for layer in range(len(self.w), 0, -1):
            w, b = self.w[layer - 1], self.b[layer - 1]
            gradient = self.product(f"dW{layer}", taken[layer - 1].T, d)
            below = None
            if layer > 1:
                below = self.product(f"dh{layer - 1}", d, w.T)
                if masks:
                    below *= masks[layer - 2]
                self.slope(below, outputs[layer - 1])
            optimizer.update(f"W{layer}", w, gradient, l2)
            optimizer.update(f"b{layer}", b, d.sum(axis=0), 0)
            d = below
        return loss, z
