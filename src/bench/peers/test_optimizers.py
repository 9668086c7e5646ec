"""Tests of the optimizers of numpy_train.py against formulas of single numbers."""
import math
import unittest

try:
    import numpy as np

    import optimizers
except ImportError:
    np = None

STEPS = 5
L2 = 0.25


def adam(start, gradients, lr=0.05, l2=L2, t0=0, inside=False):
    """Kingma and Ba 2015, algorithm 1, of one number, with L2 in the gradient; t0 and inside plant mistakes."""
    p, m, v = start, 0.0, 0.0
    for t, d in enumerate(gradients, 1):
        g = d + l2 * p
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        m_hat = m / (1 - 0.9 ** (t + t0))
        v_hat = v / (1 - 0.999 ** (t + t0))
        p -= lr * m_hat / (math.sqrt(v_hat + 1e-2) if inside else math.sqrt(v_hat) + 1e-2)
    return p


def momentum(start, gradients, lr=0.05, l2=L2, share=1.0):
    """PyTorch's SGD with momentum 0.9 of one number; share plants dampening."""
    p, v = start, 0.0
    for d in gradients:
        v = 0.9 * v + share * (d + l2 * p)
        p -= lr * v
    return p


def sgd(start, gradients, lr=0.05, l2=L2):
    p = start
    for d in gradients:
        p -= lr * (d + l2 * p)
    return p


@unittest.skipUnless(np, "numpy is not installed: the optimizers of numpy_train.py are not tested")
class OptimizersTest(unittest.TestCase):
    def made(self, optimizer, l2=L2):
        """Start, gradients of each step, and where the optimizer ends: of 3 x 2 numbers."""
        rng = np.random.default_rng(1)
        start = rng.normal(size=(3, 2))
        gradients = rng.normal(size=(STEPS, 3, 2))
        p = start.copy()
        for gradient in gradients:
            optimizer.begin()
            optimizer.update("W1", p, gradient.copy(), l2)
        return start, gradients, p

    def far(self, optimizer, formula, **planted):
        start, gradients, p = self.made(optimizer)
        wanted = [[formula(start[i, j], gradients[:, i, j], **planted) for j in range(2)] for i in range(3)]
        return float(np.abs(p - np.array(wanted)).max())

    def test_each_equals_its_formula(self):
        self.assertLess(self.far(optimizers.Adam(0.05, epsilon=1e-2), adam), 1e-12)
        self.assertLess(self.far(optimizers.Momentum(0.05), momentum), 1e-12)
        self.assertLess(self.far(optimizers.Sgd(0.05), sgd), 1e-12)

    def test_a_planted_mistake_is_seen(self):
        for planted in ({"t0": 1}, {"inside": True}, {"l2": 0}, {"lr": 0.051}):
            self.assertGreater(self.far(optimizers.Adam(0.05, epsilon=1e-2), adam, **planted), 1e-4, planted)
        for planted in ({"share": 0.1}, {"l2": 0}):
            self.assertGreater(self.far(optimizers.Momentum(0.05), momentum, **planted), 1e-4, planted)
        self.assertGreater(self.far(optimizers.Sgd(0.05), sgd, l2=0), 1e-4)

    def test_parameters_have_moments_of_their_own(self):
        both = optimizers.Adam(0.05)
        a, b = np.ones(2), np.ones(3)
        for _ in range(2):
            both.begin()
            both.update("a", a, np.full(2, 0.5), 0)
            both.update("b", b, np.full(3, -0.5), 0)
        self.assertTrue((a < 1).all() and (b > 1).all())
        self.assertEqual(both.t, 2)


if __name__ == "__main__":
    unittest.main()
