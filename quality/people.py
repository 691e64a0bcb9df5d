"""How far mouths open in recorded clips: `python -m quality.people CLIP.mp4 ...`, of people or of the puppet.

The same landmarks and the same opening as in `python -m quality.face`, but without knowing what is said: the syllables
are the peaks of the opening. So recordings of people and clips of the puppet are measured alike.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.signal import find_peaks

from quality.face import EYES, LIPS, Floats, decode
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.landmarks.mesh import MeshModel, square_around
from videolecture.types import Photo

PROMINENT = 0.015  # of the eyes' distance by which a syllable stands out of what is around it


def openings(path: Path) -> Floats:
    """(frames,): distance of the inner lips over that of the eyes' outer corners, in every frame of a clip."""
    model, at, found = MeshModel(), None, []
    for frame in decode(path):
        if at is None:
            at = square_around(FaceFinder().find(Photo(path.name, "", frame)).points)
        points = model.follow(frame, at)
        at = square_around(points)
        flat = points[:, :2].astype(np.float64)
        apart = [np.linalg.norm(flat[a] - flat[b]) for a, b in LIPS]
        found.append(float(np.mean(apart) / np.linalg.norm(flat[EYES[0]] - flat[EYES[1]])))
    return np.array(found)


def syllables(opening: Floats) -> Floats:
    """The openings of its peaks."""
    peaks, _ = find_peaks(opening, prominence=PROMINENT)
    return np.asarray(opening[peaks])


def main() -> None:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(prog="python -m quality.people", description=__doc__)
    parser.add_argument("clips", nargs="+", type=Path)
    print("| clip | frames | syllables | a quarter opens less than | half | three quarters | widest |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for path in parser.parse_args().clips:
        opening = openings(path)
        peaks = syllables(opening)
        quarters = np.percentile(peaks, [25, 50, 75]) if len(peaks) else np.full(3, np.nan)
        figures = " | ".join(f"{value:.3f}" for value in (*quarters, opening.max()))
        print(f"| {path.stem} | {len(opening)} | {len(peaks)} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
