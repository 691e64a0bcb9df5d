"""CPU: seconds per frame of our renderer and of the published arithmetic, in the same run, on the same random weights;
and seconds until the engine gives the first frame of a fragment, with nothing loaded and with everything resident.

usage: python -m bench.sadtalker [--frames 3] [--size 256] [--data ../shared/sadtalker]
"""

from __future__ import annotations

import argparse
import os
import runpy
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from bench.plain_sadtalker import PlainRenderer
from videolecture.face.photo import load
from videolecture.face.sadtalker.checkpoint import load_networks
from videolecture.face.sadtalker.engine import SadTalker
from videolecture.types import Motion, Speech


def weights(data: Path, size: int) -> Path:
    """The random checkpoint of that size, written once into the temporary folder."""
    folder = Path(tempfile.gettempdir()) / "videolecture-bench-sadtalker"
    if not folder.is_dir():
        aside = Path(tempfile.mkdtemp(dir=folder.parent))
        runpy.run_path(str(data / "spec_checkpoint.py"))["main"](data, aside)
        aside.rename(folder)
    return folder / f"SadTalker_V0.0.2_{size}.safetensors"


def timed(work: Callable[[], Tensor]) -> tuple[float, float, Tensor]:
    """Seconds on the clock, seconds of CPU, and the result."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - start, time.process_time() - cpu, result


def through_engine(data: Path, size: int, seconds: float = 0.0) -> str:
    """How long the engine takes for the first frame of its first fragment, from the photo on, and of a further one;
    and how many frames it gives a second of a fragment of so many `seconds`.

    Raises MissingError without the weights that find a face.
    """
    with np.load(data / f"oracle_crop_{size}.npz") as oracle:
        heard = oracle["wav16k"].astype(np.float32)
    sound = np.resize(heard, round(seconds * 16_000) or len(heard))
    with tempfile.TemporaryDirectory() as checkout:
        (Path(checkout) / "checkpoints").symlink_to(weights(data, size).parent, target_is_directory=True)
        os.environ["SAD_TALKER_DIR_PATH"] = checkout
        start = time.perf_counter()
        engine = SadTalker()
        photo = load(Path(__file__).resolve().parents[1] / "examples" / "portrait.jpg")[0]
        portrait = engine.prepare(photo, {"size": size}, lambda _done, _what: None)
        next(iter(engine.animate(portrait, Speech(heard, 16_000), Motion())))
        first, start = time.perf_counter() - start, time.perf_counter()
        frames = iter(engine.animate(portrait, Speech(sound[::-1].copy(), 16_000), Motion()))
        next(frames)
        further = time.perf_counter() - start
        said = f"first frame of the first fragment after {first:.1f} s, of a further one after {further:.3f} s"
        if seconds:
            count = 1 + sum(1 for _ in frames)
            said += f", {count / (time.perf_counter() - start):.1f} frames per second of {count}"
    return said


def main() -> None:
    """Interleave both, so that whatever else the machine does hits both alike."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=3)
    parser.add_argument("--size", type=int, default=256, choices=[256, 512])
    here = Path(__file__).resolve().parents[2] / "shared" / "sadtalker"
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("VIDEOLECTURE_PARITY_DATA") or here))
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    path = weights(options.data, options.size)
    with np.load(options.data / f"oracle_crop_{options.size}.npz") as oracle:
        image, source, driving = (
            torch.from_numpy(oracle[name].astype(np.float32)) for name in ("source_image", "kp_source", "kp_driving")
        )
    waited = through_engine(options.data, options.size)
    with torch.inference_mode():
        plain, ours = PlainRenderer(path), load_networks(path).renderer
        ours.decoder.for_cpu()
        known = ours.source(image, source)
        first = driving[0, :1]
        ours.render(known, first)  # the first call of each is not counted
        plain(image, source, first)
        clock: dict[str, list[float]] = {"plain": [], "ours": []}
        cpu: dict[str, list[float]] = {"plain": [], "ours": []}
        furthest = 0.0
        for _ in range(options.frames):
            wall, used, theirs = timed(lambda: plain(image, source, first))
            clock["plain"].append(wall)
            cpu["plain"].append(used)
            wall, used, mine = timed(lambda: ours.render(known, first))
            clock["ours"].append(wall)
            cpu["ours"].append(used)
            furthest = max(furthest, float((mine - theirs).abs().max()))
    threads = torch.get_num_threads()
    print(f"SadTalker renderer, {options.size} pixels, fp32, {threads} threads, {options.frames} frames each")
    print("                         published   ours   ratio")
    # On a machine that does other things too, CPU seconds say more than the clock, with one thread most of all.
    for name, times in (("seconds, best", clock), ("CPU seconds, best", cpu)):
        theirs_, ours_ = min(times["plain"]), min(times["ours"])
        print(f"  {name:<22} {theirs_:8.2f} {ours_:8.2f} {theirs_ / ours_:6.2f}")
    theirs_, ours_ = statistics.median(clock["plain"]), statistics.median(clock["ours"])
    print(f"  {'seconds, median':<22} {theirs_:8.2f} {ours_:8.2f} {theirs_ / ours_:6.2f}")
    print(f"  furthest pixel         {furthest:.1e} of 1")
    print(f"  {waited}")


if __name__ == "__main__":
    main()
