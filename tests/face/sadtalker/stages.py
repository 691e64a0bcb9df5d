"""What our networks compute from the oracle's inputs, stage by stage, beside what the published ones did.

Every stage begins with the published result of the stage before it where that is known whole, so that rounding does not
pile up and a small error is not hidden behind an early stage's rounding. The dtype is that of the networks: the same
code runs in fp32 and, to know how far rounding goes, in fp64.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from tests.face.sadtalker.oracle import Oracle
from videolecture.face.sadtalker.checkpoint import Networks
from videolecture.face.sadtalker.keypoint_detector import head_pose, move_keypoints
from videolecture.face.sadtalker.mapping_net import MappingNet
from videolecture.face.sadtalker.motion import Chance, Moves
from videolecture.face.sadtalker.renderer import Renderer, SourceFeatures

Stage = tuple[str, NDArray[Any], NDArray[Any]]  # its name, ours, theirs


class _As:
    """A network that is handed its inputs in the type that it computes in."""

    def __init__(self, network: torch.nn.Module) -> None:
        self.network = network
        self.dtype = next(network.parameters()).dtype

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.network, name)
        return self._converting(found) if name == "encode" else found

    def __call__(self, *values: object) -> Any:
        return self._converting(self.network)(*values)

    def _converting(self, function: Any) -> Any:
        return lambda *values: function(*(v.to(self.dtype) if isinstance(v, Tensor) else v for v in values))


def _stage(name: str, ours: Tensor, theirs: NDArray[Any]) -> Stage:
    return name, ours.numpy(), theirs


def reconstruction(oracle: Oracle, networks: Networks) -> Iterator[Stage]:
    """The face's 257 coefficients."""
    face = torch.from_numpy(oracle.image("align_img224")).permute(2, 0, 1)[None] / 255
    yield _stage("reconstruction", _As(networks.reconstruction)(face), oracle.array("recon_full_coeff257"))


def motion(oracle: Oracle, networks: Networks) -> Iterator[Stage]:
    """The clip's expression and pose."""
    drawn = Chance(oracle.array("blink_ratio")[0], oracle.array("pose_z")[:, 0])
    style = int(str(oracle.options["pose_style"]))
    sound, portrait = oracle.array("wav16k"), oracle.array("first_coeff_3dmm")[0]
    exp: Any = _As(networks.exp)
    pose: Any = _As(networks.pose)
    moved = Moves(exp, pose, sound, portrait, drawn, style).rows(0, len(drawn.blinks))
    yield "motion", moved, oracle.array("coeff_70_smoothed")


def keypoints(oracle: Oracle, networks: Networks) -> Iterator[Stage]:
    """Where the portrait's keypoints are."""
    yield _stage("keypoints", _As(networks.keypoints)(oracle.tensor("source_image")), oracle.array("kp_canonical"))


def pose(oracle: Oracle, mapping: MappingNet) -> Iterator[Stage]:
    """Where they are moved to."""
    canonical = oracle.tensor("kp_canonical").to(next(mapping.parameters()).dtype)
    source = move_keypoints(canonical, head_pose(_As(mapping)(oracle.tensor("source_semantics"))))
    yield _stage("pose", source, oracle.array("kp_source"))
    driving = move_keypoints(canonical, head_pose(_As(mapping)(oracle.tensor("target_semantics")[0])))
    yield _stage("pose", driving, oracle.array("kp_driving")[0])


def source_of(oracle: Oracle, renderer: Renderer) -> SourceFeatures:
    """The portrait, as the stages of frame 0 need it."""
    dtype = renderer.fourth.weight.dtype
    return renderer.source(oracle.tensor("source_image").to(dtype), oracle.tensor("kp_source").to(dtype))


def features(oracle: Oracle, source: SourceFeatures) -> Iterator[Stage]:
    """The portrait's features."""
    yield _stage("features", source.features[..., ::4, ::4], oracle.array("f0_gen_feature_3d_sub"))


def dense_motion(oracle: Oracle, renderer: Renderer, source: SourceFeatures) -> Iterator[Stage]:
    """Where everything goes in frame 0."""
    moved = oracle.tensor("kp_driving")[0, :1].to(source.keypoints.dtype)
    found = renderer.dense_motion_network(source.compressed, source.keypoints, moved)
    yield _stage("mask", found.mask[:, :, ::4, ::8, ::8], oracle.array("f0_mask_sub"))
    yield _stage("deformation", found.deformation, oracle.array("f0_deformation"))
    yield _stage("occlusion", found.occlusion, oracle.array("f0_occlusion_map"))


def picture(oracle: Oracle, renderer: Renderer, source: SourceFeatures) -> Iterator[Stage]:
    """The features that went there, and frame 0.

    By the published deformation: a cell that rounding carries over the mask's threshold would show here, too.
    """
    dtype = source.features.dtype
    deformation, occlusion = (oracle.tensor(name).to(dtype) for name in ("f0_deformation", "f0_occlusion_map"))
    warped = renderer.warp(source.features, deformation, occlusion)
    yield _stage("warped", warped[..., ::4, ::4], oracle.array("f0_decoder_in_sub"))
    yield _stage("picture", renderer.decoder(warped), oracle.array("predictions")[0, :1])


def every(oracle: Oracle, networks: Networks, mapping: MappingNet) -> Iterator[Stage]:
    """All of them."""
    with torch.inference_mode():
        yield from reconstruction(oracle, networks)
        yield from motion(oracle, networks)
        yield from keypoints(oracle, networks)
        yield from pose(oracle, mapping)
        source = source_of(oracle, networks.renderer)
        yield from features(oracle, source)
        yield from dense_motion(oracle, networks.renderer, source)
        yield from picture(oracle, networks.renderer, source)
