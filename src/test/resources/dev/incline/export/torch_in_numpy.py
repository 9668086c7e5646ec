# What the printed lines use of PyTorch and of safetensors, in numpy, where one is not installed.
import contextlib, json, sys, types
import numpy as np


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)
    return sys.modules[name]


def load_file(path):
    data = open(path, "rb").read()
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    del header["__metadata__"]
    return {
        name: tensor(np.frombuffer(data[end:][slice(*t["data_offsets"])], "<f4").reshape(t["shape"]))
        for name, t in header.items()
    }


try:
    import torch

    tensor = torch.tensor
    run_by = f"PyTorch {torch.__version__}"
except ImportError:
    tensor = lambda array: array
    run_by = "numpy in place of PyTorch"

    class Tensor(np.ndarray):
        def float(self):
            return self.astype(np.float32)

        def softmax(self, axis):
            e = np.exp(self - self.max(axis, keepdims=True))
            return e / e.sum(axis, keepdims=True)

    class Linear:
        def __init__(self, inputs, outputs, bias=True):
            self.shapes = {"weight": (outputs, inputs)} | ({"bias": (outputs,)} if bias else {})

        def __call__(self, x):
            y = x @ self.weight.T
            return y + self.bias if "bias" in self.shapes else y

    class Sequential:
        def __init__(self, *modules):
            self.modules = modules

        def __call__(self, x):
            for module in self.modules:
                x = module(x)
            return x.view(Tensor)

    class Module:
        def load_state_dict(self, state, strict=True):
            state = dict(state)
            for i, module in enumerate(self.layers.modules):
                for name, shape in getattr(module, "shapes", {}).items():
                    values = state.pop(f"layers.{i}.{name}")
                    assert values.shape == shape
                    setattr(module, name, values)
            assert not (strict and state)

    nn = module("torch.nn", Module=Module, Sequential=Sequential, Linear=Linear,
                Sigmoid=lambda: lambda x: 1 / (1 + np.exp(-x)), Tanh=lambda: np.tanh,
                ReLU=lambda: lambda x: np.maximum(x, 0))
    module("torch", nn=nn, as_tensor=lambda x: x.view(Tensor), no_grad=contextlib.nullcontext,
           where=lambda *given: np.where(*given).view(Tensor))

try:
    if run_by.startswith("numpy"):
        raise ImportError
    import safetensors.torch

    run_by += f", safetensors {safetensors.__version__}"
except ImportError:
    run_by += ", numpy in place of safetensors"
    module("safetensors")
    module("safetensors.torch", load_file=load_file)
