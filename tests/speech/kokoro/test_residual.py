"""A layer gives what the normalisation, the activation and the convolution give that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from videolecture.speech.kokoro import residual
from videolecture.speech.kokoro.residual import Block, Layer, spectra, sums_of

CHANNELS, EPSILON = 6, 1e-5
RANDOM = np.random.default_rng(0)


def numbers(*shape: int) -> NDArray[np.float32]:
    return np.asarray(RANDOM.standard_normal(shape), np.float32)


def layer(taps: int, dilation: int) -> tuple[Layer, NDArray[np.float32]]:
    """With its weights."""
    alpha = np.asarray(np.abs(numbers(CHANNELS)) + 0.3, np.float32)
    height = np.asarray(1 / alpha, np.float32)
    weights = np.asarray(numbers(CHANNELS, CHANNELS, taps) / taps, np.float32)
    bias = numbers(CHANNELS)
    return Layer("scale", "shift", EPSILON, alpha, height, taps, spectra(weights), bias, dilation), weights


STYLE = {"scale": numbers(CHANNELS), "shift": numbers(CHANNELS)}


def plain(layered: tuple[Layer, NDArray[np.float32]], sound: np.ndarray) -> np.ndarray:
    """The same, spelled out."""
    own, weights = layered
    normal = (sound - sound.mean(axis=0)) / np.sqrt(sound.var(axis=0) + EPSILON)
    v = STYLE["scale"] * normal + STYLE["shift"]
    active = v + own.height * np.sin(own.alpha * v) ** 2
    taps = weights.shape[2]
    margin = taps // 2 * own.dilation
    padded = np.pad(active, ((margin, margin), (0, 0)))
    seen = [padded[tap * own.dilation :][: len(sound)] @ weights[:, :, tap].T for tap in range(taps)]
    return np.asarray(sum(seen) + own.bias)


@pytest.mark.parametrize(
    ("taps", "dilation", "steps"), [(3, 1, 1), (3, 5, 200), (7, 1, 83), (7, 3, 26), (11, 1, 44), (11, 5, 201)]
)
def test_a_layer_gives_the_same_at_any_length(
    monkeypatch: pytest.MonkeyPatch, taps: int, dilation: int, steps: int
) -> None:
    monkeypatch.setattr(residual, "CHUNK", 2)
    layered, sound, onto = layer(taps, dilation), 3 * numbers(steps, CHANNELS) + 2, numbers(steps, CHANNELS)
    wanted, added = plain(layered, sound), onto.copy()
    own, _ = layered
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
    assert Block([own for own, _ in layers])(given, STYLE) == pytest.approx(wanted, abs=2e-4)
    assert (given == sound).all()  # other blocks read it, too
