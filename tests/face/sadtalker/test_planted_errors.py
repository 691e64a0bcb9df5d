"""A wrong constant moves a stage further than rounding does: the gates of the parity tests notice it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from tests.face.rounding import beyond
from tests.face.sadtalker import stages
from tests.face.sadtalker.oracle import Oracle
from videolecture.face.sadtalker import keypoint_detector
from videolecture.face.sadtalker.checkpoint import Networks, load_mapping, load_networks
from videolecture.face.sadtalker.mapping_net import MappingNet
from videolecture.face.sadtalker.renderer import SourceFeatures


@dataclass(frozen=True)
class Given:
    """What the stages are computed from; `source` was computed while nothing was wrong."""

    oracle: Oracle
    networks: Networks
    mapping: MappingNet
    source: SourceFeatures


@pytest.fixture(scope="module")
def given(data: Path, checkpoints: Path) -> Given:
    oracle = Oracle(data / "oracle_crop_256.npz")
    networks = load_networks(checkpoints / "SadTalker_V0.0.2_256.safetensors")
    mapping = load_mapping(checkpoints / "mapping_00229-model.pth.tar", 70)
    with torch.inference_mode():
        return Given(oracle, networks, mapping, stages.source_of(oracle, networks.renderer))


Stages = Callable[[Given], Iterator[stages.Stage]]
Plant = Callable[[pytest.MonkeyPatch, Given], None]


def reconstruction(given: Given) -> Iterator[stages.Stage]:
    return stages.reconstruction(given.oracle, given.networks)


def moves(given: Given) -> Iterator[stages.Stage]:
    return stages.motion(given.oracle, given.networks)


def keypoints(given: Given) -> Iterator[stages.Stage]:
    return stages.keypoints(given.oracle, given.networks)


def pose(given: Given) -> Iterator[stages.Stage]:
    return stages.pose(given.oracle, given.mapping)


def dense_motion(given: Given) -> Iterator[stages.Stage]:
    return stages.dense_motion(given.oracle, given.networks.renderer, given.source)


def picture(given: Given) -> Iterator[stages.Stage]:
    return stages.picture(given.oracle, given.networks.renderer, given.source)


def wrong(name: str, value: object) -> Plant:
    """Another constant or function in place of one of the package's."""
    return lambda patch, _: patch.setattr(f"videolecture.face.sadtalker.{name}", value)


def wrong_epsilon(patch: pytest.MonkeyPatch, given: Given) -> None:
    for module in given.networks.reconstruction.modules():
        if isinstance(module, nn.BatchNorm2d):
            patch.setattr(module, "eps", 2e-5)


def wrong_mean(patch: pytest.MonkeyPatch, given: Given) -> None:
    """The face around 0, as the published ones of other ResNets are fed."""
    network = given.networks.reconstruction
    right = network.forward
    patch.setattr(network, "forward", lambda face: right(face - 0.5))


def wrong_padding(patch: pytest.MonkeyPatch, given: Given) -> None:
    patch.setattr(given.networks.renderer.dense_motion_network.mask, "padding_mode", "replicate")


def swapped(yaw: Tensor, pitch: Tensor, roll: Tensor, right: Any = keypoint_detector.rotation) -> Any:
    return right(roll, pitch, yaw)


def from_the_edges(logits: Tensor, right: Any = keypoint_detector.degrees) -> Any:
    return right(logits) + 1.5


def steeper(x: Tensor, slope: float, right: Any = F.leaky_relu) -> Any:
    return right(x, 1.01 * slope)


def to_the_corners(x: Tensor, grid: Tensor, align_corners: bool, right: Any = F.grid_sample) -> Any:
    return right(x, grid, align_corners=not align_corners)


def cells(size: tuple[int, int, int], device: torch.device) -> Tensor:
    """-1 and 1 at the outer edges of the outermost cells."""
    axes = [(2 * torch.arange(n, dtype=torch.float32, device=device) + 1) / n - 1 for n in size]
    z, y, x = torch.meshgrid(*axes, indexing="ij")
    return torch.stack((x, y, z), dim=-1)


def unbiased_norm(x: Tensor) -> Tensor:
    variance, mean = torch.var_mean(x, dim=(2, 3), keepdim=True)
    return (x - mean) * torch.rsqrt(variance + 1e-5)


PLANTED: dict[str, tuple[Stages, Plant]] = {
    "a mean taken off the face": (reconstruction, wrong_mean),
    "epsilon of the batch norms": (reconstruction, wrong_epsilon),
    "a window of 11 frames for 13": (moves, wrong("motion.SMOOTHING", 11)),
    "pi itself": (pose, wrong("keypoint_detector.PI", math.pi)),
    "yaw and roll swapped": (pose, wrong("keypoint_detector.rotation", swapped)),
    "angles half a bin off": (pose, wrong("keypoint_detector.degrees", from_the_edges)),
    "slope of the mapping": (pose, wrong("mapping_net.F.leaky_relu", steeper)),
    "temperature of the softmax": (keypoints, wrong("keypoint_detector.TEMPERATURE", 0.101)),
    "grid of the keypoints": (keypoints, wrong("keypoint_detector.coordinate_grid", cells)),
    "width of the Gaussians": (dense_motion, wrong("dense_motion.VARIANCE", 0.0101)),
    "padding of the mask": (dense_motion, wrong_padding),
    "threshold of the mask": (dense_motion, wrong("dense_motion.FAINTEST", 2e-3)),
    "align_corners of the warp": (picture, wrong("renderer.F.grid_sample", to_the_corners)),
    "variance of the instance norm": (picture, wrong("spade_generator.instance_norm", unbiased_norm)),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_wrong_constant_is_beyond_rounding(what: str, given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    compute, plant = PLANTED[what]
    plant(monkeypatch, given)
    with torch.inference_mode():
        assert any(beyond(*stage) for stage in compute(given))  # as far as the first that is
