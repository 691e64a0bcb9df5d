from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from videolecture.compose.corners import CORNERS, choose
from videolecture.types import Corner, Scenery

SCENERY = Scenery((1920, 1080), face=(3, 4))


def page(folder: Path, name: str, written: set[Corner], size: tuple[int, int] = (960, 540), dark: bool = False) -> Path:
    """A page with small type in some of its corners."""
    width, height = size
    picture = np.full((height, width, 3), 20 if dark else 250, np.uint8)
    for corner in written:
        x = 24 if corner.endswith("left") else width - 180
        y = 50 if corner.startswith("top") else height - 110
        for line in range(3):
            ink = (230, 230, 230) if dark else (40, 40, 40)
            cv2.putText(picture, "small type", (x, y + line * 26), cv2.FONT_HERSHEY_SIMPLEX, 0.7, ink, 1, cv2.LINE_AA)
    path = folder / f"{name}.png"
    cv2.imwrite(str(path), picture)
    return path


@pytest.mark.parametrize("free", CORNERS)
@pytest.mark.parametrize("dark", [False, True])
def test_the_face_goes_where_the_whole_deck_is_empty(free: Corner, dark: bool, tmp_path: Path) -> None:
    others = [corner for corner in CORNERS if corner != free]
    pages = [page(tmp_path, str(number), {corner}, dark=dark) for number, corner in enumerate(others)]
    found = choose(pages, SCENERY)
    assert found.corner == free and not found.covered


def test_of_equally_empty_corners_the_usual_one_is_taken(tmp_path: Path) -> None:
    assert choose([page(tmp_path, "a", set())], SCENERY).corner == "bottom-right"


def test_what_is_covered_is_told_page_by_page(tmp_path: Path) -> None:
    pages = [page(tmp_path, "a", set()), page(tmp_path, "b", set(CORNERS)), page(tmp_path, "c", {"top-left"})]
    found = choose(pages, SCENERY, wanted="top-left")
    assert found.corner == "top-left" and [covered.picture for covered in found.covered] == [1, 2]


def test_a_page_that_makes_room_for_the_face_is_not_covered(tmp_path: Path) -> None:
    assert not choose([page(tmp_path, "a", set(CORNERS), size=(720, 540))], SCENERY).covered


def test_a_soft_background_is_no_writing(tmp_path: Path) -> None:
    shade = np.linspace(40, 200, 960)[None, :, None].repeat(540, axis=0).repeat(3, axis=2).astype(np.uint8)
    cv2.imwrite(str(tmp_path / "shade.png"), shade)
    assert not choose([tmp_path / "shade.png"], SCENERY).covered
