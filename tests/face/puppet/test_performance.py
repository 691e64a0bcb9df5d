from __future__ import annotations

import numpy as np

from videolecture.face.puppet.performance import OPENNESS, perform
from videolecture.types import Motion, Speech, Viseme

RATE = 16_000


def openings(expressiveness: float, level: float = 0.2) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    visemes = tuple(
        Viseme("aa" if i % 2 else "nn", 0.3 + i * 0.15, 0.45 + i * 0.15, 1.0 if i % 4 == 1 else 0.4) for i in range(20)
    )
    moments = np.arange(4 * RATE) / RATE
    samples = (level * np.where((moments > 1.8) & (moments < 2.1), 1.0, 0.5)).astype(np.float32)
    poses = perform(Speech(samples, RATE, (), visemes), Motion(expressiveness=expressiveness))
    return np.array([pose.controls[[0, 3, 4]].sum() for pose in poses])


def test_calm_mouths_open_less_and_lively_ones_more() -> None:
    calm, usual, lively = (float(np.median(openings(value)[10:80])) for value in (0.0, 0.5, 1.0))
    assert calm < 0.85 * usual < usual < 0.85 * lively


def test_loud_vowels_open_wider_but_never_wider_than_the_widest() -> None:
    for expressiveness in (0.0, 0.5, 1.0):
        opened = openings(expressiveness)
        assert opened[45:52].max() > 1.03 * np.median(opened[10:40])
        assert opened.max() <= OPENNESS.widest * OPENNESS.wider ** (2 * expressiveness - 1)
