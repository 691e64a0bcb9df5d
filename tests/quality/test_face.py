"""The measurements of the puppet see blinks on every portrait, and none where there is none."""

from __future__ import annotations

import numpy as np

from quality import face


def lids(usual: float, shut: float, scatter: float) -> face.Floats:
    random = np.random.default_rng(0)
    opening = usual + random.normal(0, scatter, 200)
    opening[60:66] = [usual * 0.9 + shut * 0.1, shut, shut, shut, (usual + shut) / 2 + 0.01, usual]
    return opening


def test_a_blink_is_seen_where_landmarks_find_the_shut_eye_half_open() -> None:
    assert np.flatnonzero(face._shut(lids(0.35, 0.28, 0.004))).tolist() == [61, 62, 63]


def test_scatter_and_shallow_falls_are_no_blinks() -> None:
    assert not face._shut(lids(0.35, 0.28, 0.03)).any()
    assert not face._shut(lids(0.35, 0.33, 0.001)).any()
    assert not face._shut(np.full(50, 0.3)).any()
