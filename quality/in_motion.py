"""A blink and a wide vowel of every face, frame by frame: `python -m quality.in_motion FOLDER [PHOTO or FOLDER ...]`.

For judging faces in close-up as they are seen in a lecture: the photo speaks the sentences of quality/face.py in frames
of 1080 pixels, and one picture a photo is written, to be read row by row: its eyes in the photo and in the frames of
one blink, then its mouth in the photo and in the frames around the widest vowel, 25 a second, as in that clip.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from quality.closeup import EYES, MOUTH, PORTRAITS, SIZE, _cut, photos
from quality.face import spoken
from videolecture.errors import InputError
from videolecture.face.photo import load
from videolecture.face.puppet.calibration import from_data
from videolecture.face.puppet.engine import Puppet
from videolecture.face.puppet.features import INNER_UPPER, OUTER_CORNERS
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.performance import perform
from videolecture.face.puppet.rig import Pose, Rig, resize
from videolecture.types import Image, Motion, Speech

HIGH = 200  # pixels of a cell
BLINK, VOWEL = range(-2, 6), range(-4, 5)  # frames around the first one with shut eyes, and around the widest mouth
EYES_A_ROW, MOUTHS_A_ROW = 3, 5
SHUT = 0.98  # of a blink
JAW, RAISED, LOWERED = (CONTROLS.index(name) for name in ("jaw", "raised", "lowered"))


def sheet(path: Path, speech: Speech) -> Image:
    """The frames of one photo."""
    photo, _ = load(path)
    engine = Puppet()
    portrait = engine.prepare(photo, {}, lambda _done, _what: None)
    motion = Motion(size=SIZE)
    rig = engine._rigged(portrait, motion.size)
    poses = list(perform(speech, motion, from_data(portrait.data)))
    shut = next((number for number, pose in enumerate(poses) if pose.closed > SHUT), 0)
    opening = np.array([pose.controls[[JAW, RAISED, LOWERED]].sum() for pose in poses])
    still = resize(np.asarray(portrait.data["photo"], dtype=np.uint8), *rig.size)
    across, down = rig.features.points[list(OUTER_CORNERS), :2].mean(axis=0)
    x, y = rig.features.points[[INNER_UPPER[0], INNER_UPPER[-1]], :2].mean(axis=0)
    eyes = _frames(still, poses, shut, BLINK, np.array([across, down]), EYES, rig)
    lips = _frames(still, poses, int(np.argmax(opening)), VOWEL, np.array([x, y + 0.05]), MOUTH, rig)
    grids = [_grid(cells, columns) for cells, columns in ((eyes, EYES_A_ROW), (lips, MOUTHS_A_ROW))]
    width = max(grid.shape[1] for grid in grids)
    shown = np.vstack([np.pad(grid, ((0, 0), (0, width - grid.shape[1]), (0, 0))) for grid in grids])
    cv2.putText(shown, path.stem, (3, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 0), 1, cv2.LINE_AA)
    return np.asarray(shown, dtype=np.uint8)


def _frames(
    still: Image,
    poses: list[Pose],
    middle: int,
    around: range,
    place: NDArray[np.float64],
    size: tuple[float, float],
    rig: Rig,
) -> list[Image]:
    """The photo and the frames `around` the one in the middle, cut out around `place`, face units."""
    at = rig.features.frame.to_pixels(place)
    frames = [rig.draw(poses[min(max(middle + off, 0), len(poses) - 1)]) for off in around]
    return [_cut(each, at, size, rig, HIGH) for each in (still, *frames)]


def _grid(cells: list[Image], columns: int) -> Image:
    """Cells from left to right and from above to below."""
    empty = [np.zeros_like(cells[0])] * (-len(cells) % columns)
    rows = [*cells, *empty]
    return np.vstack([np.hstack(rows[first : first + columns]) for first in range(0, len(rows), columns)])


def main() -> int:
    """Write them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("photos", nargs="*", type=Path, help="photos or folders of them; the sixteen portraits if none")
    parser.add_argument("--language", default="ru", choices=("ru", "en"))
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    speech = spoken(arguments.language)
    for path in photos(arguments.photos or [PORTRAITS]):
        try:
            shown = sheet(path, speech)
        except InputError as error:
            print(f"{path.name}: {error}", flush=True)
            continue
        cv2.imwrite(str(arguments.folder / f"{path.stem}.png"), cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))
        print(path.stem, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
