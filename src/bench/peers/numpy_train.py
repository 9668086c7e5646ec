#!/usr/bin/env python3
"""The same training in numpy: what a careful user of numpy with OpenBLAS would write.

Float32 throughout, every product a BLAS call, no copy but the batch's rows, in-place updates. Prints one JSON document
with the fields of `incline train --json` that a comparison needs.
"""
import argparse
import ctypes
import gzip
import json
import os
import sys
import time

import numpy as np

import optimizers


def library():
    """numpy's version, its OpenBLAS, the kernel that this chose for the processor, and its threads."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "openblas" in line.lower()}
    for path in sorted(paths):
        blas = ctypes.CDLL(path)
        if hasattr(blas, "openblas_get_config"):
            blas.openblas_get_config.restype = blas.openblas_get_corename.restype = ctypes.c_char_p
            version = blas.openblas_get_config().decode().split()[1]
            kernel = blas.openblas_get_corename().decode()
            threads = blas.openblas_get_num_threads()
            return f"numpy {np.__version__}, OpenBLAS {version} with its {kernel} kernel, {threads} threads"
    return f"numpy {np.__version__} without OpenBLAS"


def idx(path):
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    if data[3] == 3:
        return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 784)
    return np.frombuffer(data, np.uint8, offset=8)


def softmax_cross_entropy(z, y):
    """Mean loss and dL/dz."""
    rows = np.arange(len(y))
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e.sum(axis=1, keepdims=True)
    loss = np.log(s[:, 0]) - z[rows, y]
    e /= s
    e[rows, y] -= 1
    e /= len(y)
    return loss, e


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
    """Sigmoid hidden layers and a linear last one; in training, hidden layers may drop units (inverted dropout)."""

    def __init__(self, rng, inputs, hidden, std, dropout=0.0):
        self.rng = rng
        self.dropout = dropout
        widths = [inputs, *hidden, 10]
        self.w = [rng.normal(0, std, s).astype(np.float32) for s in zip(widths, widths[1:])]
        self.b = [np.zeros(n, np.float32) for n in widths[1:]]

    def forward(self, x, masks=None):
        """What each layer takes, the logits, and the hidden layers' outputs; a mask of each is drawn into a list."""
        outputs = [x]
        taken = [x]
        for w, b in zip(self.w[:-1], self.b[:-1]):
            h = taken[-1] @ w
            h += b
            np.negative(h, out=h)
            np.exp(h, out=h)
            h += 1
            np.reciprocal(h, out=h)
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
        loss, dz = softmax_cross_entropy(z, y)
        optimizer.begin()
        for layer in range(len(self.w) - 1, -1, -1):
            a = outputs[layer]
            da = None
            if layer > 0:
                da = dz @ self.w[layer].T
                if masks:
                    da *= masks[layer - 1]
                da *= a
                da *= 1 - a
            optimizer.update(f"W{layer + 1}", self.w[layer], taken[layer].T @ dz, l2)
            optimizer.update(f"b{layer + 1}", self.b[layer], dz.sum(axis=0), 0)
            dz = da
        return loss, z


def evaluate(model, x, y):
    loss, hits = 0.0, 0
    for at in range(0, len(y), 1000):
        z = model.logits(x[at : at + 1000])
        rows = y[at : at + 1000]
        loss += float(softmax_cross_entropy(z, rows)[0].sum(dtype=np.float64))
        hits += int((z.argmax(axis=1) == rows).sum())
    return loss / len(y), hits / len(y)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", default="data/mnist")
    options.add_argument("--model", default="mlp", choices=["mlp", "softmax"])
    options.add_argument("--hidden", default="128")
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--epochs", type=int, default=10)
    options.add_argument("--optimizer", default="sgd", choices=list(optimizers.BY_NAME))
    options.add_argument("--dropout", type=float, default=0.0, help="share of hidden units that a step of mlp drops")
    options.add_argument("--lr", type=float, default=0.1)
    options.add_argument("--l2", type=float, default=1e-3)
    options.add_argument("--std", type=float, default=1e-3, help="of the initial weights of mlp")
    options.add_argument("--seed", type=int, default=42)
    options.add_argument("--out")
    options.add_argument("--verbose", action="store_true", help="say on stderr when the first rows were trained")
    options.add_argument("--library", action="store_true", help="only print what computes")
    o = options.parse_args()
    if o.library:
        print(library())
        return

    folder = o.data
    x, test_x = (
        idx(os.path.join(folder, n)).astype(np.float32) / np.float32(255)
        for n in ("train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz")
    )
    y, test_y = (
        idx(os.path.join(folder, n)) for n in ("train-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz")
    )
    split = len(y) * 4 // 5
    rng = np.random.default_rng(o.seed)
    hidden = [int(h) for h in o.hidden.split(",")]
    model = Softmax(rng, x.shape[1]) if o.model == "softmax" else Mlp(rng, x.shape[1], hidden, o.std, o.dropout)
    optimizer = optimizers.BY_NAME[o.optimizer](o.lr)
    epochs = []
    for epoch in range(1, o.epochs + 1):
        order = rng.permutation(split)
        start = time.perf_counter()
        total, hits = 0.0, 0
        for at in range(0, split, o.batch):
            rows = order[at : at + o.batch]
            labels = y[rows]
            loss, z = model.step(x[rows], labels, optimizer, o.l2)
            total += float(loss.sum(dtype=np.float64))
            hits += int((z.argmax(axis=1) == labels).sum())
            if o.verbose and epoch == 1 and at < 1024 <= at + o.batch:
                print("the first 1024 rows were trained", file=sys.stderr, flush=True)
        seconds = time.perf_counter() - start
        validation = evaluate(model, x[split:], y[split:])
        epochs.append(
            {
                "epoch": epoch,
                "trainLoss": total / split,
                "trainAccuracy": hits / split,
                "validationLoss": validation[0],
                "validationAccuracy": validation[1],
                "seconds": seconds,
                "samplesPerSecond": split / seconds,
            }
        )
    test = evaluate(model, test_x, test_y)
    if o.out:
        arrays = {"w": model.w} if o.model == "softmax" else {}
        if o.model == "mlp":
            for i, (w, b) in enumerate(zip(model.w, model.b), 1):
                arrays[f"W{i}"], arrays[f"b{i}"] = w, b
        np.savez(o.out, **arrays)
    print(json.dumps({"library": library(), "epochs": epochs, "test": {"loss": test[0], "accuracy": test[1]}}))


if __name__ == "__main__":
    main()
