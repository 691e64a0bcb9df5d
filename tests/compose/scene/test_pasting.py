from __future__ import annotations

import numpy as np

from videolecture.compose.scene.pasting import Paste, fitting
from videolecture.compose.scene.yuv import Planes, planes_of
from videolecture.types import Box, FaceStyle

BOX = Box(20, 10, 40, 40)


def flat(size: tuple[int, int], value: int) -> Planes:
    block = np.full((size[1] * 3 // 2, size[0]), value, np.uint8)
    return planes_of(block)


def pasted(style: FaceStyle) -> Planes:
    ground, frame = flat((80, 60), 50), flat((80, 60), 50)
    paste = Paste(BOX, style)
    for _ in range(3):  # pasting again and again changes nothing
        paste(frame, ground, flat((40, 40), 200))
    return frame


def test_a_rectangle_covers_its_box_and_nothing_else() -> None:
    for plane, scale in zip(pasted(FaceStyle()).each(), (1, 2, 2), strict=True):
        inside = plane[10 // scale : 50 // scale, 20 // scale : 60 // scale]
        assert (
            (inside == 200).all()
            and (plane == 200).sum() == inside.size
            and (plane == 50).sum() == plane.size - inside.size
        )


def test_a_circle_is_whole_in_its_middle_and_soft_at_its_edge() -> None:
    frame = pasted(FaceStyle(radius=20, feather=4))
    assert frame.y[30, 40] == 200 and frame.y[11, 21] == 50
    row = frame.y[30, 20:28].astype(int)
    assert (np.diff(row) >= 0).all() and 50 <= row[0] < 100 < row[2] < 200 == row[6]


def test_a_face_is_cropped_around_its_focus_and_never_stretched() -> None:
    face = flat((80, 40), 0)
    face.y[:, 60:] = 255
    assert fitting(face, (40, 40), (0.9, 0.5)).y[:, 20:].all()
    assert not fitting(face, (40, 40), (0.1, 0.5)).y.any()
    half = fitting(face, (20, 20), (0.9, 0.5))
    assert half.y.shape == (20, 20) and half.u.shape == (10, 10)
