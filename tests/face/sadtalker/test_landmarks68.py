"""Our mesh's landmarks, where the crop and the alignment read them, are where careful hands put them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.face.sadtalker.conftest import Oracle, oracle_files
from videolecture.errors import MissingError
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.sadtalker.alignment import five_points
from videolecture.face.sadtalker.crop import FaceBox, face_box
from videolecture.face.sadtalker.landmarks68 import landmarks68, mapping
from videolecture.types import Photo


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


@pytest.mark.skipif(not oracle_files(), reason="the parity data, which hold the photo, are not beside the checkout")
def test_the_crop_and_the_alignment_are_those_of_good_landmarks() -> None:
    oracle = Oracle(oracle_files()[0])
    photo = Photo("portrait", "", oracle.image("photo_rgb"))
    try:
        found = landmarks68(FaceFinder().find(photo).points)
    except MissingError as missing:
        pytest.skip(str(missing))
    # The detector's five points: pupils, tip of the nose, corners of the mouth.
    good = oracle.exact("landmarks5_fullimage")
    eyes = float(np.hypot(*(good[1] - good[0])))
    assert np.hypot(*(five_points(found) - good).T).max() < 0.05 * eyes
    expected = found.copy()
    expected[36:42], expected[42:48], expected[[30, 48, 54]] = good[0], good[1], good[2:]
    height, width = photo.pixels.shape[:2]
    assert overlap(edges(face_box(found, width, height)), edges(face_box(expected, width, height))) >= 0.97
