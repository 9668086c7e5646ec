"""What the programs are given to train."""
from dataclasses import dataclass

WEIGHTS_STD = 0.05  # large enough that no batch size spends its epochs on the way out of the origin


@dataclass(frozen=True)
class Work:
    """Epochs and learning rate are such that the loss still falls: there it tells one training from another best."""

    hidden: tuple[int, ...]  # units of the hidden layers; none for softmax regression
    batch: int
    lr: float
    epochs: int
    all_peers: bool = False  # numpy alone where not
    optimizer: str = "sgd"
    dropout: float = 0
    activation: str = "sigmoid"
    limit: int | None = None  # of the rows, a fifth of them for validation; None for all

    @property
    def name(self):
        size = "-".join(map(str, (784, *self.hidden, 10))) if self.hidden else "softmax"
        other = [f"/{self.optimizer}"] if self.optimizer != "sgd" else []
        return "".join([f"{size}@{self.batch}", *other, *(["/dropout"] if self.dropout else [])])

    def options(self, seed):
        """Those that all programs share."""
        return [
            *(["--hidden", ",".join(map(str, self.hidden))] if self.hidden else ["--model", "softmax"]),
            *(["--activation", self.activation] if self.activation != "sigmoid" else []),
            *("--batch", str(self.batch), "--lr", str(self.lr)),
            *("--epochs", str(self.epochs), "--seed", str(seed)),
            *(["--optimizer", self.optimizer] if self.optimizer != "sgd" else []),
            *(["--dropout", str(self.dropout)] if self.dropout else []),
            *(["--limit", str(self.limit)] if self.limit else []),
        ]

    def peer_options(self, seed):
        std = "he" if self.activation == "relu" else str(WEIGHTS_STD)
        return [*self.options(seed), *(["--std", std] if self.hidden else [])]

    def incline_options(self, seed):
        init = "he" if self.activation == "relu" else f"normal:{WEIGHTS_STD}"
        return [*self.options(seed), *(["--init", init] if self.hidden else [])]


def relu(hidden, batch, lr):
    """A wide or deep network: its steps are long, so few rows are enough to time them."""
    return Work(hidden, batch, lr, epochs=3, activation="relu", limit=10_000)


ALL = [
    Work((), 64, 0.003, 10, all_peers=True),  # an epoch takes 15 ms, and a JVM is warm after some
    Work((128,), 1, 0.0015625, 3),
    Work((128,), 8, 0.0125, 3),
    Work((128,), 32, 0.05, 3),
    Work((128,), 64, 0.1, 3, all_peers=True),
    Work((128,), 128, 0.1, 3),
    Work((128,), 256, 0.2, 4),
    Work((128,), 1024, 0.4, 4),
    Work((128,), 4096, 0.8, 10),
    Work((1024,), 512, 0.05, 4),
    relu((512, 512, 512), 128, 0.02),
    relu((2048, 2048), 512, 0.03),
    relu((4096,), 1024, 0.05),
    relu((8192,), 512, 0.02),
]

# What --optimizer trains, by its words; the first is among ALL.
OPTIMIZERS = {
    "sgd": Work((128,), 64, 0.1, 3),
    "momentum": Work((128,), 64, 0.01, 3, optimizer="momentum"),
    "adam": Work((128,), 64, 0.0005, 3, optimizer="adam"),  # at 0.001 seeds lie 5 % apart
    "dropout": Work((128,), 64, 0.1, 3, dropout=0.2),
}
QUICK = [work for work in ALL if work.all_peers]


def chosen(names):
    """The works of a list of names separated by commas; all for None.

    Raises ValueError naming what there is.
    """
    if names is None:
        return ALL
    return picked({work.name: work for work in ALL}, "work", names)


def optimized(names):
    """Those of a list of words of OPTIMIZERS. Raises ValueError naming what there is."""
    return picked(OPTIMIZERS, "optimizer", names)


def picked(by_name, what, names):
    for name in names.split(","):
        if name not in by_name:
            raise ValueError(f"there is no {what} {name} among {', '.join(by_name)}")
    return [by_name[name] for name in names.split(",")]
