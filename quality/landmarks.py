"""Compares our 68 landmarks, and the crop cut by them, with those of dlib's predictor and of careful hands.

dlib is no part of this project: `pip install --target FOLDER dlib-bin==20.0.1 face_recognition_models==0.3.0` puts it
and its weights (for non-commercial use) where `--dlib FOLDER` finds them. Pictures that dlib's own detector does not
find a face in are left out and counted.

usage: python -m quality.landmarks --dlib FOLDER [--hands faces.xml ...] [--write TABLE.md] [PICTURE_OR_FOLDER ...]

Without pictures: those of quality/portraits and the example. `--hands` takes files of dlib's examples/faces, that name
pictures and 68 landmarks placed by hand in each (*_with_face_landmarks.xml).
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cv2
import numpy as np
from numpy.typing import NDArray

from quality.report import kept
from videolecture.errors import InputError
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.photo import load
from videolecture.face.sadtalker.alignment import five_points
from videolecture.face.sadtalker.crop import Landmarks, region
from videolecture.face.sadtalker.landmarks68 import landmarks68
from videolecture.types import Image, Photo

HERE = Path(__file__).parent
LEAST_OVERLAP = 0.97
FACE = 300  # pixels that a face is brought to for dlib, whose detector knows faces of 80 and more
# (scale, right, down) of the boxes whose results' median is taken: a single box moves the landmarks by a hundredth.
BOXES = [(s, x, y) for s in (0.95, 1.0, 1.05) for x, y in ((0, 0), (0.03, 0), (-0.03, 0), (0, 0.03), (0, -0.03))]

EYES, MOUTH = list(range(36, 48)), list(range(48, 68))
# Which landmark each of the 68 becomes in a mirror.
MIRRORED = [*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1), *(45, 44, 43, 42, 47, 46)]
MIRRORED += [*(39, 38, 37, 36, 41, 40), *range(54, 47, -1), *range(59, 54, -1), *range(64, 59, -1), 67, 66, 65]


class Dlib:
    """dlib's detector and predictor."""

    def __init__(self, folder: Path) -> None:
        """The folder that pip installed into."""
        sys.path.append(str(folder))
        dlib: Any = importlib.import_module("dlib")

        weights = folder / "face_recognition_models" / "models" / "shape_predictor_68_face_landmarks.dat"
        self._dlib = dlib
        self._detector, self._predictor = dlib.get_frontal_face_detector(), dlib.shape_predictor(str(weights))

    def landmarks(self, picture: Image, near: Landmarks) -> tuple[Landmarks, Landmarks] | None:
        """The 68 landmarks of the face around the points `near`: as seen, and as seen in a mirror.

        None where its detector finds no face there.
        """
        scale = FACE / np.ptp(near, axis=0).max()
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        scaled = np.ascontiguousarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)
        grown = np.array([scaled.shape[1] / picture.shape[1], scaled.shape[0] / picture.shape[0]])
        middle = near.mean(axis=0) * grown
        found = [(box.left(), box.top(), box.right()) for box in self._detector(scaled, 0)]
        centres = [((left + right) / 2, top + (right - left) / 2, (right - left) / 2) for left, top, right in found]
        centres = [box for box in centres if np.hypot(box[0] - middle[0], box[1] - middle[1]) < FACE / 3]
        if not centres:
            return None
        x, y, half = centres[0]
        mirror, last = np.ascontiguousarray(scaled[:, ::-1]), scaled.shape[1] - 1
        seen = self._run(scaled, x, y, half) / grown
        mirrored = self._run(mirror, last - x, y, half)[MIRRORED] * (-1, 1) + (last, 0)
        return seen, mirrored / grown

    def _run(self, picture: Image, x: float, y: float, half: float) -> Landmarks:
        runs = []
        for size, dx, dy in BOXES:
            edges = (x + (dx - size) * half, y + (dy - size) * half, x + (dx + size) * half, y + (dy + size) * half)
            shape = self._predictor(picture, self._dlib.rectangle(*map(int, edges)))
            runs.append([(shape.part(i).x, shape.part(i).y) for i in range(68)])
        return np.median(np.array(runs, dtype=np.float64), axis=0)


@dataclass(frozen=True)
class Case:
    """A picture, and landmarks placed by hand where there are such."""

    name: str
    pixels: Image
    box: str = ""  # which face, as the option face_box
    hand: Landmarks | None = None


@dataclass
class Comparison:
    """What one kind of landmarks differs by from another, over all pictures."""

    overlaps: list[float] = field(default_factory=list)
    distances: list[NDArray[np.float64]] = field(default_factory=list)  # (5,) each, over the eyes' distance

    def add(self, picture: Image, ours: Landmarks, good: Landmarks) -> float:
        """Returns the overlap of the crops: intersection over union."""
        self.overlaps.append(overlap(*(region(picture, points, "crop", 256).box for points in (ours, good))))
        eyes = np.hypot(*(good[42:48].mean(axis=0) - good[36:42].mean(axis=0)))
        self.distances.append(np.hypot(*(five_points(ours) - five_points(good)).T) / eyes)
        return self.overlaps[-1]

    def row(self, what: str) -> str:
        """A line of the table."""
        overlaps, distances = np.array(self.overlaps), np.array(self.distances)
        cells = [what, str(len(overlaps)), f"{np.median(overlaps):.3f}", f"{np.percentile(overlaps, 10):.3f}"]
        cells += [f"{np.mean(overlaps >= LEAST_OVERLAP):.0%}"]
        cells += [f"{np.median(distances):.3f}", f"{np.percentile(distances, 90):.3f}", f"{distances.max():.3f}"]
        return f"| {' | '.join(cells)} |"


