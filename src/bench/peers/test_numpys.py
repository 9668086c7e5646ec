"""Tests of which numpys train, with small scripts in place of interpreters."""
import contextlib
import io
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

import bench_peers
import numpys
import programs

try:
    import numpy_train
except ImportError:
    numpy_train = None

NEW = "numpy 2.4.6, OpenBLAS 0.3.31.188.0 with its SkylakeX kernel, 2 threads"
OLD = "numpy 1.24.2, OpenBLAS 0.3.21 with its Prescott kernel, 2 threads"


class Interpreters(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def script(self, name, line):
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)
        return str(path)

    def python(self, name, says):
        """An interpreter whose numpy says so."""
        return self.script(name, f'[ "$1" != -c ] || exec echo "$0"\necho "{says}"')


class NumpysTest(Interpreters):
    def test_each_stands_by_its_versions_in_order(self):
        new, old = self.python("new", NEW), self.python("old", OLD)
        found = numpys.by_name(new, old)
        self.assertEqual(list(found.items()), [("numpy 2.4, OpenBLAS 0.3.31", new), ("numpy 1.24, OpenBLAS 0.3.21", old)])

    def test_the_same_versions_stand_once(self):
        first, second = self.python("first", OLD), self.python("second", OLD)
        self.assertEqual(list(numpys.by_name(first, second).values()), [first])

    def test_the_interpreter_itself_is_started(self):
        new = self.python("new", NEW)
        self.assertEqual(list(numpys.by_name(self.script("shim", f'exec {new} "$@"')).values()), [new])

    def test_one_without_openblas_ends_with_a_message_that_names_it(self):
        without = "numpy 2.4.6 without OpenBLAS"
        bare = self.script("bare", '[ "$1" != -c ] || exec echo "$0"\necho "No module named numpy" >&2; exit 1')
        text = self.folder / "text"
        text.write_bytes(b"\0")
        text.chmod(0o755)
        for python, why in (
            (str(self.folder / "missing"), "there is no program"),
            (bare, "No module named numpy"),
            (self.python("other", without), without),
            (self.script("failing", "exit 1"), "is no Python"),
            (str(text), "is no Python"),
        ):
            with self.subTest(why=why), contextlib.redirect_stderr(io.StringIO()) as err:
                with self.assertRaises(SystemExit) as end:
                    bench_peers.main(["--data", str(self.folder), "--python", python])
                self.assertEqual(end.exception.code, 2)
                for words in ("--python", python, why):
                    self.assertIn(words, err.getvalue())


class EnvironmentTest(Interpreters):
    def test_nothing_holds_a_peer_back(self):
        variables = {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_L2_SIZE": "1", "OMP_NUM_THREADS": "0", "HOME": "/home/me"}
        with mock.patch.dict("os.environ", variables, clear=True):
            kept = numpys.unhindered()
        self.assertEqual(kept["OMP_NUM_THREADS"], str(numpys.cores()))
        self.assertEqual({name for name in kept if name.startswith("OPENBLAS")}, set())
        self.assertEqual(kept["HOME"], "/home/me")

    def test_openblas_is_told_its_kernel_where_it_does_not_know_the_processor(self):
        for chosen, flags, told in (
            ("Prescott", ["sse3", "avx2", "avx512f", "avx512_bf16"], "Cooperlake"),
            ("Prescott", ["sse3", "avx2", "avx512f"], "SkylakeX"),
            ("Prescott", ["sse3", "avx2"], "Haswell"),
            ("Prescott", ["sse3"], None),
            ("Zen", ["sse3", "avx2", "avx512f"], None),
        ):
            with self.subTest(chosen=chosen, flags=flags):
                said = f"numpy 1.24.2, OpenBLAS 0.3.21 with its {chosen} kernel, 2 threads"
                self.assertEqual(numpys.better_kernel(said, flags), told)

    def test_what_it_is_told_reaches_the_programs(self):
        with mock.patch.object(numpys, "openblas_kernel", return_value="Haswell"):
            printed = programs.run(["sh", "-c", "echo $OPENBLAS_CORETYPE"])
        self.assertEqual(printed, "Haswell\n")

    def test_each_numpy_is_told_its_own_kernel(self):
        says = '[ "$2" != --library ] || exec echo "{}"\necho "{{\\"told\\": \\"$OPENBLAS_CORETYPE\\"}}"'
        pythons = {name: self.script(name, says.format(said)) for name, said in (("new", NEW), ("old", OLD))}
        runner = programs.Programs(self.folder, "0:0", self.folder, pythons)
        with mock.patch.object(numpys, "processor_flags", lambda: ["avx2"]):
            told = {name: runner.numpy(name, [])["told"] for name in pythons}
        self.assertEqual(told, {"new": "", "old": "Haswell"})


@unittest.skipUnless(numpy_train, "numpy is not installed: numpy_train.py is not tested")
class LibraryTest(unittest.TestCase):
    def said(self, form):
        functions = {"config": lambda: b"OpenBLAS 0.3.31 DYNAMIC_ARCH", "corename": lambda: b"Zen", "num_threads": lambda: 2}
        return numpy_train.openblas(types.SimpleNamespace(**{form.format(f"get_{name}"): f for name, f in functions.items()}))

    def test_openblas_is_known_by_each_of_its_names(self):
        for form in ("openblas_{}", "scipy_openblas_{}64_"):
            self.assertEqual(self.said(form), "OpenBLAS 0.3.31 with its Zen kernel, 2 threads")

    def test_another_library_is_not(self):
        self.assertIsNone(self.said("mkl_{}"))


if __name__ == "__main__":
    unittest.main()
