"""The numpys of this machine that train, and the environment in which each finds its best kernel."""
import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TRAINER = Path(__file__).with_name("numpy_train.py")

# What would hold a peer's threads or kernels back, or choose them for it. Each finds its own best.
HELD_BACK_BY = ("OPENBLAS_", "GOTO_", "OMP_", "KMP_", "MKL_", "NPY_")

# OpenBLAS's kernels by the instruction that each needs, the fastest first.
KERNELS = (("avx512_bf16", "Cooperlake"), ("avx512f", "SkylakeX"), ("avx2", "Haswell"))

# What numpy_train.py --library says, such as "numpy 2.4.6, OpenBLAS 0.3.31.188.0 with its SkylakeX kernel, 2 threads".
SAID = re.compile(r"(numpy \d+\.\d+)\S*, (OpenBLAS \d+\.\d+\.\d+)\S* with its (\w+) kernel")


def by_name(*pythons):
    """The interpreters of numpys by names such as "numpy 2.4, OpenBLAS 0.3.31"; of two with one name, the first.

    Raises ValueError naming a python that has no numpy with OpenBLAS.
    """
    named = {}
    for python in pythons:
        interpreter = executable(python)
        said = library(interpreter)
        found = SAID.match(said)
        if not found:
            raise ValueError(f"{python} must have a numpy with OpenBLAS, and it said '{said}'")
        named.setdefault(f"{found[1]}, {found[2]}", interpreter)
    return named


def executable(python):
    """Where the interpreter itself is: python may be a script that starts it, which costs time."""
    found = shutil.which(python)
    if found is None:
        raise ValueError(f"there is no program {python}")
    said = answer([found, "-c", "import sys; print(sys.executable)"])
    if shutil.which(said) is None:
        raise ValueError(f"{python} is no Python: asked where it is, it said '{said}'")
    return said


@functools.cache
def library(python):
    return answer([python, TRAINER, "--library"])


def answer(command):
    """The last line that a command says, of an error too."""
    try:
        told = subprocess.run(command, env=unhindered(), capture_output=True, text=True)
    except OSError as e:
        return str(e)
    return "".join((told.stdout or told.stderr).splitlines()[-1:])


def cores():
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def unhindered():
    """Our environment, without what holds peers back; OpenMP takes all cores."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(HELD_BACK_BY)}
    # DJL would report its use to a server.
    return {**kept, "OMP_NUM_THREADS": str(cores()), "OPT_OUT_TRACKING": "true"}


def environment(python=sys.executable):
    """What programs run in: a numpy's OpenBLAS is told its kernel where it does not find the right one.

    DL4J's OpenBLAS is told what the one of our own interpreter is.
    """
    kernel = openblas_kernel(python)
    return {**unhindered(), **({"OPENBLAS_CORETYPE": kernel} if kernel else {})}


def openblas_kernel(python):
    """The kernel that OpenBLAS has to be told; None where it chooses well."""
    return better_kernel(library(python), processor_flags())


def better_kernel(chosen, flags):
    """On a processor newer than itself OpenBLAS takes the kernel for SSE3 that every processor can run.

    chosen is what `numpy_train.py --library` says, flags what /proc/cpuinfo lists.
    """
    if "its Prescott kernel" not in chosen:
        return None
    return next((kernel for instruction, kernel in KERNELS if instruction in flags), None)


@functools.cache
def processor_flags():
    return Path("/proc/cpuinfo").read_text().split()
