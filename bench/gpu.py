"""GPU: frames per second of our renderer and of the published arithmetic, side by side on the same random weights.

Measures at 256 and 512 pixels, over a sweep of batches: the published arithmetic as PyTorch runs it by itself (fp32,
convolutions in TF32), ours in fp16, ours as a CUDA graph, ours with the channels last in the dense motion too, and ours
with the kernels that cuDNN finds fastest; peak memory; how far our fp16 is from the published fp32; the time from a
portrait with resident models to its first frame; the whole engine, with a further fragment's first frame and the frames
per second of a clip; the enhancer, one by one in fp32 and as the engine runs it.
Prints a table with the card's name. Without a GPU it says so; `--rehearse` then walks through it on the CPU with small
pictures, and its numbers say nothing about speed.

usage: make bench-gpu, or python -m bench.gpu [--seconds 5] [--data ../shared/sadtalker] [--rehearse]
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from bench.plain_sadtalker import PlainRenderer
from bench.sadtalker import through_engine, weights
from videolecture.face.batches import as_bytes, out_of_memory, pictures
from videolecture.face.gfpgan.checkpoint import load
from videolecture.face.gfpgan.enhancer import GPU_BATCH, Aligned, Enhancer
from videolecture.face.sadtalker.frames import largest
from videolecture.face.sadtalker.model import Actor, Model

BATCHES = (1, 2, 4, 8, 16, 32)
PUBLISHED_BATCH = 2  # what the published program renders at once unless told otherwise
TFLOP_PER_FRAME = {256: 1.203, 512: 4.813}  # of the published arithmetic
CLIP = 20.0  # seconds of the fragment that the whole engine renders
MAPPING = "mapping_00229-model.pth.tar"
Render = Callable[[Tensor], Tensor]  # keypoints (b, 15, 3) -> frames as bytes (b, s, s, 3)


@dataclass(frozen=True)
class Bench:
    """Where and how long to measure."""

    device: torch.device
    seconds: float  # for every row
    batches: tuple[int, ...]
    pixels: int  # the longest side of pictures, smaller in a rehearsal

    @property
    def cuda(self) -> bool:
        """Whether this is not a rehearsal."""
        return self.device.type == "cuda"

    def wait(self) -> None:
        """For everything that was queued."""
        if self.cuda:
            torch.cuda.synchronize()


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
        numbers = f"{self.frames_per_second:.1f} | {teraflops:.0f} | {self.gigabytes:.1f}"
        return f"| {self.size} | {self.what} | {self.batch} | {numbers} |"


def rate(bench: Bench, render: Render, keypoints: Tensor) -> float:
    """Frames per second, after two batches that are not counted; every batch is copied to the CPU."""
    for _ in range(2):
        render(keypoints).cpu()
    bench.wait()
    start, frames = time.perf_counter(), 0
    while not frames or time.perf_counter() - start < bench.seconds:
        render(keypoints).cpu()
        frames += len(keypoints)
    return frames / (time.perf_counter() - start)


def sweep(bench: Bench, size: int, what: str, prepare: Callable[[Tensor], Render], driving: Tensor) -> Iterator[Row]:
    """A row for every batch that fits into memory; `prepare` is given the keypoints of a batch."""
    for batch in bench.batches:
        if batch > largest(size):
            return
        if bench.cuda:
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()
        keypoints = driving[:1].expand(batch, -1, -1).contiguous()
        try:
            speed = rate(bench, prepare(keypoints), keypoints)
        except RuntimeError as error:
            if not out_of_memory(error) and "captur" not in str(error):  # memory that ends while a graph is recorded
                raise
            return
        yield Row(size, what, batch, speed, torch.cuda.max_memory_allocated() / 1e9 if bench.cuda else 0.0)


def as_graph(render: Render, keypoints: Tensor) -> Render:
    """The same, recorded once and replayed: one launch instead of hundreds."""
    still = keypoints.clone()
    aside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):  # before a recording everything must have run once, elsewhere
        render(still)
    torch.cuda.current_stream().wait_stream(aside)
    torch.cuda.empty_cache()  # while it records, what is kept for later cannot be given back
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        frames = render(still)

    def replay(points: Tensor) -> Tensor:
        still.copy_(points)
        graph.replay()
        return frames

    return replay


def first_frame(bench: Bench, model: Model, actor: Actor, keypoints: Tensor, pixels: np.ndarray) -> float:
    """Seconds from a photo's crop and resident models to the first frame in memory."""
    bench.wait()
    start = time.perf_counter()
    actor = model.actor(pixels, actor.coefficients)
    next(pictures(iter(range(1)), 1, lambda some: keypoints[some], lambda k: model.render(actor, k), None, "It"))
    return time.perf_counter() - start


