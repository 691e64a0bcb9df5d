"""What our enhancer computes from the oracle's input beside what the published network did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from videolecture.face.gfpgan.network import GfpGan

Stage = tuple[str, NDArray[Any], NDArray[Any]]  # its name, ours, theirs


def restored(data: Path, network: GfpGan) -> NDArray[Any]:
    """The face of the oracle, (1, 3, 512, 512). In fp32 or fp64, as the network."""
    with np.load(data / "oracle.npz") as oracle, torch.inference_mode():
        face = torch.from_numpy(oracle["face_input_uint8_rgb"]).permute(2, 0, 1)[None] / 255 * 2 - 1
        output: NDArray[Any] = network(face.to(network.final_linear.weight.dtype)).numpy()
        return output


def compared(data: Path, output: NDArray[Any]) -> Iterator[Stage]:
    """The restored face: every fourth pixel, and all of its middle."""
    with np.load(data / "oracle.npz") as oracle:
        yield "enhancer", output[..., ::4, ::4], oracle["output_f32_sub"]
        yield "enhancer", output[..., 224:288, 224:288], oracle["output_f32_center"]


def every(data: Path, network: GfpGan) -> Iterator[Stage]:
    """Both, computed by the network."""
    return compared(data, restored(data, network))
