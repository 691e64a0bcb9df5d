from __future__ import annotations

import numpy as np

from tests.face.puppet.test_engine import portrait
from videolecture.face.puppet import mesh
from videolecture.face.puppet.features import measure
from videolecture.face.puppet.skin import Skin


def test_lips_move_as_wanted_what_is_held_stays_and_no_strip_tears_off_beside_the_mouth() -> None:
    features = measure(np.asarray(portrait().data["landmarks"], dtype=np.float32))
    built = mesh.build(features, (-1.0, -1.0, 1.0, 2.0))
    held = built.source[:, 1] < features.nose_base
    count = len(built.source)
    inside = np.zeros(count)
    inside[built.lower_edge[1:-1]] = 1.0
    moved = Skin(built.source, built, held).follow(np.zeros(count), np.zeros(count), inside)
    assert np.allclose(moved[built.lower_edge[1:-1]], 1)
    assert np.allclose(moved[built.upper_edge[1:-1]], 0)
    assert 0.2 < moved[built.upper_edge[0]] < 0.6
    assert np.allclose(moved[held], 0)
    # Under the lip the pull is spread ever farther aside: its sides are nowhere as steep as on the lip.
    rows = moved.reshape(-1, built.columns)[built.cut + 1 :]
    steps = np.abs(np.diff(rows, axis=1)).max(axis=1)
    assert steps[4] < 0.5 * steps[0]
    assert (np.diff(rows[:6].max(axis=1)) < 0).all()
