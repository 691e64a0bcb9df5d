from __future__ import annotations

import numpy as np

from tests.face.puppet.test_blur import features
from videolecture.conformance.drawn import drawn_face
from videolecture.face.puppet.colours import measure


def test_the_inside_of_the_mouth_is_no_darker_than_a_hazy_photo_allows() -> None:
    clear = drawn_face()
    hazy = (150 + clear * 0.4).astype(np.uint8)
    assert measure(clear, features()).cavity.mean() < 60
    assert measure(hazy, features()).cavity.mean() > 0.5 * hazy.min()
