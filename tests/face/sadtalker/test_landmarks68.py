"""Our mesh's landmarks, where the crop and the alignment read them, are where careful hands put them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from videolecture.errors import MissingError
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.photo import load
from videolecture.face.sadtalker.alignment import five_points
from videolecture.face.sadtalker.crop import FaceBox, face_box
from videolecture.face.sadtalker.landmarks68 import landmarks68, mapping

PORTRAITS = Path(__file__).parents[3] / "quality" / "portraits"


def edges(found: FaceBox) -> tuple[int, int, int, int]:
    left, top, right, bottom = (int(edge) for edge in found.inner)
    return found.outer[0] + left, found.outer[1] + top, found.outer[0] + right, found.outer[1] + bottom


def overlap(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def test_every_landmark_is_a_mean_of_mesh_points() -> None:
    assert np.allclose(mapping().sum(axis=1), 1)
    assert (mapping() >= 0).all()


# What dlib's predictor of 68 landmarks finds (packages dlib-bin 20.0.1 and face_recognition_models 0.3.0; the median
# over nine boxes): the means of each eye's six points, then what the alignment takes: the middle between each eye's
# corners, the tip of the nose, the corners of the mouth. It was trained on points placed by hand, is another method
# than ours, and errs by about as much as we do.
GOOD = {
    "hopper.jpg": ((223.7, 192.7), (306, 188.3), (224.5, 194.5), (305.5, 190), (267, 238), (233, 280), (302, 276)),
    "mona-lisa.jpg": ((159.7, 139.5), (200.5, 139), (160, 140), (200.5, 139.5), (173, 170), (164, 186), (196, 185)),
    "drake.jpg": ((83.8, 107.7), (136.3, 105.3), (84.5, 108), (136, 106), (100, 134), (87, 161), (131, 161)),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_crop_and_the_alignment_are_those_of_good_landmarks(name: str) -> None:
    photo, good = load(PORTRAITS / name)[0], np.array(GOOD[name])
    try:
        found = landmarks68(FaceFinder().find(photo).points)
    except MissingError as missing:
        pytest.skip(str(missing))
    eyes = float(np.hypot(*(good[1] - good[0])))
    assert np.hypot(*(five_points(found) - good[2:]).T).max() < 0.1 * eyes
    expected = found.copy()
    expected[36:42], expected[42:48], expected[[30, 48, 54]] = good[0], good[1], good[4:]
    height, width = photo.pixels.shape[:2]
    assert overlap(edges(face_box(found, width, height)), edges(face_box(expected, width, height))) >= 0.97
