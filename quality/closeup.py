"""Eyes and mouths in close-up: `python -m quality.closeup OUT.jpg [PHOTO or FOLDER ...] [--high PIXELS] [--rows N]`.

A row for every photo: its eyes open, half shut and shut, then its mouth at rest, shut for a п, in an ordinary vowel,
in a wide stressed one, in the widest of `--expressiveness 1`, spread for an и and rounded for a у, as far as the
portrait's own calibration opens it in speech. With `--rows 8` there are sheets of eight: OUT-1.jpg, OUT-2.jpg, ...
What an eye sees of the shut lids (quality/eyelids.py) is printed for each.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from quality import eyelids
from videolecture.errors import InputError
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.landmarks.mesh import MeshModel
from videolecture.face.photo import load
from videolecture.face.puppet.calibration import SPLIT, Calibration, calibrate
from videolecture.face.puppet.coarticulation import STRENGTH
from videolecture.face.puppet.features import INNER_UPPER, OUTER_CORNERS
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.performance import PRESS, PUCKER, WIDE
from videolecture.face.puppet.rig import Pose, Rig
from videolecture.types import Image

PORTRAITS = Path(__file__).parent / "portraits"
SIZE = 1080  # pixels of the frames' longer side
LOOKED_AT = 512  # and of those that the mouth's calibration looks at
EYES = (1.3, 0.55)  # width and height of what is cut out, in distances of the eyes
MOUTH = (0.85, 0.55)
HIGH = 110  # pixels of a row, unless asked for
LIDS = (0.0, 0.5, 1.0)
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True)
class Mouth:
    """One sound: `opening` in face units as performance.py wants it, the others 0..1."""

    opening: float = 0.0
    press: float = 0.0
    wide: float = 0.0
    pucker: float = 0.0
    tongue: float = 0.0


MOUTHS = (
    Mouth(),
    Mouth(press=STRENGTH),
    Mouth(opening=0.13),
    Mouth(opening=0.23),
    Mouth(opening=0.30),
    Mouth(opening=0.08, wide=0.75, tongue=0.35),
    Mouth(opening=0.07, pucker=1.0),
)


def row(path: Path, finder: FaceFinder, high: int) -> Image:
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
    at_eyes, at_mouth = frame.to_pixels(np.array([across, down])), frame.to_pixels(np.array([x, y + 0.03]))
    eyes = [_cut(rig.draw(_pose({}, shut)), at_eyes, EYES, rig, high) for shut in LIDS]
    small = Rig(photo.pixels, points, np.full(photo.pixels.shape[:2], 255, np.uint8), LOOKED_AT)
    own = calibrate(small, _scaled(points, photo.pixels, small), MeshModel())
    lips = [_cut(rig.draw(_spoken(mouth, own)), at_mouth, MOUTH, rig, high) for mouth in MOUTHS]
    shown = np.ascontiguousarray(np.hstack([*eyes, *lips]))
    cv2.putText(shown, path.stem, (3, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 0), 1, cv2.LINE_AA)
    return np.asarray(shown, dtype=np.uint8)


def _places(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float32]], photo: Image, rig: Rig
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The landmarks in pixels of the rig's frames."""
    scale = np.array(rig.size) / np.array([photo.shape[1], photo.shape[0]])
    return np.asarray((points[:, :2].astype(np.float64) + 0.5) * scale - 0.5)


def _scaled(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float32]], photo: Image, rig: Rig
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    scaled = points.copy()
    scaled[:, :2] = _places(points, photo, rig)
    scaled[:, 2] *= np.float32(rig.size[0] / photo.shape[1])
    return scaled


def _spoken(mouth: Mouth, own: Calibration) -> Pose:
    """The mouth as the portrait's own calibration shows it, lips that are shut with what shuts them."""
    given = float(np.interp(mouth.opening, own.wanted, own.given))
    rounded = float(np.interp(mouth.opening, own.wanted, own.rounded))
    given += mouth.pucker * (rounded - given)
    values = {name: part * given for name, part in SPLIT.items()}
    values |= {"press": PRESS * mouth.press, "wide": own.wide * WIDE * mouth.wide}
    values |= {"pucker": own.pucker * PUCKER * mouth.pucker}
    controls = np.array([values.get(name, 0.0) for name in CONTROLS])
    shut = own.shut if mouth.press > 0 else 0.0 * own.shut
    return Pose(controls + shut, tongue=mouth.tongue)


def _pose(values: dict[str, float], closed: float) -> Pose:
    return Pose(np.array([values.get(name, 0.0) for name in CONTROLS]), closed=closed)


def _cut(
    picture: Image,
    middle: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    size: tuple[float, float],
    rig: Rig,
    high: int,
) -> Image:
    """A part around `middle`, pixels, `size` in face units, turned upright and `high` pixels high."""
    frame = rig.features.frame
    scale = high / (size[1] * frame.unit)
    cos, sin = np.cos(frame.roll) * scale, np.sin(frame.roll) * scale
    width = round(high * size[0] / size[1])
    turn = np.array([[cos, sin], [-sin, cos]])
    matrix = np.column_stack([turn, np.array([width / 2, high / 2]) - turn @ middle])
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(picture, matrix, (width, high), flags=flags), dtype=np.uint8)


def photos(given: list[Path]) -> list[Path]:
    """The photos that are meant: files as they are, folders by their pictures."""
    found: list[Path] = []
    for each in given:
        inside = [path for path in each.iterdir() if path.suffix.lower() in SUFFIXES] if each.is_dir() else [each]
        found += sorted(inside)
    return found


def main() -> None:
    """Draw, write."""
    parser = argparse.ArgumentParser(prog="python -m quality.closeup", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("photos", nargs="*", type=Path, help="photos or folders of them; the sixteen portraits if none")
    parser.add_argument("--high", type=int, default=HIGH, help="pixels of a row")
    parser.add_argument("--rows", type=int, default=0, help="rows of a sheet; 0: all on one")
    options = parser.parse_args()
    finder = FaceFinder()
    print("| portrait | lashes left behind | lashes along the shut lids | colour of the lid | grain of the lid |")
    print("| --- | --- | --- | --- | --- |")
    rows = []
    for path in photos(options.photos or [PORTRAITS]):
        try:
            rows.append(row(path, finder, options.high))
        except InputError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
    step = options.rows or max(1, len(rows))
    sheets = [rows[start : start + step] for start in range(0, len(rows), step)]
    for number, sheet in enumerate(sheets, start=1):
        name = options.out if len(sheets) == 1 else options.out.with_stem(f"{options.out.stem}-{number}")
        shown = cv2.cvtColor(np.vstack(sheet), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(name), shown, [cv2.IMWRITE_JPEG_QUALITY, 90])


if __name__ == "__main__":
    main()
