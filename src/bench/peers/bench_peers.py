"""Trains the same networks in Incline and in other libraries, in turn, and compares them: see bin/bench-peers --help."""
import argparse
import datetime
import json
import platform
import re
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import compare
import numpys
import programs
import works
from compare import Run

DONE, FAILED, DISAGREED = 0, 1, 3  # incline's exit codes
WHOLE = "train, 10 epochs"
CLBLAST = "CLBlast 1.5.2 through jocl-blast, its own parameters"


def parsed(arguments):
    parser = argparse.ArgumentParser(
        prog="bin/bench-peers",
        description="Trains the same networks in Incline and in other libraries, in turn, several times; checks that all"
        " learn the same; prints medians, spread and ratios as Markdown. Wants the machine to itself. Exit code 3: they"
        " did not learn the same.",
    )
    names = ",".join(work.name for work in works.ALL)
    parser.add_argument("--rounds", type=int, help="times that everything runs (default: 5; with --quick 1)")
    parser.add_argument("--works", metavar="WORK[,WORK...]", help=f"what to train, of {names} (default: all)")
    parser.add_argument(
        "--optimizer",
        metavar="NAME[,NAME...]",
        help=f"in place of --works: train 784-128-10 at batch 64 by these, of {','.join(works.OPTIMIZERS)} (sgd that drops 0.2)",
    )
    parser.add_argument("--peers", default="numpy,djl,dl4j", help="beside Incline; numpy always is (default: %(default)s)")
    parser.add_argument(
        "--python",
        metavar="PYTHON",
        help="take numpy, with its OpenBLAS, from this interpreter; another numpy of the system's is a second peer (default: the system's)",
    )
    parser.add_argument("--whole", action=argparse.BooleanOptionalAction, default=True, help="time whole processes and their start")
    parser.add_argument("--gemm", action=argparse.BooleanOptionalAction, default=True, help="time products, CLBlast's too")
    parser.add_argument("--device", metavar="P:D", help="OpenCL device, as 'incline devices' prints it (default: its *)")
    parser.add_argument("--data", metavar="DIR", type=Path, help="folder of the four IDX files, .gz (default: data/mnist)")
    parser.add_argument("--quick", action="store_true", help="one round of the works that all peers do: a look")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    options = parser.parse_args(arguments)
    options.rounds = options.rounds if options.rounds is not None else 1 if options.quick else 5
    options.peers = options.peers.split(",")
    options.data = (options.data or programs.ROOT / "data" / "mnist").resolve()
    if not options.data.is_dir():
        parser.error(f"--data must be a folder, and {options.data} is none")
    if options.rounds < 1:
        parser.error(f"--rounds must be at least 1, not {options.rounds}")
    for peer in options.peers:
        if peer not in ("numpy", "djl", "dl4j"):
            parser.error(f"--peers must be of numpy, djl, dl4j, not {peer}")
    if options.optimizer is not None and options.works is not None:
        parser.error("--optimizer does not go with --works")
    try:
        if options.optimizer is not None:
            options.works = works.optimized(options.optimizer)
        else:
            options.works = works.QUICK if options.quick and options.works is None else works.chosen(options.works)
    except ValueError as e:
        parser.error(f"{'--works' if options.optimizer is None else '--optimizer'}: {e}")
    try:
        options.pythons = numpys.by_name(*([options.python] if options.python else []), sys.executable)
    except ValueError as e:
        parser.error(f"--python: {e}")
    return options


class Results:
    """All that was measured."""

    def __init__(self):
        self.training = []  # Run
        self.whole = []  # Run
        self.start = defaultdict(list)  # program -> seconds
        self.ours = defaultdict(list)  # shape -> operations per second
        self.clblast = defaultdict(list)
        self.libraries = {}  # program -> what it says of itself


def measure(options, runner):
    results = Results()
    if options.whole:
        for name in runner.whole:
            runner.seconds(name, 0)  # untimed: from here on, files and compiled kernels are in their caches
    for turn in range(options.rounds):
        seed = turn + 1
        for work in options.works:
            for name in rotated(takers(work, options), turn):
                document = runner.by_name[name](work, seed)
                rate = compare.samples_per_second(document["epochs"])
                note(results.training, Run(work.name, name, rate, final_loss(document)), turn, "samples/s")
                results.libraries[name] = document.get("library") or document["device"]
        for name in rotated(list(runner.whole), turn) if options.whole else []:
            seconds, document = runner.seconds(name, seed)
            note(results.whole, Run(WHOLE, name, seconds, final_loss(document)), turn, "s")
            results.libraries[name] = document.get("library") or document["device"]
        for name in rotated(list(runner.whole), turn) if options.whole else []:
            results.start[name].append(runner.seconds_to_first_rows(name))
            print(f"round {turn + 1}  {'first rows':24} {name:28} {results.start[name][-1]:>9.2f} s", file=sys.stderr)
        if options.gemm:
            for rates, into in zip(runner.products(options.quick), (results.ours, results.clblast)):
                for shape, rate in rates.items():
                    into[shape].append(rate)
            print(f"round {turn + 1}  {len(results.ours)} products", file=sys.stderr)
    return results


