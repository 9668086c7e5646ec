"""What a comparison of programs comes to: whether they learn the same, and the tables. Starts nothing, reads nothing."""
import math
from dataclasses import dataclass
from statistics import median

# How far a run's validation loss may lie from the median of the reference's, a numpy. Runs differ by the luck of their
# initial weights and shuffles. Measured by numpy_train.py, two to five seeds each, on the works that docs/benchmarks.md lists
# with their losses: the seeds lay within the bound, and where a learning rate a quarter off was tried it moved the loss by
# more. Other works and seeds are not known to.
TOLERANCE = 0.03

# A network that guesses has a loss of ln 10. Programs that all learn nothing agree as well.
LEARNT = 0.5 * math.log(10)


@dataclass(frozen=True)
class Run:
    """One program did one work once; rate is samples/s of training, or the seconds of the whole process."""

    work: str
    program: str
    rate: float
    loss: float


def samples_per_second(epochs):
    """The median over all epochs but the first, in which programs still warm up."""
    return median(epoch["samplesPerSecond"] for epoch in epochs[1:])


def disagreements(runs, reference):
    """A sentence for each run that did not learn what the reference did; none when all did."""
    sentences = []
    for work in unique(run.work for run in runs):
        losses = [run.loss for run in runs if run.work == work and run.program == reference]
        if not losses:
            sentences.append(f"{work}: {reference} did not run, so nothing says what is right")
            continue
        right = median(losses)
        if not right <= LEARNT:
            sentences.append(f"{work}: {reference} learnt too little, validation loss {right:.4f}")
        for run in runs:
            # Written so that a loss that is no number fails.
            if run.work == work and not abs(run.loss - right) <= TOLERANCE * right:
                sentences.append(
                    f"{work}: {run.program} ended with a validation loss of {run.loss:.4f}, {reference} with"
                    f" {right:.4f}; more than {TOLERANCE:.0%} apart is not the same training"
                )
    return sentences


def speed_table(runs, references):
    """Markdown: samples/s, more is better, and how many times as many as each reference's."""
    return table(
        ["work", "program", "samples/s", "least to most", *ratios(references), "validation loss"],
        compared(runs, references, "{:,.0f}"),
    )


def process_table(runs, references):
    """Markdown: seconds, fewer is better."""
    return table(
        ["work", "program", "seconds", "least to most", *ratios(references), "validation loss"],
        compared(runs, references, "{:.2f}"),
    )


def start_table(seconds, references):
    """Markdown from a dictionary: the seconds of each program."""
    beside = [median(seconds[reference]) for reference in references]
    rows = [
        [program, f"{median(times):.2f}", spread(times, "{:.2f}"), *(f"{median(times) / other:.2f}" for other in beside)]
        for program, times in seconds.items()
    ]
    return table(["program", "seconds", "least to most", *ratios(references)], rows)


def ratios(references):
    return [f"of {reference}" for reference in references]


def compared(runs, references, form):
    """A row per work and program: median, spread, ratios of medians, median loss."""
    rows = []
    for work in unique(run.work for run in runs):
        of_work = [run for run in runs if run.work == work]
        beside = [median(run.rate for run in of_work if run.program == reference) for reference in references]
        for program in unique(run.program for run in of_work):
            mine = [run for run in of_work if run.program == program]
            rates = [run.rate for run in mine]
            rows.append(
                [
                    work,
                    program,
                    form.format(median(rates)),
                    spread(rates, form),
                    *(f"{median(rates) / other:.2f}" for other in beside),
                    f"{median(run.loss for run in mine):.4f}",
                ]
            )
    return rows


def product_table(ours, theirs):
    """Markdown from two dictionaries of the same shapes, each with a list of operations per second."""
    rows = []
    for shape in ours:
        mine, other = [[rate / 1e9 for rate in rates[shape]] for rates in (ours, theirs)]
        rows.append(
            [
                shape,
                f"{median(mine):.1f}",
                spread(mine, "{:.1f}"),
                f"{median(other):.1f}",
                spread(other, "{:.1f}"),
                f"{median(mine) / median(other):.1f}",
            ]
        )
    head = ["m x n x k", "Incline, GFLOP/s", "least to most", "CLBlast, GFLOP/s", "least to most", "of CLBlast"]
    return table(head, rows)


def spread(values, form):
    return f"{form.format(min(values))} to {form.format(max(values))}"


def unique(names):
    return list(dict.fromkeys(names))


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
