"""A layer gives what the normalisation, the activation and the convolution give that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from videolecture.speech.kokoro import residual
from videolecture.speech.kokoro.residual import Block, Layer, sums_of

CHANNELS, EPSILON = 6, 1e-5
RANDOM = np.random.default_rng(0)


def numbers(*shape: int) -> NDArray[np.float32]:
    return np.asarray(RANDOM.standard_normal(shape), np.float32)


def layer(taps: int, dilation: int) -> Layer:
    alpha = np.asarray(np.abs(numbers(CHANNELS)) + 0.3, np.float32)
    height = np.asarray(1 / alpha, np.float32)
    weights = np.asarray(numbers(CHANNELS, CHANNELS, taps) / taps, np.float32)
    return Layer("scale", "shift", EPSILON, alpha, height, weights, numbers(CHANNELS), dilation)


STYLE = {"scale": numbers(CHANNELS), "shift": numbers(CHANNELS)}


def plain(own: Layer, sound: np.ndarray) -> np.ndarray:
    """The same, spelled out."""
    normal = (sound - sound.mean(axis=0)) / np.sqrt(sound.var(axis=0) + EPSILON)
    v = STYLE["scale"] * normal + STYLE["shift"]
    active = v + own.height * np.sin(own.alpha * v) ** 2
    taps = own.weights.shape[2]
    margin = taps // 2 * own.dilation
    padded = np.pad(active, ((margin, margin), (0, 0)))
    seen = [padded[tap * own.dilation :][: len(sound)] @ own.weights[:, :, tap].T for tap in range(taps)]
    return np.asarray(sum(seen) + own.bias)


@pytest.mark.parametrize(
    ("taps", "dilation", "steps"), [(3, 1, 1), (3, 5, 200), (7, 1, 83), (7, 3, 26), (11, 1, 44), (11, 5, 201)]
)
def test_a_layer_gives_the_same_at_any_length(
    monkeypatch: pytest.MonkeyPatch, taps: int, dilation: int, steps: int
) -> None:
    monkeypatch.setattr(residual, "CHUNK", 2)
    own, sound, onto = layer(taps, dilation), 3 * numbers(steps, CHANNELS) + 2, numbers(steps, CHANNELS)
    wanted, added = plain(own, sound), onto.copy()
    sums = own(sound, STYLE, sums_of(sound), onto, adds=False)
    assert onto == pytest.approx(wanted, abs=1e-4)
    assert sums == pytest.approx(sums_of(onto), rel=1e-4, abs=1e-3)
    own(sound, STYLE, sums_of(sound), added, adds=True)
    assert added - onto == pytest.approx(added - wanted, abs=1e-4)


def test_a_block_adds_every_second_layer_to_what_came_in() -> None:
    layers = [layer(3, dilation) for dilation in (1, 1, 3, 1)]
    sound = numbers(50, CHANNELS)
    wanted = sound + plain(layers[1], plain(layers[0], sound))
    wanted = wanted + plain(layers[3], plain(layers[2], wanted))
    given = sound.copy()
    assert Block(layers)(given, STYLE) == pytest.approx(wanted, abs=2e-4)
    assert (given == sound).all()  # other blocks read it, too
