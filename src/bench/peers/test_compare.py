"""Tests of the comparison, without numpy: python3 -m unittest discover -s src/bench/peers"""
import functools
import math
import random
import unittest

import compare
import works
from compare import Run


@functools.cache
def training(seed, rate=0.1):
    """Validation loss of a small softmax regression in plain Python: ten classes, one noisy input for each."""
    rng = random.Random(seed)
    weights = [[0.0] * 10 for _ in range(10)]

    def sample():
        label = rng.randrange(10)
        return [rng.gauss(3.0 * (i == label), 1) for i in range(10)], label

    def probabilities(x):
        z = [sum(w * v for w, v in zip(row, x)) for row in weights]
        e = [math.exp(v - max(z)) for v in z]
        return [v / sum(e) for v in e]

    for _ in range(500):
        x, label = sample()
        for j, p in enumerate(probabilities(x)):
            step = rate / 10 * (p - (j == label))
            weights[j] = [w - step * v for w, v in zip(weights[j], x)]
    rng.seed(0)
    return sum(-math.log(probabilities(x)[y]) for x, y in (sample() for _ in range(500))) / 500


def trainings(program, rate=0.1, work="small"):
    return [Run(work, program, 1000, training(seed, rate)) for seed in (1, 2, 3)]


class AgreementTest(unittest.TestCase):
    def test_programs_that_train_alike_agree(self):
        peer = [Run("small", "peer", 1000, training(seed)) for seed in (4, 5, 6)]
        self.assertEqual(compare.disagreements(trainings("numpy") + peer, "numpy"), [])

    def test_a_peer_with_another_learning_rate_is_caught(self):
        for rate in (0.075, 0.125):
            found = compare.disagreements(trainings("numpy") + trainings("peer", rate), "numpy")
            self.assertEqual(len(found), 3, found)
            self.assertTrue(all("small: peer ended" in sentence for sentence in found), found)

    def test_one_bad_run_among_good_ones_is_caught(self):
        runs = trainings("numpy") + trainings("peer") + [Run("small", "peer", 1000, 2.3026)]
        self.assertEqual(len(compare.disagreements(runs, "numpy")), 1)

    def test_a_loss_that_is_no_number_is_caught(self):
        for loss in (math.nan, math.inf):
            runs = trainings("numpy") + [Run("small", "peer", 1000, loss)]
            self.assertEqual(len(compare.disagreements(runs, "numpy")), 1)
        self.assertTrue(compare.disagreements([Run("small", "numpy", 1000, math.nan)], "numpy"))

    def test_agreeing_on_nothing_learnt_is_caught(self):
        runs = [Run("small", program, 1000, math.log(10)) for program in ("numpy", "peer")]
        self.assertIn("learnt too little", compare.disagreements(runs, "numpy")[0])

    def test_works_are_judged_apart(self):
        runs = [Run("a", "numpy", 1, 0.3), Run("b", "numpy", 1, 0.5), Run("b", "peer", 1, 0.3)]
        self.assertEqual(len(compare.disagreements(runs, "numpy")), 1)

    def test_without_its_reference_a_work_does_not_pass(self):
        self.assertIn("did not run", compare.disagreements([Run("a", "peer", 1, 0.3)], "numpy")[0])


class TableTest(unittest.TestCase):
    def test_the_first_epoch_does_not_count(self):
        epochs = [{"samplesPerSecond": rate} for rate in (1, 30, 20, 10)]
        self.assertEqual(compare.samples_per_second(epochs), 20)

    def test_medians_spread_and_ratio(self):
        rates = {"numpy": (100, 300, 200), "ours": (1000, 500, 400)}
        runs = [Run("a", program, rate, 0.3) for program in rates for rate in rates[program]]
        rows = compare.speed_table(runs, ["numpy"]).splitlines()
        self.assertEqual(rows[2], "| a | numpy | 200 | 100 to 300 | 1.00 | 0.3000 |")
        self.assertEqual(rows[3], "| a | ours | 500 | 400 to 1,000 | 2.50 | 0.3000 |")

    def test_a_ratio_for_each_numpy(self):
        rates = {"new": 200, "old": 100, "ours": 400}
        runs = [Run("a", program, rate, 0.3) for program, rate in rates.items()]
        rows = compare.speed_table(runs, ["new", "old"]).splitlines()
        self.assertEqual(rows[0], "| work | program | samples/s | least to most | of new | of old | validation loss |")
        self.assertEqual(rows[4], "| a | ours | 400 | 400 to 400 | 2.00 | 4.00 | 0.3000 |")
        rows = compare.start_table({"new": [2.0], "old": [4.0]}, ["new", "old"]).splitlines()
        self.assertEqual(rows[3], "| old | 4.00 | 4.00 to 4.00 | 2.00 | 1.00 |")

    def test_products(self):
        rows = compare.product_table({"2x2x2 NN": [3e9, 1e9, 2e9]}, {"2x2x2 NN": [5e8]}).splitlines()
        self.assertEqual(rows[2], "| 2x2x2 NN | 2.0 | 1.0 to 3.0 | 0.5 | 0.5 to 0.5 | 4.0 |")


class WorksTest(unittest.TestCase):
    def test_all_by_default_and_by_name(self):
        self.assertEqual(works.chosen(None), works.ALL)
        self.assertEqual([w.name for w in works.chosen("softmax@64,784-128-10@1")], ["softmax@64", "784-128-10@1"])

    def test_an_unknown_work_is_named(self):
        with self.assertRaisesRegex(ValueError, "784-128-10@7 .*784-128-10@8"):
            works.chosen("784-128-10@7")

    def test_programs_are_given_the_same(self):
        for work in works.ALL:
            peer, incline = work.peer_options(7), work.incline_options(7)
            self.assertEqual(peer[: len(work.options(7))], incline[: len(work.options(7))])
            self.assertEqual("--std" in peer, "--init" in incline)

    def test_wide_and_deep_works(self):
        for name in ("784-512-512-512-10@128", "784-2048-2048-10@512", "784-4096-10@1024", "784-8192-10@512"):
            (work,) = works.chosen(name)
            hidden, batch = name[len("784-") :].split("-10@")
            shared = ["--hidden", hidden.replace("-", ","), "--activation", "relu", "--batch", batch]
            for options, weights in ((work.peer_options(7), "--std"), (work.incline_options(7), "--init")):
                self.assertEqual(options[:6], shared)
                self.assertEqual(options[-2:], [weights, "he"])

    def test_the_peers_in_java_get_no_option_that_they_lack(self):
        known = {"--model", "--hidden", "--batch", "--epochs", "--lr", "--std", "--seed"}
        for work in works.QUICK:
            self.assertLessEqual({word for word in work.peer_options(7) if word.startswith("--")}, known)


if __name__ == "__main__":
    unittest.main()
