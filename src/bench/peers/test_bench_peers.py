"""Tests of the whole comparison with small programs in place of the real ones."""
import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bench_peers
import numpys
import programs
import works
from test_compare import training

DEVICE = {"device": "0:0", "name": "a device", "platform": "a platform", "driver": "1", "auto": True}


class FakePrograms:
    """Each trains the same, but for the learning rates of RATES."""

    RATES = {}

    def __init__(self, data, device, scratch, pythons):
        names = [*pythons, "Incline, OpenCL", "Incline, plain Java", "DJL, PyTorch", "DL4J"]
        self.by_name = {name: lambda work, seed, name=name: self.document(name, seed) for name in names}
        self.whole = dict.fromkeys(names[:-2])

    def document(self, name, seed):
        loss = training(seed, self.RATES.get(name, 0.1))
        epochs = [{"samplesPerSecond": 1000.0, "validationLoss": loss} for _ in range(3)]
        return {"library": f"{name} 1.0", "epochs": epochs}

    def seconds(self, name, seed):
        return 2.0, self.document(name, seed)

    def seconds_to_first_rows(self, name):
        return {"numpy": 2.0}.get(name, 1.0)

    def products(self, quick):
        return {"2x2x2 NN": 4e9}, {"2x2x2 NN": 2e9}


def compared(*arguments, rates=None, numpys_found=("numpy",)):
    """Exit code, stdout and stderr of bin/bench-peers."""
    out, err = io.StringIO(), io.StringIO()
    FakePrograms.RATES = rates or {}
    with (
        mock.patch.object(programs, "Programs", FakePrograms),
        mock.patch.object(programs, "build_peers"),
        mock.patch.object(bench_peers, "opencl_device", lambda wanted: DEVICE),
        mock.patch.object(bench_peers, "machine", lambda device, pythons: {"cores": 2}),
        mock.patch.object(numpys, "by_name", lambda *pythons: dict.fromkeys(numpys_found)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = bench_peers.main([*arguments])
        except SystemExit as e:
            code = e.code
    return code, out.getvalue(), err.getvalue()


class BenchPeersTest(unittest.TestCase):
    def test_programs_that_learn_the_same_are_tabulated(self):
        code, out, _ = compared("--works", "softmax@64", "--rounds", "2")
        self.assertEqual(code, 0)
        for row in (
            "- DL4J: DL4J 1.0",
            "| softmax@64 | DL4J | 1,000 | 1,000 to 1,000 | 1.00 |",
            "| train, 10 epochs | Incline, plain Java | 2.00 | 2.00 to 2.00 | 1.00 |",
            "| Incline, OpenCL | 1.00 | 1.00 to 1.00 | 0.50 |",
            "| 2x2x2 NN | 4.0 | 4.0 to 4.0 | 2.0 | 2.0 to 2.0 | 2.0 |",
        ):
            self.assertIn(row, out)

    def test_a_wrong_peer_fails_the_run_and_leaves_no_table(self):
        code, out, err = compared("--quick", "--no-whole", rates={"DL4J": 0.075})
        self.assertEqual((code, out), (3, ""))
        self.assertIn("softmax@64: DL4J ended with a validation loss of", err)

    def test_two_numpys_stand_beside_each_other(self):
        code, out, _ = compared("--works", "softmax@64", "--no-gemm", numpys_found=("new", "old"))
        self.assertEqual(code, 0)
        for row in (
            "| work | program | samples/s | least to most | of new | of old | validation loss |",
            "| softmax@64 | old | 1,000 | 1,000 to 1,000 | 1.00 | 1.00 |",
            "| program | seconds | least to most | of new | of old |",
        ):
            self.assertIn(row, out)

    def test_a_second_numpy_must_learn_the_same(self):
        code, out, err = compared("--quick", "--no-whole", "--no-gemm", rates={"old": 0.075}, numpys_found=("new", "old"))
        self.assertEqual((code, out), (3, ""))
        self.assertIn("softmax@64: old ended with a validation loss of", err)

    def test_a_wrong_whole_process_fails_the_run(self):
        code, out, _ = compared("--works", "784-128-10@8", rates={"Incline, plain Java": 0.125})
        self.assertEqual((code, out), (3, ""))

    def test_a_program_that_fails_is_shown(self):
        with mock.patch.object(FakePrograms, "products", side_effect=programs.ProgramFailed("CLBlast is broken")):
            code, out, err = compared("--quick")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("CLBlast is broken", err)

    def test_optimizers_stand_beside_numpy(self):
        code, out, _ = compared("--optimizer", "sgd,momentum,adam,dropout", "--rounds", "1", "--no-whole", "--no-gemm")
        self.assertEqual(code, 0)
        for work in ("784-128-10@64", "784-128-10@64/momentum", "784-128-10@64/adam", "784-128-10@64/dropout"):
            for program in ("numpy", "Incline, OpenCL", "Incline, plain Java"):
                self.assertIn(f"| {work} | {program} | 1,000 |", out)

    def test_both_sides_are_told_the_optimizer(self):
        for name, flags in (("adam", ["--optimizer", "adam"]), ("dropout", ["--dropout", "0.2"])):
            work = works.OPTIMIZERS[name]
            for options in (work.peer_options(1), work.incline_options(1)):
                at = options.index(flags[0])
                self.assertEqual(options[at : at + 2], flags)
        for option in ("--optimizer", "--dropout"):
            self.assertNotIn(option, works.OPTIMIZERS["sgd"].options(1))

    def test_wrong_usage_names_the_flag(self):
        both = ["--optimizer", "adam", "--works", "softmax@64"]
        for arguments in (["--optimizer", "adagrad"], both, ["--works", "softmax@65"], ["--rounds", "0"], ["--peers", "keras"], ["--data", "no/folder"]):
            code, _, err = compared(*arguments)
            self.assertEqual(code, 2)
            self.assertIn(arguments[0], err)

    def test_each_round_another_begins(self):
        self.assertEqual([bench_peers.rotated(["a", "b"], turn)[0] for turn in range(3)], ["a", "b", "a"])


class RunTest(unittest.TestCase):
    def test_a_command_that_fails_says_what_it_said(self):
        with self.assertRaisesRegex(programs.ProgramFailed, "exit code 4:\nno luck"):
            programs.run(["sh", "-c", "echo no luck >&2; exit 4"])

    def test_a_command_that_is_not_there_is_named(self):
        with self.assertRaisesRegex(programs.ProgramFailed, "no-such-command is not installed"):
            programs.run(["no-such-command"])


class StartTest(unittest.TestCase):
    def seconds(self, script):
        with tempfile.TemporaryDirectory() as scratch:
            runner = programs.Programs(Path(scratch), "0:0", Path(scratch), {"numpy": sys.executable})
            runner.start["numpy"] = ["sh", "-c", script]
            return runner.seconds_to_first_rows("numpy")

    def test_the_first_such_line_counts(self):
        with mock.patch.object(programs.time, "perf_counter", side_effect=[1.0, 3.5]) as clock:
            said = f"echo {programs.FIRST_ROWS} >&2"
            self.assertEqual(self.seconds(f"echo begun >&2; {said}; {said}"), 2.5)
        self.assertEqual(clock.call_count, 2)

    def test_a_program_that_never_says_it_is_shown(self):
        with self.assertRaisesRegex(programs.ProgramFailed, "never said .*:\nbegun"):
            self.seconds("echo begun >&2")


if __name__ == "__main__":
    unittest.main()
