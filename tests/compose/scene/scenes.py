"""Small scenes of known content: slides of one colour with a stripe, clips whose frames show their number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from tests.compose.clips import make_clip, voice
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown
from videolecture.types import Image

CANVAS = (480, 272)
GREEN, BLUE, WHITE = (40, 160, 60), (40, 60, 200), (250, 250, 250)


def slide(folder: Path, name: str, colour: tuple[int, int, int]) -> Path:
    picture = np.full((272, 480, 3), colour, np.uint8)
    picture[60:80, 40:200] = 20
    path = folder / f"{name}.png"
    cv2.imwrite(str(path), picture[:, :, ::-1])
    return path


def clip_of(folder: Path, frames: int, name: str = "clip", first: int = 0) -> tuple[Path, Path]:
    """(clip, its WAV)."""
    return make_clip(folder, name, first, frames, voice(frames, seed=first))


def scene(folder: Path, frames: int, **changes: object) -> Scene:
    values: dict[str, object] = {
        "frames": frames,
        "canvas": CANVAS,
        "layout": "corner",
        "pictures": (Shown(0.0, slide(folder, "green", GREEN)),),
    }
    return Scene(**{**values, **changes})  # type: ignore[arg-type]


def decoded(path: Path) -> Iterator[Image]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def key_frames(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        return [number for number, frame in enumerate(container.decode(video=0)) if frame.key_frame]


def colour_at(picture: Image, x: int, y: int) -> tuple[int, ...]:
    return tuple(int(value) for value in picture[y, x])
