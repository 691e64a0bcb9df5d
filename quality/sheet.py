"""Pictures of finished clips side by side: `python quality/sheet.py OUT.jpg CLIP... [--frames 0,18] [--around mouth]`.

A row for every clip, its frames cut around the face, the mouth or the eyes. Clips come from
`python -m quality.face --out FOLDER`; docs/puppet/README.md says which commands made its pictures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import av
import cv2
import numpy as np

from videolecture.face.landmarks.find import FaceFinder
from videolecture.types import Image, Photo

# What is cut out around a point of the face, in distances of the eyes: landmarks whose middle it is, how far under it
# the cut lies, its width and height.
CUTS = {
    "face": ((33, 263), 0.5, 3.0, 3.0),
    "mouth": ((78, 308), 0.05, 0.9, 0.7),
    "eyes": ((33, 263), 0.0, 1.4, 0.6),
}


def row(clip: Path, numbers: list[int], around: str, width: int) -> Image:
    """The frames of a clip, cut alike and put side by side; each `width` pixels wide."""
    with av.open(str(clip)) as container:
        frames = {
            number: np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
            for number, frame in enumerate(container.decode(video=0))
            if number in numbers or number == 0
        }
    if missing := [number for number in numbers if number not in frames]:
        raise SystemExit(f"«{clip}» has no frame {missing[0]}.")
    points = FaceFinder().find(Photo(clip.name, "", frames[0])).points[:, :2]
    landmarks, under, wide, high = CUTS[around]
    unit = float(np.hypot(*(points[263] - points[33])))
    x, y = points[list(landmarks)].mean(axis=0)
    y += under * unit
    scale = width / (wide * unit)
    matrix = np.array([[scale, 0, -scale * (x - wide * unit / 2)], [0, scale, -scale * (y - high * unit / 2)]])
    size = (width, round(width * high / wide))
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    cuts = [cv2.warpAffine(frames[n], matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE) for n in numbers]
    return np.asarray(np.hstack(cuts), dtype=np.uint8)


def main() -> None:
    """Draw, write."""
    parser = argparse.ArgumentParser(prog="python quality/sheet.py")
    parser.add_argument("out", type=Path)
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--frames", default="0,8,14,20,26,32,40", help="numbers from 0, or FIRST-LAST")
    parser.add_argument("--around", choices=sorted(CUTS), default="face")
    parser.add_argument("--width", type=int, default=150, help="of one picture, pixels")
    options = parser.parse_args()
    first, dash, last = options.frames.partition("-")
    numbers = list(range(int(first), int(last) + 1)) if dash else [int(part) for part in options.frames.split(",")]
    rows = [row(clip, numbers, options.around, options.width) for clip in options.clips]
    cv2.imwrite(str(options.out), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])


if __name__ == "__main__":
    main()
