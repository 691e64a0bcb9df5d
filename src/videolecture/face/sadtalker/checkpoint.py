"""Reads the published SadTalker files, unchanged, and refuses any other with what is wrong with it.

The safetensors file holds every network under its prefix; the mapping is a PyTorch archive with the key `mapping`.
Weights under spectral norm are stored as `weight_orig` with the singular vectors u and v: weight = weight_orig / (u^T
W v).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from videolecture.errors import WeightsError
from videolecture.face.published import fill, load_pickled, require_finite
from videolecture.face.sadtalker.exp_net import ExpNet
from videolecture.face.sadtalker.face_reconstruction import FaceReconstruction
from videolecture.face.sadtalker.keypoint_detector import KeypointDetector
from videolecture.face.sadtalker.mapping_net import MappingNet
from videolecture.face.sadtalker.pose_vae import PoseVAE
from videolecture.face.sadtalker.renderer import Renderer

# In the file, but only training used them.
UNUSED = ("audio2pose.netG.encoder.", "audio2pose.netD_motion.")
REMEDY = "«videolecture models pull sadtalker» fetches the published files."


@dataclass(frozen=True)
class Networks:
    """Every network of one SadTalker file, in evaluation mode; the renderer folded."""

    reconstruction: FaceReconstruction
    exp: ExpNet
    pose: PoseVAE
    keypoints: KeypointDetector
    renderer: Renderer


def load_networks(path: Path) -> Networks:
    """Load `SadTalker_V0.0.2_256.safetensors` or its sibling for 512, on the CPU in fp32. Raises WeightsError."""
    try:
        tensors = load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise WeightsError(
            "«{path}» is not a whole safetensors file: {reason}.",
            REMEDY,
            code="sadtalker-not-safetensors",
            path=path,
            reason=error,
        ) from error
    with torch.device("meta"):
        networks = Networks(FaceReconstruction(), ExpNet(), PoseVAE(), KeypointDetector(), Renderer())
    prefixes: dict[str, nn.Module] = {
        "face_3drecon.": networks.reconstruction,
        "audio2exp.": networks.exp,
        "audio2pose.": networks.pose,
        "kp_extractor.": networks.keypoints,
        "generator.": networks.renderer,
    }
    foreign = [name for name in tensors if not name.startswith(tuple(prefixes))]
    if foreign:
        raise WeightsError(
            "«{path}» is not a SadTalker file: it holds «{tensor}».",
            REMEDY,
            code="sadtalker-other-file",
            path=path,
            tensor=foreign[0],
        )
    tensors = {name: tensor for name, tensor in tensors.items() if not name.startswith(UNUSED)}
    require_finite(tensors, path, "", "sadtalker")
    for prefix, network in prefixes.items():
        part = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        fill(network, fold_spectral_norms(part), path, prefix, "sadtalker")
    networks.renderer.fold()  # the only one that runs for every frame
    return networks


def load_mapping(path: Path, coefficients: int) -> MappingNet:
    """Load `mapping_00229-model.pth.tar` (70 coefficients) or `mapping_00109-model.pth.tar` (73). Raises
    WeightsError.
    """
    content = load_pickled(path, "sadtalker")
    state = content.get("mapping") if isinstance(content, dict) else None
    if not isinstance(state, dict):
        raise WeightsError(
            "«{path}» is not a SadTalker mapping: it has no key «mapping».",
            REMEDY,
            code="sadtalker-no-mapping",
            path=path,
        )
    with torch.device("meta"):
        network = MappingNet(coefficients)
    fill(network, state, path, "", "sadtalker")
    return network


def fold_spectral_norms(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Replace weight_orig, weight_u, weight_v by the weight they stand for."""
    folded = {}
    for name, tensor in state.items():
        stem, _, kind = name.rpartition(".")
        if kind == "weight_orig":
            u, v = state.get(f"{stem}.weight_u"), state.get(f"{stem}.weight_v")
            if u is not None and v is not None and (len(u), len(v)) == (len(tensor), tensor[0].numel()):
                folded[f"{stem}.weight"] = tensor / (u @ (tensor.flatten(1) @ v))
        elif kind not in ("weight_u", "weight_v"):
            folded[name] = tensor
    return folded
