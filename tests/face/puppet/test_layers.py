from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.face.puppet.test_blur import blurred, features
from videolecture.conformance.drawn import drawn_face
from videolecture.face.landmarks.segmentation import Segmentation
from videolecture.face.puppet.layers import matte, split
from videolecture.types import Image


class Onlooker:
    """Sees the person where the head and shoulders are drawn, if the picture is smooth enough for it."""

    def __init__(self, most_grain: float = 1e9) -> None:
        self._most_grain = most_grain

    def person(self, image: Image) -> NDArray[np.float32]:
        mask: NDArray[np.float32] = np.zeros(image.shape[:2], np.float32)
        if cv2.Laplacian(image, cv2.CV_32F).std() <= self._most_grain:
            height, width = mask.shape
            cv2.ellipse(mask, (width // 2, height // 2), (width // 4, round(height * 0.4)), 0, 0, 360, 1.0, -1)
        return mask


def covered(image: Image, onlooker: Onlooker) -> float:
    return float((matte(image, features(), cast(Segmentation, onlooker)) > 127).mean())


def test_grain_that_hides_the_person_is_smoothed_away() -> None:
    grain = np.random.default_rng(0).normal(0, 30.0, (512, 512, 3))
    grainy = np.clip(drawn_face() + grain, 0, 255).astype(np.uint8)
    assert covered(grainy, Onlooker(most_grain=20.0)) > 0.9 * covered(drawn_face(), Onlooker())


def test_what_is_out_of_focus_is_cut_out_wider() -> None:
    assert covered(blurred(5.0), Onlooker()) > 1.03 * covered(drawn_face(), Onlooker())


def test_both_layers_together_are_the_picture_however_soft_the_outline() -> None:
    picture = drawn_face()
    opacity = cv2.GaussianBlur(matte(picture, features(), cast(Segmentation, Onlooker())), (0, 0), 20.0)
    layers = split(picture, np.asarray(opacity, dtype=np.uint8))
    alpha = layers.person[..., 3:] / 255.0
    again = layers.background + alpha * (layers.person[..., :3] - layers.background.astype(float))
    assert np.abs(again - picture).mean() < 0.5
    assert np.percentile(np.abs(again - picture), 99.9) < 6
