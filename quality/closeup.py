"""Eyes and mouths in close-up: `python -m quality.closeup OUT.jpg [PORTRAIT ...]`.

A row for every portrait: its eyes open, half shut and shut, then its mouth in a small, an ordinary and a wide vowel,
with teeth for an и, and rounded. Drawn by the puppet without the calibration that speech has: this is what lids and
lips look like, not how far they move. What an eye sees of the shut lids (quality/eyelids.py) is printed for each.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from quality import eyelids
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.photo import load
from videolecture.face.puppet.features import INNER_UPPER, OUTER_CORNERS
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.rig import Pose, Rig
from videolecture.types import Image

PORTRAITS = Path(__file__).parent / "portraits"
SIZE = 1080  # pixels of the frames' longer side
EYES = (1.3, 0.55)  # width and height of what is cut out, in distances of the eyes
MOUTH = (0.85, 0.55)
HIGH = 110  # pixels of a row
LIDS = (0.0, 0.5, 1.0)
MOUTHS = (
    {"jaw": 0.04, "raised": 0.004, "lowered": 0.008},
    {"jaw": 0.08, "raised": 0.006, "lowered": 0.01},
    {"jaw": 0.16, "raised": 0.008, "lowered": 0.012},
    {"jaw": 0.03, "raised": 0.008, "lowered": 0.025, "wide": 0.03},
    {"jaw": 0.05, "raised": 0.004, "lowered": 0.006, "pucker": 0.07},
)


def row(path: Path, finder: FaceFinder) -> Image:
    """One portrait's close-ups side by side."""
    photo, _ = load(path)
    points = finder.find(photo).points.astype(np.float32)
    rig = Rig(photo.pixels, points, np.full(photo.pixels.shape[:2], 255, np.uint8), SIZE)
    frame = rig.features.frame
    shut = eyelids.measure(rig.draw(_pose({}, 0.0)), rig.draw(_pose({}, 1.0)), _places(points, photo.pixels, rig))
    figures = (shut.left_behind, shut.line, shut.colour, shut.grain)
    print(f"| {path.stem} | {' | '.join(f'{value:.2f}' for value in figures)} |", flush=True)
    across, down = rig.features.points[list(OUTER_CORNERS), :2].mean(axis=0)
    x, y = rig.features.points[[INNER_UPPER[0], INNER_UPPER[-1]], :2].mean(axis=0)
    eyes = [_cut(rig.draw(_pose({}, shut)), frame.to_pixels(np.array([across, down])), EYES, rig) for shut in LIDS]
    lips = [_cut(rig.draw(_pose(one, 0.0)), frame.to_pixels(np.array([x, y + 0.03])), MOUTH, rig) for one in MOUTHS]
    return np.asarray(np.hstack([*eyes, *lips]), dtype=np.uint8)


def _places(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float32]], photo: Image, rig: Rig
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The landmarks in pixels of the rig's frames."""
    scale = np.array(rig.size) / np.array([photo.shape[1], photo.shape[0]])
    return np.asarray((points[:, :2].astype(np.float64) + 0.5) * scale - 0.5)


def _pose(values: dict[str, float], closed: float) -> Pose:
    return Pose(np.array([values.get(name, 0.0) for name in CONTROLS]), closed=closed)


def _cut(
    picture: Image, middle: np.ndarray[tuple[int, ...], np.dtype[np.float64]], size: tuple[float, float], rig: Rig
) -> Image:
    """A part around `middle`, pixels, `size` in face units, turned upright and HIGH pixels high."""
    frame = rig.features.frame
    scale = HIGH / (size[1] * frame.unit)
    cos, sin = np.cos(frame.roll) * scale, np.sin(frame.roll) * scale
    width = round(HIGH * size[0] / size[1])
    turn = np.array([[cos, sin], [-sin, cos]])
    matrix = np.column_stack([turn, np.array([width / 2, HIGH / 2]) - turn @ middle])
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(picture, matrix, (width, HIGH), flags=flags), dtype=np.uint8)


def main() -> None:
    """Draw, write."""
    parser = argparse.ArgumentParser(prog="python -m quality.closeup", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("portraits", nargs="*", type=Path)
    options = parser.parse_args()
    finder = FaceFinder()
    print("| portrait | lashes left behind | lashes along the shut lids | colour of the lid | grain of the lid |")
    print("| --- | --- | --- | --- | --- |")
    rows = [row(path, finder) for path in options.portraits or sorted(PORTRAITS.glob("*.jpg"))]
    cv2.imwrite(str(options.out), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])


if __name__ == "__main__":
    main()
