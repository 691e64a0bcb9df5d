"""A drawn portrait that the detector takes for a face: nobody's, and everybody may have it."""

from __future__ import annotations

import cv2
import numpy as np

from videolecture.types import Image, Photo

FINE = 2  # drawn larger by this and averaged


def drawn_face(side: int = 512, mouth: float = 0.0, roll: float = 0.0) -> Image:
    """A face of about half the picture's height; `mouth` opens it (0..1), `roll` leans it by degrees."""
    n = side * FINE
    s = n / 512
    picture = np.empty((n, n, 3), np.uint8)
    picture[:] = (150, 165, 175)
    picture[: n // 2] = (170, 185, 190)

    def ellipse(
        x: float, y: float, a: float, b: float, colour: tuple[int, int, int], span: tuple[int, int] = (0, 360)
    ) -> None:
        cv2.ellipse(
            picture, (round(x * s), round(y * s)), (round(a * s), round(b * s)), 0, *span, colour, -1, cv2.LINE_AA
        )

    def stroke(points: list[tuple[float, float]], colour: tuple[int, int, int], thick: float) -> None:
        line = np.round(np.array(points) * s).astype(np.int32)
        cv2.polylines(picture, [line], False, colour, max(1, round(thick * s)), cv2.LINE_AA)

    ellipse(256, 540, 210, 150, (60, 75, 110))  # shoulders
    ellipse(256, 390, 52, 80, (190, 145, 120))  # neck
    ellipse(256, 215, 128, 150, (70, 50, 40))  # hair
    ellipse(256, 245, 104, 138, (222, 178, 150))  # face
    ellipse(256, 120, 100, 45, (70, 50, 40))  # fringe
    for side_x in (-1, 1):
        x = 256 + 45 * side_x
        ellipse(256 + 106 * side_x, 250, 12, 28, (210, 160, 135))  # ear
        ellipse(x, 228, 26, 16, (205, 158, 132))  # socket
        ellipse(x, 230, 21, 10, (240, 238, 235))  # white
        ellipse(x, 230, 9.5, 9.5, (80, 110, 120))  # iris
        ellipse(x, 230, 4.5, 4.5, (15, 15, 18))  # pupil
        ellipse(x - 3, 226, 2, 2, (250, 250, 250))
        stroke([(x - 22, 230), (x - 14, 222), (x, 219), (x + 14, 222), (x + 22, 230)], (60, 40, 35), 3)
        stroke([(x - 26, 204), (x - 8, 196), (x + 10, 197), (x + 26, 204)], (75, 52, 42), 7)
    stroke([(250, 235), (246, 275), (240, 288)], (200, 150, 125), 4)  # nose
    stroke([(238, 292), (246, 298), (256, 300), (266, 298), (274, 292)], (165, 115, 95), 4)
    gap = 26 * mouth
    if mouth:
        ellipse(256, 334 + gap / 2, 34, gap / 2 + 2, (60, 25, 25))
        ellipse(256, 330 + gap * 0.15, 26, gap * 0.22 + 1, (235, 230, 220))
    upper = [(218, 334), (238, 325), (250, 322), (256, 324), (262, 322), (274, 325), (294, 334), (256, 333)]
    lower = [(218, 334), (256, 335 + gap), (294, 334), (276, 347 + gap), (256, 351 + gap), (236, 347 + gap)]
    for lip, colour in ((upper, (185, 100, 95)), (lower, (200, 112, 105))):
        cv2.fillPoly(picture, [np.round(np.array(lip) * s).astype(np.int32)], colour, cv2.LINE_AA)
    if not mouth:
        stroke([(218, 334), (240, 333), (256, 335), (272, 333), (294, 334)], (110, 50, 50), 2.5)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.6 * s)
    whole = cv2.resize(soft, (side, side), interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(0).normal(0, 2.0, whole.shape)
    whole = np.clip(whole + grain, 0, 255).astype(np.uint8)
    if roll:
        matrix = cv2.getRotationMatrix2D((side / 2, side / 2), -roll, 1.0)
        whole = cv2.warpAffine(whole, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(whole)


def drawn_photo(side: int = 512, mouth: float = 0.0, roll: float = 0.0) -> Photo:
    """The drawn face as a Photo."""
    return Photo("drawn.png", f"drawn {side} {mouth} {roll}", drawn_face(side, mouth, roll))
