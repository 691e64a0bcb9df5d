"""What the enhancer does on a CPU beside its network, in frames per second: pasting the restored face back alone, and
all of it, finding and aligning the face too, with a network that takes no time.

usage: python -m bench.enhancer [--frames 100]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import cv2
import numpy as np

from videolecture.face.gfpgan.enhancer import Aligned, Enhancer, pasted
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.landmarks.mesh import MeshModel
from videolecture.face.photo import load
from videolecture.types import Image

SIDE = 256  # of the frames, as the renderer gives them


class WithoutNetwork(Enhancer):
    """Gives back the face that it was given, and keeps the last one."""

    def __init__(self) -> None:
        self._mesh = MeshModel()
        self.last: Aligned | None = None

    def restored(self, aligned: Iterator[Aligned]) -> Iterator[tuple[Aligned, Image]]:
        """At once."""
        for self.last in aligned:
            yield self.last, self.last.face


def main() -> None:
    """Measure on the example's portrait."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100)
    count: int = parser.parse_args().frames
    photo = load(Path(__file__).resolve().parents[1] / "examples" / "portrait.jpg")[0]
    mesh = FaceFinder().find(photo).points
    side = min(photo.pixels.shape[:2])
    frame = np.asarray(cv2.resize(photo.pixels[:side, :side], (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    enhancer = WithoutNetwork()
    start, cpu = time.perf_counter(), time.process_time()
    for _ in enhancer.enhance(repeat(frame, count), (mesh * SIDE / side).astype(np.float32)):
        pass
    whole, whole_cpu = time.perf_counter() - start, time.process_time() - cpu
    aligned = enhancer.last
    assert aligned is not None  # noqa: S101 (narrows the type)
    start, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        pasted(aligned, aligned.face)
    alone, alone_cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{count} frames of {SIDE} pixels, enhanced to {aligned.large.shape[1]}")
    print("                      frames per second   processor, ms a frame")
    for name, clock, used in (("pasting back alone", alone, alone_cpu), ("all but the network", whole, whole_cpu)):
        print(f"  {name:<20} {count / clock:17.0f} {1000 * used / count:23.1f}")


if __name__ == "__main__":
    main()
