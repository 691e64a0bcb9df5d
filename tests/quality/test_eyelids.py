from __future__ import annotations

import numpy as np

from quality import eyelids
from quality.eyelids import Floats
from videolecture.conformance.drawn import drawn_face
from videolecture.face.puppet.features import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
)
from videolecture.types import Image


def points() -> Floats:
    """Where the drawn face's lids, brows and cheeks are."""
    found = np.zeros((478, 2))
    for upper, lower, brow, x in (
        (LEFT_UPPER_LID, LEFT_LOWER_LID, eyelids.UNDER_BROWS[0], 211.0),
        (RIGHT_UPPER_LID, RIGHT_LOWER_LID, eyelids.UNDER_BROWS[1], 301.0),
    ):
        bow = np.sin(np.linspace(0, np.pi, len(upper)))
        across = np.linspace(x - 22, x + 22, len(upper))
        found[list(upper)] = np.stack([across, 230 - 11 * bow], -1)
        found[list(lower)] = np.stack([across, 230 + 10 * bow], -1)
        found[list(brow)] = [[at, 204.0] for at in np.linspace(x - 22, x + 22, len(brow))]
    found[list(eyelids.CHEEKS)] = [[190, 280], [320, 280], [200, 300], [310, 300]]
    return found


def shut(lashes: int, lid: tuple[int, int, int]) -> Image:
    """The drawn face with skin over its eyes and a line along the lower lids."""
    face = drawn_face()
    place = points()
    for lower, x in ((LEFT_LOWER_LID, 211), (RIGHT_LOWER_LID, 301)):
        face[213:243, x - 28 : x + 29] = lid
        for px, py in place[list(lower)]:
            face[int(py) - 1 : int(py) + 2, int(px) - 4 : int(px) + 5] = lashes
    return face


SKIN = (222, 178, 150)


def test_eyes_that_stay_open_leave_all_of_their_lashes_behind() -> None:
    measured = eyelids.measure(drawn_face(), drawn_face(), points())
    assert measured.left_behind > 0.95


def test_a_lid_of_skin_with_its_lashes_along_the_lower_lid_passes() -> None:
    measured = eyelids.measure(drawn_face(), shut(60, SKIN), points())
    assert measured.left_behind < 0.1
    assert measured.line > 0.6
    assert measured.colour < 6


def test_a_grey_lid_without_lashes_does_not() -> None:
    measured = eyelids.measure(drawn_face(), shut(190, (150, 140, 160)), points())
    assert measured.line < 0.6
    assert measured.colour > 12


def test_a_frame_over_the_fold_is_not_what_the_lid_is_compared_with() -> None:
    opened, closed = drawn_face(), shut(60, SKIN)
    for picture in (opened, closed):
        picture[204:209, 170:340] = 20
    assert eyelids.measure(opened, closed, points()).colour < 6


def test_an_eye_in_the_black_is_left_out() -> None:
    opened, closed = drawn_face(), shut(60, SKIN)
    for picture in (opened, closed):
        picture[:, 256:] = 5
    assert eyelids.measure(opened, closed, points()).line > 0.6
