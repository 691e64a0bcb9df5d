from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from videolecture.conformance.drawn import drawn_face, drawn_photo
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.puppet.blur import blur
from videolecture.face.puppet.features import Features, measure
from videolecture.types import Image


@cache
def features() -> Features:
    return measure(FaceFinder().find(drawn_photo(), "").points)


def blurred(sigma: float) -> Image:
    return np.asarray(cv2.GaussianBlur(drawn_face(), (0, 0), sigma), dtype=np.uint8)


@pytest.mark.parametrize("sigma", [3.0, 5.0])
def test_a_blurred_face_is_found_as_blurred_as_it_is(sigma: float) -> None:
    assert blur(blurred(sigma), features()) == pytest.approx(sigma, rel=0.4)


def test_grain_is_no_sharpness() -> None:
    grain = np.random.default_rng(0).normal(0, 4.0, (512, 512, 3))
    grainy = np.clip(blurred(4.0) + grain, 0, 255).astype(np.uint8)
    assert blur(grainy, features()) == pytest.approx(blur(blurred(4.0), features()), rel=0.3)


def test_a_picture_of_nothing_has_no_blur_to_go_by() -> None:
    assert np.isfinite(blur(np.full((512, 512, 3), 90, np.uint8), features()))
