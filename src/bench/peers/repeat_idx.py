#!/usr/bin/env python3
"""Repeats the training rows of an MNIST-like data set: python3 repeat_idx.py N OUT [DATA]

Writes the four IDX files, unpacked, into the folder OUT: the training files with their rows N times over, the test
files as they are. DATA is the folder to read (default: data/mnist). `incline train --data OUT` then trains on N times
the data.
"""

import gzip
import struct
import sys
from pathlib import Path

FILES = {
    "train-images-idx3-ubyte": True,  # whether to repeat
    "train-labels-idx1-ubyte": True,
    "t10k-images-idx3-ubyte": False,
    "t10k-labels-idx1-ubyte": False,
}


def read(folder, name):
    packed = folder / (name + ".gz")
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()


def repeat(source, times, target):
    """Magic number, rows and further dimensions, each four bytes, the magic's last byte telling how many; then rows."""
    magic, rows = struct.unpack(">II", source[:8])
    header = 4 + 4 * (magic & 0xFF)
    with open(target, "wb") as out:
        out.write(struct.pack(">II", magic, rows * times))
        out.write(source[8:header])
        for _ in range(times):
            out.write(source[header:])


def main():
    if len(sys.argv) not in (3, 4) or not sys.argv[1].isdigit() or int(sys.argv[1]) < 1:
        sys.exit(__doc__)
    times, out = int(sys.argv[1]), Path(sys.argv[2])
    data = Path(sys.argv[3] if len(sys.argv) == 4 else "data/mnist")
    out.mkdir(parents=True, exist_ok=True)
    for name, repeated in FILES.items():
        repeat(read(data, name), times if repeated else 1, out / name)


if __name__ == "__main__":
    main()
