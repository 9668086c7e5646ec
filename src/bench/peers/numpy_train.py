#!/usr/bin/env python3
"""The same training in numpy: what a careful user of numpy with OpenBLAS would write.

Float32 throughout, every product a BLAS call, no copy but the batch's rows, in-place updates (networks.py, optimizers.py).
Prints one JSON document with the fields of `incline train --json` that a comparison needs.
"""
import argparse
import ctypes
import gzip
import json
import os
import sys
import time

import numpy as np

import networks
import optimizers

# The names of OpenBLAS's functions: Debian's, and those of numpy's wheels.
NAMES = ("openblas_{}", "scipy_openblas_{}64_", "scipy_openblas_{}", "openblas_{}64_")


def library():
    """numpy's version, its OpenBLAS, the kernel that this chose for the processor, and its threads."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "openblas" in line.lower()}
    told = [told for told in map(openblas, map(ctypes.CDLL, sorted(paths))) if told]
    return f"numpy {np.__version__}, {told[0]}" if told else f"numpy {np.__version__} without OpenBLAS"


def openblas(blas):
    """What a loaded library says of itself; None where it is no OpenBLAS."""
    for name in NAMES:
        if hasattr(blas, name.format("get_config")):
            config, core, threads = (getattr(blas, name.format(f"get_{what}")) for what in ("config", "corename", "num_threads"))
            config.restype = core.restype = ctypes.c_char_p
            return f"OpenBLAS {config().decode().split()[1]} with its {core().decode()} kernel, {threads()} threads"
    return None


def idx(path):
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    if data[3] == 3:
        return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 784)
    return np.frombuffer(data, np.uint8, offset=8)


def evaluate(model, x, y):
    loss, hits = 0.0, 0
    for at in range(0, len(y), 1000):
        z = model.logits(x[at : at + 1000])
        rows = y[at : at + 1000]
        loss += float(networks.softmax_cross_entropy(z, rows)[0].sum(dtype=np.float64))
        hits += int((z.argmax(axis=1) == rows).sum())
    return loss / len(y), hits / len(y)


def deviation(text):
    return text if text == "he" else float(text)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", default="data/mnist")
    options.add_argument("--model", default="mlp", choices=["mlp", "softmax"])
    options.add_argument("--hidden", default="128")
    options.add_argument("--activation", default="sigmoid", choices=list(networks.ACTIVATIONS), help="of mlp's hidden layers")
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--epochs", type=int, default=10)
    options.add_argument("--optimizer", default="sgd", choices=list(optimizers.BY_NAME))
    options.add_argument("--dropout", type=float, default=0.0, help="share of hidden units that a step of mlp drops")
    options.add_argument("--lr", type=float, default=0.1)
    options.add_argument("--l2", type=float, default=1e-3)
    options.add_argument("--std", type=deviation, default=1e-3, help="of the initial weights of mlp; he: sqrt(2 / inputs)")
    options.add_argument("--limit", type=int, help="use only the first so many training rows")
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
        idx(os.path.join(folder, f"{n}-images-idx3-ubyte.gz"))[:limit].astype(np.float32) / np.float32(255)
        for n, limit in (("train", o.limit), ("t10k", None))
    )
    y, test_y = (
        idx(os.path.join(folder, f"{n}-labels-idx1-ubyte.gz"))[:limit]
        for n, limit in (("train", o.limit), ("t10k", None))
    )
    split = len(y) * 4 // 5
    rng = np.random.default_rng(o.seed)
    if o.model == "softmax":
        model = networks.Softmax(rng, x.shape[1])
    else:
        hidden = [int(h) for h in o.hidden.split(",")]
        model = networks.Mlp(rng, x.shape[1], hidden, o.std, o.dropout, o.activation)
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
