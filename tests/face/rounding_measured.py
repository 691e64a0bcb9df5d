"""`python -m tests.face.rounding_measured FOLDER`: how far from fp64 the published results are, and ours.

Prints the lines of the table in rounding.py, for the instructions that the environment allows. The results in fp64 are
kept in FOLDER and taken up again: they take a quarter of an hour on two cores, and 8 GB.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch
from numpy.typing import NDArray
from torch.overrides import TorchFunctionMode

from tests.face import random_weights
from tests.face.gfpgan import stages as gfpgan
from tests.face.rounding import Distance, Rounding, distance
from tests.face.sadtalker import stages as sadtalker
from tests.face.sadtalker.oracle import Oracle, data_folder
from videolecture.face.gfpgan import checkpoint as enhancer
from videolecture.face.sadtalker.checkpoint import load_mapping, load_networks
from videolecture.face.sadtalker.renderer import Renderer

MEASURED = ("oracle_crop_256.npz", "oracle_full_still_256.npz", "oracle_crop_512.npz")  # each size, each mapping
FOLD = Renderer.fold


class _Lean(TorchFunctionMode):
    """Convolutions a few rows at a time: in fp64 PyTorch writes all windows side by side first, up to 40 GB."""

    ROOM = 200_000_000  # bytes

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        given = dict(kwargs or {})
        if func not in (torch.conv2d, torch.conv3d):
            return func(*args, **given)
        names = ("input", "weight", "bias", "stride", "padding", "dilation", "groups")
        values: dict[str, Any] = {"bias": None, "stride": 1, "padding": 0, "dilation": 1, "groups": 1}
        values |= dict(zip(names, args, strict=False)) | given
        x, weight = values["input"], values["weight"]
        flat = x.dim() - 2
        stride, padding = (_each(values[key], flat)[0] for key in ("stride", "padding"))
        if weight[0, 0].numel() == 1 or len(x) > 1 or _each(values["dilation"], flat)[0] != 1:
            return func(*args, **given)
        kernel = weight.shape[2]
        padded = torch.nn.functional.pad(x, (0, 0) * (flat - 1) + (padding, padding))
        rows = (padded.shape[2] - kernel) // stride + 1
        step = max(1, int(self.ROOM // (weight[0].numel() * x[0, 0, 0].numel() * 8)))
        values["padding"] = (0, *_each(values["padding"], flat)[1:])
        parts = []
        for first in range(0, rows, step):
            last = min(rows, first + step) - 1
            values["input"] = padded[:, :, first * stride : last * stride + kernel]
            parts.append(func(*(values[key] for key in names)))
        return torch.cat(parts, dim=2)


def _each(value: Any, count: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,) * count


def results(exact: bool) -> Iterator[sadtalker.Stage]:
    """Every stage of every oracle, in fp64 or in fp32."""
    data, shared = data_folder(), random_weights.data_folder("gfpgan", "VIDEOLECTURE_PARITY_GFPGAN")
    weights = random_weights.sadtalker(data)
    mappings = {73: load_mapping(weights / "mapping_00109-model.pth.tar", 73)}
    mappings[70] = load_mapping(weights / "mapping_00229-model.pth.tar", 70)
    for size in (256, 512):
        # Folded in fp64: that rearranges weights, and rounds them.
        with mock.patch.object(Renderer, "fold", lambda renderer: FOLD(renderer.double())) if exact else nullcontext():
            networks = load_networks(weights / f"SadTalker_V0.0.2_{size}.safetensors")
        others = (networks.reconstruction, networks.exp, networks.pose, networks.keypoints, *mappings.values())
        for network in others if exact else ():
            network.double()
        for path in (data / file for file in MEASURED):
            oracle = Oracle(path)
            if oracle.size == size:
                yield from sadtalker.every(oracle, networks, mappings[73 if oracle.whole_photo else 70])
    network = enhancer.load(random_weights.gfpgan(shared) / "GFPGANv1.4.pth")
    yield from gfpgan.every(shared, network.double() if exact else network)


def in_fp64(kept: Path) -> list[NDArray[Any]]:
    """Our results, from the file where it is there."""
    if not kept.is_file():
        with _Lean():
            arrays = {f"{i:03}": ours for i, (_, ours, _) in enumerate(results(exact=True))}
        np.savez(kept, **arrays)  # type: ignore[arg-type]
    with np.load(kept) as arrays:
        return [arrays[name] for name in sorted(arrays.files)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how far rounding carries every stage of the face networks.")
    parser.add_argument("folder", type=Path, help="where the results in fp64 are kept")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    nothing = Rounding(Distance(0, 0), Distance(0, 0))
    table: dict[str, Rounding] = {}
    for exact, (stage, ours, theirs) in zip(in_fp64(folder / "fp64.npz"), results(exact=False), strict=True):
        so_far = table.get(stage, nothing)
        table[stage] = Rounding(so_far.published | distance(theirs, exact), so_far.ours | distance(ours, exact))
        print(stage, distance(ours, theirs), "apart", flush=True)
    for stage, row in table.items():
        print(f'    "{stage}": Rounding({row.published}, {row.ours}),')


if __name__ == "__main__":
    main()
