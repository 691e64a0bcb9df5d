"""The measurements of the puppet see how far lids come down, wherever the head is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from quality import face
from videolecture.types import Image

EYES = ((70.0, 60.0), (130.0, 60.0))
SKIN = 170


def head(covered: float, shift: int) -> tuple[Image, face.Floats]:
    """A grey face with dark irises of which a lid hides a part from above, and its landmarks."""
    picture = np.full((200, 200, 3), SKIN, np.uint8)
    for x, y in EYES:
        cv2.circle(picture, (int(x), int(y)), 12, (30, 30, 30), -1)
        picture[int(y) - 12 : int(y) - 12 + round(25 * covered), int(x) - 12 : int(x) + 13] = SKIN
    points = np.random.default_rng(1).uniform(20, 180, (478, 2))
    for iris, around, outer, (x, y) in zip(face.IRISES, face.AROUND_EYES, face.EYES, EYES, strict=True):
        points[iris] = x, y
        points[iris + 1 : iris + 5] = [(x + 12, y), (x, y + 12), (x - 12, y), (x, y - 12)]
        points[list(around)] = [(x + dx, y + dy) for dy in (-25, 25) for dx in (-5, 0, 5)]
        points[outer] = x, y + 1
    return np.roll(picture, shift, axis=1), points + np.array([shift, 0])


@pytest.mark.parametrize(("covered", "seen"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
@pytest.mark.parametrize("shift", [0, 7])
def test_lids_are_seen_as_far_down_as_they_are(covered: float, seen: float, shift: int) -> None:
    (photo, first), (frame, second) = head(0.0, 0), head(covered, shift)
    assert face._covered([photo, frame], np.stack([first, second])) == pytest.approx([0.0, seen], abs=0.06)
