"""Our mesh's landmarks, where the crop and the alignment read them, are where another method puts them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quality.landmarks import LEAST_OVERLAP, overlap
from videolecture.errors import MissingError
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.photo import load
from videolecture.face.sadtalker.alignment import five_points
from videolecture.face.sadtalker.crop import region
from videolecture.face.sadtalker.landmarks68 import LANDMARK_MIRRORED, landmarks68, mapping

ROOT = Path(__file__).parents[3]


def test_every_landmark_is_a_mixture_of_mesh_points() -> None:
    assert np.allclose(mapping().sum(axis=1), 1)


def test_a_mirrored_face_has_mirrored_landmarks() -> None:
    """The mixtures of both halves are the same ones."""
    shares = np.sort(mapping(), axis=1)
    for left, right in LANDMARK_MIRRORED.items():
        assert np.allclose(shares[left], shares[right])


# What dlib's predictor of 68 landmarks finds, as `quality.landmarks` asks it: the means of each eye's six points, then
# what the alignment takes: the middle between each eye's corners, the tip of the nose, the corners of the mouth.
GOOD = {
    "quality/portraits/jefferson.jpg": (
        ((76.1, 110.0), (108.3, 110.3)),
        ((76.8, 110.4), (108.8, 110.5), (75.6, 134.1), (78.5, 157.2), (103.5, 157.4)),
    ),
    "quality/portraits/drake.jpg": (
        ((84.2, 107.9), (136.6, 105.7)),
        ((84.9, 108.3), (136.3, 106.5), (100.0, 134.1), (87.1, 161.4), (131.8, 161.7)),
    ),
    "quality/portraits/smith.jpg": (
        ((137.1, 127.7), (180.4, 126.0)),
        ((136.4, 127.8), (179.4, 126.4), (175.6, 158.2), (137.3, 184.3), (180.1, 183.3)),
    ),
    "examples/portrait.jpg": (
        ((335.3, 236.0), (431.2, 239.3)),
        ((335.8, 237.3), (429.9, 240.7), (411.1, 291.9), (356.8, 356.0), (436.4, 359.5)),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_crop_and_the_alignment_are_those_of_good_landmarks(name: str) -> None:
    photo = load(ROOT / name)[0]
    eyes, five = np.array(GOOD[name][0]), np.array(GOOD[name][1])
    try:
        found = landmarks68(FaceFinder().find(photo).points)
    except MissingError as missing:
        pytest.skip(str(missing))
    off = np.hypot(*(five_points(found) - five).T) / np.hypot(*(eyes[1] - eyes[0]))
    assert np.median(off) < 0.05
    assert off.max() < 0.15  # the tip of the nose of a face turned aside
    expected = found.copy()
    expected[36:42], expected[42:48], expected[[30, 48, 54]] = eyes[0], eyes[1], five[2:]
    boxes = [region(photo.pixels, points, "crop", 256).box for points in (found, expected)]
    assert overlap(*boxes) >= LEAST_OVERLAP
