"""Reads the published GFPGANv1.4.pth, unchanged, and refuses any other with what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import torch

from videolecture.errors import WeightsError
from videolecture.face.gfpgan.network import GfpGan
from videolecture.face.published import fill, load_pickled

UNUSED = ("toRGB.", "stylegan_decoder.style_mlp.")  # in the file, but only training used them
REMEDY = "«videolecture models pull gfpgan» fetches the published file."


def load(path: Path) -> GfpGan:
    """The network in evaluation mode, on the CPU in fp32. Raises WeightsError.

    The published file has the container from before PyTorch's zip format, which cannot be mapped into memory.
    """
    content = load_pickled(path, "gfpgan")
    state = content.get("params_ema") if isinstance(content, dict) else None
    if not isinstance(state, dict):
        raise WeightsError(
            "«{path}» is not GFPGAN's file: it has no key «params_ema».",
            REMEDY,
            code="gfpgan-not-file",
            path=path,
        )
    state = {name: tensor for name, tensor in state.items() if not str(name).startswith(UNUSED)}
    with torch.device("meta"):
        network = GfpGan()
    fill(network, state, path, "", "gfpgan")
    return network
