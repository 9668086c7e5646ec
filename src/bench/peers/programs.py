"""The programs that are compared, and how each is started."""
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpys

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "target" / "bench"

FIRST_ROWS = "the first 1024 rows were trained"


class ProgramFailed(Exception):
    """A program ended with an error, which the message holds."""


def run(command, python=sys.executable):
    """Runs a command of texts and paths, in the environment of a python's numpy, and returns what it printed.

    Raises ProgramFailed.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, env=numpys.environment(python), capture_output=True, text=True, cwd=ROOT)
    except FileNotFoundError as e:
        raise ProgramFailed(f"{words[0]} is not installed") from e
    if done.returncode != 0:
        said = (done.stdout + done.stderr)[-3000:]
        raise ProgramFailed(f"{' '.join(words)[:300]}\nended with exit code {done.returncode}:\n{said}")
    return done.stdout


def java(main, *arguments, native_folder, preload=False):
    """The JVM with the benchmark's class path; natives are unpacked into a folder of the user's own."""
    libjsig = java_home() / "lib" / "libjsig.so"
    classpath = f"{BUILT / 'classes'}:{(BUILT / 'classpath').read_text()}"
    return [
        # LLVM, inside some OpenCL drivers, replaces the JVM's signal handlers; libjsig chains them.
        *(["env", f"LD_PRELOAD={libjsig}"] if preload and libjsig.exists() else []),
        java_home() / "bin" / "java",
        f"-Djava.io.tmpdir={native_folder}",
        f"-Dorg.bytedeco.javacpp.cachedir={BUILT / 'natives'}",
        f"-DDJL_CACHE_DIR={BUILT / 'natives'}",
        *("-cp", classpath, main, *arguments),
    ]


@functools.cache
def java_home():
    """Not every java on a PATH lies in its home; some are small programs that start the real one."""
    if "JAVA_HOME" in os.environ:
        return Path(os.environ["JAVA_HOME"])
    settings = subprocess.run(["java", "-XshowSettings:properties", "-version"], capture_output=True, text=True)
    return Path(re.search(r"java\.home = (.*)", settings.stderr)[1])


def build_peers():
    """Compiles the peers in Java; the first time, Maven fetches their libraries."""
    flags = numpys.processor_flags()
    vectors = "-avx512" if "avx512f" in flags else "-avx2" if "avx2" in flags else ""
    run(["mvn", "-q", "-B", "-Pbench", "-Dquick", f"-Dnd4j.classifier=linux-x86_64{vectors}", "compile"])


class Programs:
    """Each program by its name: a function from a work and a seed to the JSON document that it prints.

    data is the folder of the four IDX files, device what `incline devices` prints, scratch an empty folder; pythons are
    the interpreters of the numpys by name.
    """

    def __init__(self, data, device, scratch, pythons):
        self.data = ["--data", data]
        self.pythons = pythons
        self.device = device
        self.scratch = scratch
        self.by_name = {
            **{name: lambda work, seed, name=name: self.numpy(name, work.peer_options(seed)) for name in pythons},
            "Incline, OpenCL": lambda work, seed: self.incline(device, work.incline_options(seed)),
            "Incline, plain Java": lambda work, seed: self.incline("cpu", work.incline_options(seed)),
            "DJL, PyTorch": lambda work, seed: self.peer("dev.incline.peers.DjlPeer", work, seed),
            "DL4J": lambda work, seed: self.peer("dev.incline.peers.Dl4jPeer", work, seed),
        }
        # `train` with its defaults: reading, 10 epochs, validation, test, saving.
        self.whole = {
            **{name: lambda seed, name=name: self.numpy(name, ["--seed", seed, "--out", scratch / "model.npz"]) for name in pythons},
            "Incline, OpenCL": lambda seed: self.incline(device, ["--seed", seed]),
            "Incline, plain Java": lambda seed: self.incline("cpu", ["--seed", seed]),
        }

        # The same, one epoch of it, to be watched on stderr.
        self.start = {
            **{name: [*self.trainer(name), "--verbose", "--epochs", "1"] for name in pythons},
            "Incline, OpenCL": [*self.train(device), "--verbose", "--epochs", "1"],
            "Incline, plain Java": [*self.train("cpu"), "--verbose", "--epochs", "1"],
        }

    def trainer(self, name):
        return [self.pythons[name], numpys.TRAINER, *self.data]

    def numpy(self, name, options):
        return json.loads(run([*self.trainer(name), *options], self.pythons[name]))

    def train(self, device):
        return ["bin/incline", "train", "--json", "--quiet", "--device", device, "--overwrite", "--out", self.scratch / "run", *self.data]

    def incline(self, device, options):
        shutil.rmtree(self.scratch / "run", ignore_errors=True)
        return json.loads(run([*self.train(device), *options]))

    def peer(self, main, work, seed):
        command = java(main, *self.data, *work.peer_options(seed), native_folder=self.scratch)
        # Log lines may stand before the document, which is the last.
        return json.loads(run(command).splitlines()[-1])

    def seconds(self, name, seed):
        """Seconds from process start to exit of a whole run, and its document."""
        start = time.perf_counter()
        document = self.whole[name](seed)
        return time.perf_counter() - start, document

    def seconds_to_first_rows(self, name):
        """Seconds from process start until it has trained its first 1024 rows, which it says on stderr."""
        shutil.rmtree(self.scratch / "run", ignore_errors=True)
        words = [str(word) for word in self.start[name]]
        env = numpys.environment(self.pythons.get(name, sys.executable))
        start = time.perf_counter()
        with subprocess.Popen(
            words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT
        ) as process:
            lines = []
            trained = None
            for line in process.stderr:
                lines.append(line)
                if FIRST_ROWS in line and trained is None:
                    trained = time.perf_counter() - start
        if process.returncode != 0 or trained is None:
            raise ProgramFailed(f"{' '.join(words)[:300]}\nnever said '{FIRST_ROWS}':\n{''.join(lines)[-3000:]}")
        return trained

    def products(self, quick):
        """Operations per second of matrix products by shape: of Incline, and of CLBlast on the same device."""
        bench = ["bin/incline", "bench", "--json", "--device", self.device, *self.data]
        bench += ["--works", "784-128-10,784-1024-10", "--batches", "64", *(["--quick"] if quick else [])]
        ours = rates(json.loads(run(bench)), lambda product: product["of"] != "square" or product["m"] == 1024)
        shapes = [shape.replace(" ", "") for shape in ours]
        command = java(
            "dev.incline.peers.ClBlastProducts",
            *(self.device, "0.02" if quick else "0.2", *shapes),
            native_folder=self.scratch,
            preload=True,
        )
        return ours, rates(json.loads(run(command).splitlines()[-1]), lambda product: True)


def rates(document, wanted):
    """Operations per second by shape, such as 64x128x784 NN: m, n, k and BLAS's letters for the transposes."""
    return {
        "{m}x{n}x{k} {a}{b}".format(**p, a="NT"[p["transA"]], b="NT"[p["transB"]]): p["flopsPerSecond"]
        for p in document["products"]
        if wanted(p)
    }
