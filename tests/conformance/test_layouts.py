"""What every layout promises, run over all of them, and how each looks."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from videolecture import registry
from videolecture.compose.encoding import write_clip
from videolecture.compose.scene.composing import picture
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown
from videolecture.conformance.layout import LayoutSuite
from videolecture.types import SAMPLES_PER_FRAME, Image, Layout

GOLDEN = Path(__file__).parent / "golden"


class TestFace(LayoutSuite):
    name = "face"


class TestCorner(LayoutSuite):
    name = "corner"
    covers_slides = True


class TestSide(LayoutSuite):
    name = "side"


class TestSlide(LayoutSuite):
    name = "slide"


class TestBookends(LayoutSuite):
    name = "bookends"


def test_no_layout_is_left_out() -> None:
    assert {suite.name for suite in LayoutSuite.__subclasses__()} >= set(registry.TABLE["layout"])


@pytest.fixture(params=registry.TABLE["layout"])
def layout(request: pytest.FixtureRequest) -> Layout:
    return registry.layout(request.param)()


@pytest.mark.parametrize("size", [(480, 270), (270, 480)], ids=["landscape", "portrait"])
def test_it_looks_as_it_was_agreed_on(layout: Layout, size: tuple[int, int], tmp_path: Path) -> None:
    """Golden pictures: VIDEOLECTURE_GOLDEN=write makes them anew, to be looked at; then raise `behaviour`."""
    clip, slide = tmp_path / "face.mp4", tmp_path / "slide.png"
    write_clip(clip, iter([drawn_face()] * 2), np.zeros(2 * SAMPLES_PER_FRAME, np.float32))
    cv2.imwrite(str(slide), drawn_slide())
    scene = Scene(2, size, layout.name, (Shown(0.0, slide),), outer=True, shape="circle")
    shown = picture(scene, clip)
    golden = GOLDEN / f"{layout.name}-{layout.behaviour}-{size[0]}x{size[1]}.png"
    if os.environ.get("VIDEOLECTURE_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(golden), shown[:, :, ::-1])
    agreed = cv2.imread(str(golden))
    assert agreed is not None, f"{golden} is missing"
    difference = np.abs(shown[:, :, ::-1].astype(int) - agreed.astype(int))
    assert difference.mean() < 1 and np.percentile(difference, 99.5) < 24


def drawn_face() -> Image:
    picture = np.full((180, 136, 3), (92, 110, 128), np.uint8)
    cv2.ellipse(picture, (68, 190), (62, 70), 0, 0, 360, (60, 70, 110), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (68, 76), (38, 48), 0, 0, 360, (224, 184, 156), -1, cv2.LINE_AA)
    for eye in (54, 82):
        cv2.circle(picture, (eye, 70), 4, (40, 40, 50), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (68, 98), (14, 5), 0, 0, 180, (150, 60, 60), 2, cv2.LINE_AA)
    return picture


def drawn_slide() -> Image:
    picture = np.full((270, 480, 3), (246, 250, 250), np.uint8)
    cv2.rectangle(picture, (28, 24), (300, 46), (150, 90, 40), -1)
    for line in range(5):
        cv2.rectangle(picture, (28, 76 + line * 34), (360 - 34 * (line % 3), 86 + line * 34), (70, 70, 70), -1)
    return picture