def lent(ours: Landmarks, good: Landmarks, part: list[int]) -> Landmarks:
    """Ours but for a part of the face: how much better the crop gets says how much of its error is there."""
    mixed = ours.copy()
    mixed[part] = good[part]
    return mixed


def overlap(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Intersection over union of two boxes (left, top, right, bottom)."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    inside = max(0, width) * max(0, height)
    return inside / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inside)


def pictures(path: Path) -> Iterator[Case]:
    """The picture itself, or those of the folder."""
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.suffix.lower() in (".jpg", ".jpeg", ".png"):
            yield Case(file.name, load(file)[0].pixels)


def by_hand(file: Path) -> Iterator[Case]:
    """The faces of one of dlib's files, each cut out with twice its size around it and enlarged to a portrait."""
    for element in ElementTree.parse(file).getroot().iter("image"):  # noqa: S314 (the user's own file)
        whole = load(file.parent / element.get("file", ""))[0].pixels
        for number, box in enumerate(element.findall("box")):
            parts = {part.get("name", ""): (part.get("x", ""), part.get("y", "")) for part in box.findall("part")}
            if len(parts) != 68:
                continue
            points = np.array([parts[f"{i:02}"] for i in range(68)], dtype=np.float64)
            low, high = points.min(axis=0), points.max(axis=0)
            reach = 1.5 * (high - low).max()
            left, top = np.maximum(0, (low + high) / 2 - reach).astype(int)
            right, bottom = ((low + high) / 2 + reach).astype(int)
            cut = whole[top:bottom, left:right]
            factor = -(-500 // max(cut.shape[:2]))
            grown = np.asarray(
                cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), dtype=np.uint8
            )
            points = (points - (left, top) + 0.5) * factor - 0.5
            low, high = np.maximum(0, points.min(axis=0)), points.max(axis=0)
            around = ",".join(f"{edge:.0f}" for edge in (*low, *high))
            yield Case(f"{element.get('file')}/{number}", grown, around, points)


def compare(cases: Iterator[Case], dlib: Dlib) -> None:
    """Print a line for every picture, then the table."""
    finder = FaceFinder()
    ours_dlib, dlib_mirror, ours_hand, dlib_hand = Comparison(), Comparison(), Comparison(), Comparison()
    eyes_lent, mouth_lent = Comparison(), Comparison()
    left_out = []
    for case in cases:
        try:
            mesh = finder.find(Photo(case.name, case.name, case.pixels), case.box).points
        except InputError as error:
            left_out.append(f"{case.name} ({error.what})")
            continue
        found = dlib.landmarks(case.pixels, mesh[:468, :2].astype(np.float64))
        if found is None:
            left_out.append(f"{case.name} (no face for dlib)")
            continue
        ours, good = landmarks68(mesh), (found[0] + found[1]) / 2
        dlib_mirror.add(case.pixels, *found)
        eyes_lent.add(case.pixels, lent(ours, good, EYES), good)
        mouth_lent.add(case.pixels, lent(ours, good, MOUTH), good)
        said = f"{case.name}: {ours_dlib.add(case.pixels, ours, good):.3f}"
        if case.hand is not None:
            said += f", to the hand's {ours_hand.add(case.pixels, ours, case.hand):.3f}"
            dlib_hand.add(case.pixels, good, case.hand)
        print(said, file=sys.stderr)
    print("| compared | pictures | IoU, median | 10th percentile | at least .97 | points, median | 90 % | furthest |")
    print("|---|---|---|---|---|---|---|---|")
    print(ours_dlib.row("ours and dlib's"))
    print(eyes_lent.row("ours with dlib's eyes, and dlib's"))
    print(mouth_lent.row("ours with dlib's mouth, and dlib's"))
    print(dlib_mirror.row("dlib's and dlib's in a mirror"))
    if ours_hand.overlaps:
        print(ours_hand.row("ours and the hand's"))
        print(dlib_hand.row("dlib's and the hand's"))
    if left_out:
        print(f"\nLeft out: {'; '.join(left_out)}")


def main() -> None:
    """Compare the crops' boxes and the alignment's five points."""
    parser = argparse.ArgumentParser(prog="python -m quality.landmarks", description=__doc__)
    parser.add_argument("pictures", nargs="*", type=Path, default=[])
    parser.add_argument("--dlib", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--hands", type=Path, nargs="+", default=[], metavar="XML")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    dlib = Dlib(options.dlib)
    groups = [(file.stem, by_hand(file)) for file in options.hands]
    ours = [HERE / "portraits", HERE.parent / "examples" / "portrait.jpg"]
    chosen = options.pictures or ([] if options.hands else ours)
    groups += [(path.name, pictures(path)) for path in chosen]
    with kept(options.write, "Crop and alignment by our landmarks"):
        for title, cases in groups:
            print(f"\n## {title}\n")
            compare(cases, dlib)


if __name__ == "__main__":
    main()