def measured(bench: Bench, size: int, data: Path) -> Iterator[str]:
    """The lines of the table for one size."""
    path = weights(data, size)
    torch.backends.cudnn.allow_tf32 = True  # as PyTorch does by itself
    with np.load(data / f"oracle_crop_{size}.npz") as oracle:
        source, driving = (
            torch.from_numpy(oracle[name].astype(np.float32)).to(bench.device) for name in ("kp_source", "kp_driving")
        )
        pixels, coefficients = oracle["crop_png_rgb"], oracle["first_coeff_3dmm"][0]
    driving = driving[0]
    side = min(size, bench.pixels)
    pixels = np.asarray(cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    image = (torch.from_numpy(pixels).to(bench.device).permute(2, 0, 1)[None] / 255).contiguous()
    with torch.inference_mode():
        plain = PlainRenderer(path).to(bench.device)

        def published(keypoints: Tensor) -> Tensor:
            return as_bytes(plain(image, source, keypoints))

        speeds = {}
        for row in sweep(bench, size, "published, fp32 (TF32)", lambda _: published, driving):
            speeds[row.batch] = row.frames_per_second
            yield str(row)
        model = Model(path, path.with_name(MAPPING), False, bench.device, half=bench.cuda)
        actor = model.actor(pixels, coefficients)
        torch.backends.cudnn.allow_tf32 = False
        expected = as_bytes(plain(image, actor.source.keypoints, driving[:1])).cpu()
        torch.backends.cudnn.allow_tf32 = True
        plain.cpu()  # its memory is free for ours

        def ours(keypoints: Tensor) -> Tensor:
            return as_bytes(model.render(actor, keypoints))

        fastest = 0.0
        for row in sweep(bench, size, "ours, fp16", lambda _: ours, driving):
            fastest = max(fastest, row.frames_per_second)
            yield str(row)
        error = (ours(driving[:1]).cpu().float() - expected.float()).square().mean() / 255**2
        if bench.cuda:
            yield from map(str, sweep(bench, size, "ours, fp16, graph", lambda k: as_graph(ours, k), driving))
            for parameter in model.networks.renderer.dense_motion_network.parameters():
                if parameter.dim() == 5:
                    parameter.data = parameter.data.contiguous(memory_format=torch.channels_last_3d)
            yield from map(str, sweep(bench, size, "ours, fp16, channels last in 3D", lambda _: ours, driving))
            torch.backends.cudnn.benchmark = True
            yield from map(str, sweep(bench, size, "ours, fp16, searched kernels", lambda _: ours, driving))
            torch.backends.cudnn.benchmark = False
        wait = first_frame(bench, model, actor, driving, pixels)
        default, best = speeds.get(PUBLISHED_BATCH, 0.0), max(speeds.values())
        decibels = -10 * float(torch.log10(error))
        yield f"\n{size} pixels, best batches: {fastest / best:.1f} times the published arithmetic, {decibels:.1f} dB;"
        yield f"{fastest / default:.1f} times at its batch of {PUBLISHED_BATCH}, the published program's own."
        yield f"The first frame of a new portrait is there after {wait:.3f} s."


def enhanced(bench: Bench, data: Path) -> Iterator[str]:
    """The enhancer's network: faces per second one by one in fp32, and in batches as the engine runs it."""
    with tempfile.TemporaryDirectory() as folder, np.load(data / "oracle.npz") as oracle:
        runpy.run_path(str(data / "gfpgan_checkpoint.py"))["main"](data, Path(folder))
        face = oracle["face_input_uint8_rgb"]
        enhancer = Enhancer(Path(folder) / "GFPGANv1.4.pth", bench.device)
        network = load(Path(folder) / "GFPGANv1.4.pth").to(bench.device)
    tensor = (torch.from_numpy(face).to(bench.device).permute(2, 0, 1)[None] / 255 * 2 - 1).contiguous()
    with torch.inference_mode():
        torch.backends.cudnn.allow_tf32 = False
        alone = rate(bench, lambda batch: as_bytes((network(batch) + 1) / 2), tensor)
        exact = as_bytes((network(tensor) + 1) / 2)[0].cpu()
        torch.backends.cudnn.allow_tf32 = True
    one = Aligned(face, face, np.eye(2, 3), np.zeros((36, 2)))
    seconds, faces = 0.0, 0
    while not faces or seconds < bench.seconds:  # a clip at a time, as the engine does
        start = time.perf_counter()
        restored = [picture for _, picture in enhancer.restored(iter([one] * (10 * GPU_BATCH if bench.cuda else 1)))]
        seconds, faces = seconds + time.perf_counter() - start, faces + len(restored)
    together = faces / seconds
    error = (torch.from_numpy(restored[0]).float() - exact.float()).square().mean() / 255**2
    decibels = -10 * float(torch.log10(error.clamp(min=1e-12)))
    speeds = f"{alone:.1f} faces per second one by one in fp32, {together:.1f} as the engine runs it"
    yield f"The enhancer: {speeds}, {decibels:.1f} dB."


def main() -> int:
    """Print the table; 0 as well where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).resolve().parents[2] / "shared" / "sadtalker"
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("VIDEOLECTURE_PARITY_DATA") or here))
    shared = Path(os.environ.get("VIDEOLECTURE_PARITY_GFPGAN") or here.parent / "gfpgan")
    parser.add_argument("--gfpgan", type=Path, default=shared)
    parser.add_argument("--seconds", type=float, default=5.0, help="of measuring for every row")
    parser.add_argument("--rehearse", action="store_true", help="on the CPU, with small pictures")
    options = parser.parse_args()
    if (options.rehearse or torch.cuda.is_available()) and not (options.data / "shapes.json").is_file():
        print(f"There are no parity data in {options.data}: name their folder by --data or VIDEOLECTURE_PARITY_DATA.")
        return 2
    if options.rehearse:
        bench = Bench(torch.device("cpu"), 0.0, (1, 2), 128)
        print("A rehearsal on a CPU with pictures of 128 pixels: these numbers say nothing.\n")
    elif torch.cuda.is_available():
        bench = Bench(torch.device("cuda"), options.seconds, BATCHES, 512)
        print(f"SadTalker renderer on {torch.cuda.get_device_name()}, PyTorch {torch.__version__}\n")
    else:
        print("There is no GPU that PyTorch can use here: nothing was measured.")
        return 0
    print("| pixels | what | batch | frames per second | TFLOP/s of the published arithmetic | peak GB |")
    print("|---|---|---|---|---|---|")
    for size in (256,) if options.rehearse else (256, 512):
        for line in measured(bench, size, options.data):
            print(line, flush=True)
        print(f"Through the engine: {through_engine(options.data, size, CLIP if bench.cuda else 0.0)}.\n", flush=True)
    if (options.gfpgan / "shapes.json").is_file():
        for line in enhanced(bench, options.gfpgan):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
