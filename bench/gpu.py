"""GPU: frames per second of our renderer and of the published arithmetic, side by side on the same random weights.

Measures at 256 and 512 pixels: the published arithmetic in fp32 at its best batch, ours in fp16 over a sweep of
batches; peak memory; the time from a portrait with resident models to its first frame. Prints a table with the card's
name. Without a GPU it says so.

usage: make bench-gpu, or python -m bench.gpu [--seconds 5] [--data ../shared/sadtalker]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from bench.plain_sadtalker import PlainRenderer
from bench.sadtalker import weights
from videolecture.face.sadtalker.frames import as_bytes, rendered
from videolecture.face.sadtalker.model import Actor, Model

BATCHES = (1, 2, 4, 8, 16)
TFLOP_PER_FRAME = {256: 1.203, 512: 4.813}  # of the published arithmetic


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    size: int
    what: str
    batch: int
    frames_per_second: float
    gigabytes: float

    def __str__(self) -> str:
        teraflops = self.frames_per_second * TFLOP_PER_FRAME[self.size]
        cells = (
            self.size,
            self.what,
            self.batch,
            f"{self.frames_per_second:.1f}",
            f"{teraflops:.0f}",
            f"{self.gigabytes:.1f}",
        )
        return f"| {' | '.join(map(str, cells))} |"


def rate(render: Callable[[int], Tensor], batch: int, seconds: float) -> float:
    """Frames per second, after one batch that is not counted."""
    render(batch)
    torch.cuda.synchronize()
    start, frames = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        render(batch)
        frames += batch
        torch.cuda.synchronize()
    return frames / (time.perf_counter() - start)


def sweep(size: int, what: str, render: Callable[[int], Tensor], seconds: float) -> Iterator[Row]:
    """A row for every batch that fits into memory."""
    for batch in BATCHES:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        try:
            speed = rate(render, batch, seconds)
        except torch.OutOfMemoryError:
            return
        yield Row(size, what, batch, speed, torch.cuda.max_memory_allocated() / 1e9)


def first_frame(model: Model, actor: Actor, keypoints: Tensor, pixels: np.ndarray) -> float:
    """Seconds from a photo's crop and resident models to the first frame in memory."""
    torch.cuda.synchronize()
    start = time.perf_counter()
    actor = model.actor(pixels, actor.coefficients)
    next(rendered(lambda k: model.render(actor, k), lambda a, b: keypoints[a:b], range(1), 1))
    return time.perf_counter() - start


def measured(size: int, data: Path, seconds: float) -> Iterator[str]:
    """The lines of the table for one size."""
    path = weights(data, size)
    cuda = torch.device("cuda")
    with np.load(data / f"oracle_crop_{size}.npz") as oracle:
        image, source, driving = (
            torch.from_numpy(oracle[name].astype(np.float32)).to(cuda)
            for name in ("source_image", "kp_source", "kp_driving")
        )
        pixels, coefficients = oracle["crop_png_rgb"], oracle["first_coeff_3dmm"][0]
    with torch.inference_mode():
        plain = PlainRenderer(path).to(cuda)

        def published(batch: int) -> Tensor:
            return as_bytes(plain(image, source, driving[0, :1].expand(batch, -1, -1))).cpu()

        best = 0.0
        for row in sweep(size, "published, fp32", published, seconds):
            best = max(best, row.frames_per_second)
            yield str(row)
        expected = published(1)
        plain.cpu()  # its memory is free for ours
        model = Model(path, path.with_name("mapping_00229-model.pth.tar"), False, cuda, half=True)
        actor = model.actor(pixels, coefficients)

        def ours(batch: int) -> Tensor:
            return as_bytes(model.render(actor, driving[0, :1].expand(batch, -1, -1))).cpu()

        fastest = 0.0
        for row in sweep(size, "ours, fp16", ours, seconds):
            fastest = max(fastest, row.frames_per_second)
            yield str(row)
        error = (ours(1).float() - expected.float()).square().mean() / 255**2
        decibels = -10 * float(torch.log10(error))
        wait = first_frame(model, actor, driving[0], pixels)
        yield f"\n{size} pixels: {fastest / best:.1f} times the published arithmetic, {decibels:.1f} dB."
        yield f"The first frame of a new portrait is there after {wait:.3f} s.\n"


def main() -> int:
    """Print the table; 0 as well where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).resolve().parents[2] / "shared" / "sadtalker"
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("VIDEOLECTURE_PARITY_DATA") or here))
    parser.add_argument("--seconds", type=float, default=5.0, help="of measuring for every row")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        print("There is no GPU that PyTorch can use here: nothing was measured.")
        return 0
    print(f"SadTalker renderer on {torch.cuda.get_device_name()}, PyTorch {torch.__version__}\n")
    print("| pixels | what | batch | frames per second | TFLOP/s of the published arithmetic | peak GB |")
    print("|---|---|---|---|---|---|")
    for size in (256, 512):
        for line in measured(size, options.data, options.seconds):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
