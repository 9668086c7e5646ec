"""Tests of the networks of numpy_train.py: their gradient against finite differences."""
import unittest
from unittest import mock

try:
    import numpy as np

    import networks
except ImportError:
    np = None


class Kept:
    """Keeps the gradients and moves nothing."""

    def __init__(self):
        self.gradients = {}

    def begin(self):
        pass

    def update(self, key, p, gradient, l2):
        self.gradients[key] = gradient.copy()


@unittest.skipUnless(np, "numpy is not installed: the networks of numpy_train.py are not tested")
class NetworksTest(unittest.TestCase):
    def model(self, dropout=0.0, activation="sigmoid"):
        mlp = networks.Mlp(np.random.default_rng(7), 5, [6, 4], 0.5, dropout, activation)
        mlp.w = [w.astype(np.float64) for w in mlp.w]
        mlp.b = [b.astype(np.float64) + 0.1 for b in mlp.b]
        mlp.rng = np.random.default_rng(3)  # the masks
        return mlp

    def loss(self, mlp, x, y):
        mlp.rng = np.random.default_rng(3)
        z = mlp.forward(x, [])[1]
        return networks.softmax_cross_entropy(z, y)[0].mean()

    def error(self, mlp):
        """How far the gradient is from finite differences, at most."""
        rng = np.random.default_rng(5)
        x, y = rng.normal(size=(8, 5)), rng.integers(0, 10, 8)
        kept = Kept()
        mlp.step(x, y, kept, 0)
        far = 0.0
        for letter, parameters in (("W", mlp.w), ("b", mlp.b)):
            for layer, p in enumerate(parameters, 1):
                for at in np.ndindex(p.shape):
                    before = p[at]
                    p[at] = before + 1e-5
                    above = self.loss(mlp, x, y)
                    p[at] = before - 1e-5
                    slope = (above - self.loss(mlp, x, y)) / 2e-5
                    p[at] = before
                    far = max(far, abs(kept.gradients[f"{letter}{layer}"][at] - slope))
        return far

    def test_the_gradient_is_the_slope_of_the_loss(self):
        for activation in networks.ACTIVATIONS:
            for dropout in (0.0, 0.4):  # with the same masks
                with self.subTest(activation=activation, dropout=dropout):
                    self.assertLess(self.error(self.model(dropout, activation)), 1e-7)

    def test_a_planted_mistake_is_seen(self):
        def leaky(d, a):
            d *= np.where(a > 0, 1, 0.1)

        def of_the_argument(d, a):
            d *= a > 0.1

        def unchanged(d, a):
            pass

        for mistake in (leaky, of_the_argument, unchanged, networks.sigmoid_slope):
            with mock.patch.dict(networks.ACTIVATIONS, relu=(networks.relu, mistake)):
                self.assertGreater(self.error(self.model(activation="relu")), 1e-4, mistake.__name__)

    def test_he_weights_have_the_deviation_of_their_layer(self):
        mlp = networks.Mlp(np.random.default_rng(7), 400, [100, 300], "he")
        for w, inputs in zip(mlp.w, (400, 100, 300)):
            self.assertAlmostEqual(float(w.std()) / (2 / inputs) ** 0.5, 1, 1)

    def test_batches_of_other_sizes_share_memory_and_nothing_else(self):
        mlp, fresh = (self.model(activation="relu") for _ in range(2))
        x = np.random.default_rng(5).normal(size=(8, 5))
        mlp.logits(x)
        for rows in (3, 8, 20):
            batch = np.resize(x, (rows, 5))
            fresh.kept = {}
            self.assertTrue((mlp.logits(batch) == fresh.logits(batch)).all())

    def test_masks_drop_their_share_and_keep_the_mean(self):
        masks = []
        self.model(0.2).drawn((500, 400), masks)
        self.assertEqual(set(np.unique(masks[0])), {np.float32(0), np.float32(1.25)})
        self.assertAlmostEqual(float(masks[0].mean()), 1, 1)
        self.assertAlmostEqual(float((masks[0] == 0).mean()), 0.2, 2)

    def test_scoring_drops_nothing(self):
        x = np.ones((4, 5))
        self.assertTrue((self.model(0.4).logits(x) == self.model(0.0).logits(x)).all())


if __name__ == "__main__":
    unittest.main()
