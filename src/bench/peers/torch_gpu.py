"""Trains on an NVIDIA GPU with PyTorch, as Incline does, and prints how long a step takes.

    python3 src/bench/peers/torch_gpu.py data/mnist

Float32 without TF32, SGD with L2 on weights, the data on the card. `eager` runs each step as Python says it, `graph` replays
it as one CUDA graph. Each figure is the median of three epochs after an untimed one.
"""

import gzip
import sys
import time

import numpy as np
import torch

ROWS = 48000
WORKS = [((), 64), ((128,), 64), ((128,), 512), ((1024,), 64), ((1024,), 512)]


def read(path, offset):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def network(hidden):
    layers, inputs = [], 784
    for units in hidden:
        layers += [torch.nn.Linear(inputs, units), torch.nn.Sigmoid()]
        inputs = units
    layers.append(torch.nn.Linear(inputs, 10, bias=bool(hidden)))
    if not hidden:
        layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers).cuda()


def sgd(net):
    weights = [p for p in net.parameters() if p.ndim > 1]
    biases = [p for p in net.parameters() if p.ndim == 1]
    return torch.optim.SGD(
        [{"params": weights, "weight_decay": 1e-3}, {"params": biases, "weight_decay": 0}], lr=0.1
    )


def captured(step):
    """The step as a CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def measure(images, labels, hidden, batch, mode):
    torch.manual_seed(1)
    net = network(hidden)
    optimizer = sgd(net)
    rows = torch.zeros(batch, dtype=torch.int64, device="cuda")
    loss = torch.nn.CrossEntropyLoss()
    for parameter in net.parameters():
        parameter.grad = torch.zeros_like(parameter)

    def step():
        optimizer.zero_grad(set_to_none=False)
        loss(net(images[rows].float() / 255), labels[rows]).backward()
        optimizer.step()

    run = captured(step) if mode == "graph" else step
    order = torch.randperm(ROWS, device="cuda")
    steps = ROWS // batch
    times = []
    for _ in range(4):
        torch.cuda.synchronize()
        start = time.perf_counter()
        for i in range(steps):
            rows.copy_(order[i * batch : (i + 1) * batch])
            run()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - start) / steps * 1e6)
    micros = sorted(times[1:])[1]
    name = "-".join(str(n) for n in (784, *hidden, 10))
    print(f"{mode:5} {name:12} batch {batch:4}  {micros:8.1f} us a step  {batch / micros * 1e6:12,.0f} samples/s", flush=True)


def main(folder):
    torch.backends.cuda.matmul.allow_tf32 = False
    images = torch.tensor(read(f"{folder}/train-images-idx3-ubyte.gz", 16).reshape(-1, 784)[:ROWS]).cuda()
    labels = torch.tensor(read(f"{folder}/train-labels-idx1-ubyte.gz", 8)[:ROWS].astype(np.int64)).cuda()
    print(torch.cuda.get_device_name(), "PyTorch", torch.__version__)
    for mode in ("eager", "graph"):
        for hidden, batch in WORKS:
            measure(images, labels, hidden, batch, mode)


if __name__ == "__main__":
    main(sys.argv[1])
