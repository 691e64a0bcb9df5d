"""The loaded networks on their device, and what they compute of a portrait and of a clip.

On a GPU these are PyTorch's own kernels, launched one by one; batches hide the launches. torch.compile has no place
here: it needs a C compiler on the user's machine, compiles anew in every worker, and its kernels, chosen by timing,
would not give the same bytes on every run. What CUDA graphs and kernels chosen by timing would bring, `bench.gpu`
measures.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from videolecture.face.batches import as_bytes, broken, precision
from videolecture.face.sadtalker.blocks import fold_norms
from videolecture.face.sadtalker.checkpoint import Networks, load_mapping, load_networks
from videolecture.face.sadtalker.coefficients import ALIGNMENT, Coefficients, seen, windows
from videolecture.face.sadtalker.keypoint_detector import HeadPose, head_pose, move_keypoints
from videolecture.face.sadtalker.mapping_net import MappingNet
from videolecture.face.sadtalker.renderer import Renderer, SourceFeatures
from videolecture.face.sadtalker.rest import ease
from videolecture.types import Image


class Driving(Protocol):
    """Driving coefficients of a clip at the rate the networks were trained for."""

    @property
    def frames(self) -> int:
        """How many."""
        ...

    def rows(self, first: int, last: int) -> Coefficients:
        """Those of frames first..last-1: (last - first, 70 or 73)."""
        ...


NAME = "SadTalker's renderer"


@dataclass(frozen=True)
class Actor:
    """A portrait ready to be moved: everything that its frames share."""

    source: SourceFeatures
    canonical: Tensor  # (1, 15, 3)
    rest: HeadPose  # of one frame
    coefficients: Coefficients  # (73,)
    picture: Image  # (s, s, 3): the portrait at rest, as every clip begins and ends


class Model:
    """SadTalker's networks for one size and one mapping."""

    def __init__(self, networks: Path, mapping: Path, whole_photo: bool, device: torch.device, half: bool) -> None:
        """`half`: the renderer computes in fp16 where that is safe. Raises WeightsError."""
        self.device, self.half, self.whole_photo = device, half, whole_photo
        self._path = networks
        self.networks: Networks = load_networks(networks)
        self.mapping: MappingNet = load_mapping(mapping, 73 if whole_photo else 70)
        for network in self._all():
            network.to(device)
        if device.type == "cpu":
            self.networks.renderer.decoder.for_cpu()
        if half:
            fold_norms(self.networks.renderer)
            halve(self.networks.renderer)

    def remapped(self, mapping: Path, whole_photo: bool) -> Model:
        """The same networks with the other mapping. Raises WeightsError."""
        other = copy.copy(self)
        other.whole_photo = whole_photo
        other.mapping = load_mapping(mapping, 73 if whole_photo else 70).to(self.device)
        return other

    def _all(self) -> tuple[nn.Module, ...]:
        n = self.networks
        return (n.reconstruction, n.exp, n.pose, n.keypoints, n.renderer, self.mapping)

    @cached_property
    def _exact(self) -> Renderer:
        """The renderer in fp32: on a GPU it is read again, the first time that half precision does not suffice."""
        return load_networks(self._path).renderer.to(self.device) if self.half else self.networks.renderer

    def reconstruct(self, face: Image) -> Coefficients:
        """An aligned face (224, 224, 3) -> 257 coefficients."""
        with torch.inference_mode():
            return np.asarray(self.networks.reconstruction(self._image(face))[0].cpu().numpy())

    def actor(self, pixels: Image, coefficients: Coefficients) -> Actor:
        """The animated part of the photo (s, s, 3) and its 73 coefficients. Raises EngineError."""
        with torch.inference_mode():
            image = self._image(pixels)
            canonical = self.networks.keypoints(image)
            used = coefficients if self.whole_photo else coefficients[: ALIGNMENT.start]
            rest = self.pose(windows(used[None], np.zeros(1)))
            keypoints = move_keypoints(canonical, rest)
            with precision(self.device, self.half):
                source = self.networks.renderer.source(image, keypoints)
                picture = self.networks.renderer.render(source, keypoints)
            if not torch.isfinite(picture).all():
                source = self._exact.source(image, keypoints)
                picture = self._exact.render(source, keypoints)
            if not torch.isfinite(picture).all():
                raise broken(NAME)
            return Actor(source, canonical, rest, coefficients, np.asarray(as_bytes(picture)[0].cpu().numpy()))

    def pose(self, around: np.ndarray) -> HeadPose:
        """Windows of driving coefficients (b, 70 or 73, 27) -> the pose of b frames."""
        return head_pose(self.mapping(self._on_device(around)))

    def keypoints(
        self, actor: Actor, driving: Driving, frames: int, first: int, last: int, fps: float, trained_fps: float
    ) -> Tensor:
        """Keypoints of frames first..last-1 of a clip of `frames`, eased at its ends: (last - first, 15, 3)."""
        with torch.inference_mode():
            centres = np.arange(first, last) * (trained_fps / fps)
            part = seen(driving.frames, centres)
            rows = driving.rows(part.start, part.stop)
            pose = self.pose(windows(rows, centres, part.start, driving.frames))
            return move_keypoints(actor.canonical, ease(pose, actor.rest, frames, first, fps))

    def render(self, actor: Actor, keypoints: Tensor) -> Tensor:
        """Keypoints of b frames (b, 15, 3) -> RGB in [0, 1], (b, 3, s, s); no numbers where fp16 does not hold them."""
        with torch.inference_mode(), precision(self.device, self.half):
            return self.networks.renderer.render(actor.source, keypoints)

    def render_exactly(self, actor: Actor, keypoints: Tensor) -> Tensor:
        """The same in fp32, whatever the device."""
        with torch.inference_mode():
            source = actor.source
            exact = replace(source, features=source.features.float(), compressed=source.compressed.float())
            return self._exact.render(exact, keypoints)

    def _on_device(self, values: np.ndarray) -> Tensor:
        """Without waiting for what a GPU is doing, as a plain copy would."""
        tensor = torch.from_numpy(values)
        return tensor.pin_memory().to(self.device, non_blocking=True) if self.device.type == "cuda" else tensor

    def _image(self, pixels: Image) -> Tensor:
        tensor = torch.tensor(pixels, device=self.device)
        return (tensor.to(torch.float32) / 255).permute(2, 0, 1)[None].contiguous()


def halve(network: nn.Module) -> None:
    """Keep the convolutions' weights and biases in fp16, so that nothing converts them for every frame."""
    for module in network.modules():
        parameters = dict(module.named_parameters(recurse=False))
        if "weight" in parameters and parameters["weight"].dim() >= 4:
            for parameter in parameters.values():
                parameter.data = parameter.data.half()
