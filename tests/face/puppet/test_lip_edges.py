from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from tests.face.puppet.test_blur import features
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, Features, Floats
from videolecture.face.puppet.lip_edges import open_edges
from videolecture.types import Image


def _smile(height: float) -> tuple[Image, Features, Floats]:
    """Red lips around teeth, and landmarks that lie `height` too high; and where the lips' edges truly are."""
    found = features()
    points = found.points.copy()
    for chain, down in ((INNER_UPPER, 0.0), (INNER_LOWER, 0.12)):
        across = np.linspace(-1.0, 1.0, len(chain))
        points[list(chain), 1] = found.mouth[2] + down * (1.0 - across**2)
    image = np.full((512, 512, 3), (190, 90, 90), np.uint8)
    outline = np.concatenate([points[list(INNER_UPPER), :2], points[list(INNER_LOWER)[::-1], :2]])
    cv2.fillPoly(image, [np.round(found.frame.to_pixels(outline)).astype(np.int32)], (220, 210, 200))
    wrong = points.copy()
    wrong[list(INNER_UPPER), 1] -= height
    wrong[list(INNER_LOWER), 1] -= height
    return image, replace(found, points=wrong, gap=0.12), points


def test_lips_end_where_teeth_begin_though_landmarks_lie_beside() -> None:
    for height in (-0.03, 0.0, 0.03):
        image, wrong, truth = _smile(height)
        seen = open_edges(image, wrong, 0.07)
        for chain in (INNER_UPPER, INNER_LOWER):
            middle = list(chain[3:-3])
            assert np.abs(seen.points[middle, 1] - truth[middle, 1]).max() < 0.016
