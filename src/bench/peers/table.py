#!/usr/bin/env python3
"""Trains 54-128-7 on a table of 500,000 rows of floats, in Incline and in numpy, in turn.

    python3 src/bench/peers/table.py [--rounds 3] [--folder DIR]

The table is made up: each class is a linear function of the features' tanh, with noise. Features have very different sizes;
both programs scale them to mean 0 and deviation 1. Prints samples/s of each round (the median of its epochs but the first) and the ratio of
the medians. Exit code 3 where the last validation losses differ by more than 3 %.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import networks
import optimizers
from numpy_train import evaluate, library

ROWS, FEATURES, CLASSES = 500_000, 54, 7
HIDDEN, BATCH, RATE, L2, STD, EPOCHS = 128, 64, 0.1, 1e-3, 0.05, 3


def table(rng):
    """X float32 [rows x features], y [rows]."""
    sizes = np.linspace(1, 50, FEATURES, dtype=np.float32)
    x = rng.normal(size=(ROWS, FEATURES)).astype(np.float32)
    scores = np.tanh(x) @ rng.normal(size=(FEATURES, CLASSES)) + rng.normal(size=(ROWS, CLASSES))
    return x * sizes + 10 * sizes, scores.argmax(1)


def in_numpy(x, y):
    """Samples/s, and the last validation loss."""
    x, y = x[ROWS // 10 :], y[ROWS // 10 :]
    split = len(y) * 4 // 5
    x = ((x - x[:split].mean(0)) / x[:split].std(0)).astype(np.float32)
    rng = np.random.default_rng(42)
    model = networks.Mlp(rng, FEATURES, [HIDDEN], STD, classes=CLASSES)
    optimizer = optimizers.BY_NAME["sgd"](RATE)
    speeds = []
    for _ in range(EPOCHS):
        order = rng.permutation(split)
        start = time.perf_counter()
        for at in range(0, split, BATCH):
            rows = order[at : at + BATCH]
            loss, z = model.step(x[rows], y[rows], optimizer, L2)
            loss.sum(dtype=np.float64), (z.argmax(axis=1) == y[rows]).sum()
        speeds.append(split / (time.perf_counter() - start))
    return statistics.median(speeds[1:]), evaluate(model, x[split:], y[split:])[0]


def in_incline(root, file, out):
    """The same of the device that Incline takes."""
    command = [root / "bin" / "incline", "train", "--json", "--data", file, "--test-share", "0.1", "--out", out]
    command += ["--overwrite", "--hidden", HIDDEN, "--batch", BATCH, "--lr", RATE, "--l2", L2, "--epochs", EPOCHS]
    command += ["--init", f"normal:{STD}"]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True)
    epochs = json.loads(done.stdout)["epochs"]
    return statistics.median(e["samplesPerSecond"] for e in epochs[1:]), epochs[-1]["validationLoss"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", help="where the table is made; a temporary one by default")
    o = options.parse_args()
    root = pathlib.Path(__file__).resolve().parents[3]
    with tempfile.TemporaryDirectory(dir=o.folder) as folder:
        x, y = table(np.random.default_rng(7))
        file = pathlib.Path(folder) / "table.npz"
        np.savez(file, X=x, y=y)
        print(library())
        ours, theirs = [], []
        for _ in range(o.rounds):
            ours.append(in_incline(root, file, pathlib.Path(folder) / "run"))
            theirs.append(in_numpy(x, y))
            print(f"Incline {ours[-1][0]:,.0f} samples/s, loss {ours[-1][1]:.4f}; numpy {theirs[-1][0]:,.0f}, {theirs[-1][1]:.4f}")
        speeds = [statistics.median(speed for speed, _ in runs) for runs in (ours, theirs)]
        print(f"Incline : numpy = {speeds[0] / speeds[1]:.2f}")
        if any(abs(mine - other) > 0.03 * other for (_, mine), (_, other) in zip(ours, theirs)):
            sys.exit(3)


if __name__ == "__main__":
    main()