def takers(work, options):
    others = {"djl": "DJL, PyTorch", "dl4j": "DL4J"}
    chosen = [others[peer] for peer in options.peers if peer in others] if work.all_peers else []
    return [*options.pythons, "Incline, OpenCL", "Incline, plain Java", *chosen]


def rotated(names, turn):
    """Each round another begins, so that none always runs after the same one."""
    at = turn % len(names)
    return names[at:] + names[:at]


def final_loss(document):
    return document["epochs"][-1]["validationLoss"]


def note(runs, run, turn, unit):
    runs.append(run)
    rate = f"{run.rate:,.0f}" if run.rate > 1000 else f"{run.rate:.2f}"
    print(f"round {turn + 1}  {run.work:24} {run.program:28} {rate:>9} {unit}, loss {run.loss:.4f}", file=sys.stderr)


def opencl_device(wanted):
    """The device's entry in `incline devices --json`."""
    devices = json.loads(programs.run(["bin/incline", "devices", "--json"]))["devices"]
    for device in devices:
        if device["auto"] if wanted is None else device["device"] == wanted:
            return device
    present = ", ".join(device["device"] for device in devices) or "none"
    raise programs.ProgramFailed(f"no OpenCL device {wanted or ''} among {present}; see bin/incline devices")


def machine(device, pythons):
    """What the numbers hold for, by name."""
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    told = {name: numpys.openblas_kernel(python) for name, python in pythons.items()}
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor[1] if processor else platform.machine(),
        "cores": numpys.cores(),
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
        "OpenCL": f"{device['name']}, {device['platform']}, driver {device['driver']}",
        "Java": programs.run([programs.java_home() / "bin" / "java", "--version"]).splitlines()[1],
        **{
            f"OpenBLAS of {name}": f"told to take its {kernel} kernel: by itself it took Prescott's"
            for name, kernel in told.items()
            if kernel
        },
    }


def main(arguments):
    options = parsed(arguments)
    try:
        device = opencl_device(options.device)
        if options.gemm or set(options.peers) - {"numpy"}:
            print("building the peers; the first time, Maven fetches their libraries ...", file=sys.stderr)
            programs.build_peers()
        with tempfile.TemporaryDirectory(prefix="incline-peers-") as scratch:
            results = measure(options, programs.Programs(options.data, device["device"], Path(scratch), options.pythons))
    except programs.ProgramFailed as e:
        print(f"bin/bench-peers: {e}", file=sys.stderr)
        return FAILED
    problems = compare.disagreements(results.training + results.whole, next(iter(options.pythons)))
    if problems:
        print("bin/bench-peers: NOT THE SAME TRAINING, so no table:", *problems, sep="\n  ", file=sys.stderr)
        return DISAGREED
    report(options, machine(device, options.pythons), results)
    return DONE


def report(options, facts, results):
    if options.json:
        document = {
            "machine": facts,
            "rounds": options.rounds,
            "libraries": results.libraries,
            "training": [vars(run) for run in results.training],
            "whole": [vars(run) for run in results.whole],
            "start": results.start,
            "products": {"Incline": results.ours, "CLBlast": results.clblast},
        }
        print(json.dumps(document, indent=2))
        return
    for name, fact in facts.items():
        print(f"- {name}: {fact}")
    for name, library in results.libraries.items():
        print(f"- {name}: {library}")
    if results.clblast:
        print(f"- products: {CLBLAST}")
    rounds = f"median of {options.rounds} rounds, run in turn" if options.rounds > 1 else "one round"
    print(f"\nTraining, {rounds}; each the median of its epochs but the first:\n")
    print(compare.speed_table(results.training, options.pythons))
    if results.whole:
        print(f"\nWhole process, start to exit, {rounds}; the default training, validation, test, saving:\n")
        print(compare.process_table(results.whole, options.pythons))
        print(f"\nProcess start until the first 1,024 rows are trained, {rounds}; the default training:\n")
        print(compare.start_table(results.start, options.pythons))
    if results.clblast:
        print(f"\nMatrix products on the OpenCL device, {rounds}:\n")
        print(compare.product_table(results.ours, results.clblast))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
