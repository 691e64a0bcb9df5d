from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from videolecture.errors import MissingError
from videolecture.face.gfpgan import enhancer as module
from videolecture.face.gfpgan.enhancer import (
    COARSE,
    OVAL,
    TEMPLATE,
    Aligned,
    Enhancer,
    five,
    followed_faces,
    oval_mask,
    pasted,
    similarity,
    steadied,
)
from videolecture.face.landmarks.find import FaceFinder
from videolecture.face.landmarks.mesh import MeshModel
from videolecture.face.photo import load
from videolecture.types import Image


def numbered(count: int, taken: list[int]) -> Iterator[tuple[Image, np.ndarray]]:
    for n in range(count):
        taken.append(n)
        yield np.full((1, 1, 3), n, dtype=np.uint8), np.full((478, 3), n * n, dtype=np.float32)


@given(count=st.integers(0, 30))
def test_steadying_keeps_every_frame_and_the_ends_as_they_are(count: int) -> None:
    steadied_ = list(steadied(numbered(count, [])))
    assert [int(frame[0, 0, 0]) for frame, _ in steadied_] == list(range(count))
    means = [float(points[0, 0]) for _, points in steadied_]
    if count:
        assert means[0] == 0
        assert means[-1] == (count - 1) ** 2
    if count > 4:
        assert means[2] == pytest.approx(np.mean([0, 1, 4, 9, 16]))


def test_steadying_looks_two_frames_ahead_and_no_further() -> None:
    taken: list[int] = []
    stream = steadied(numbered(100, taken))
    next(stream)
    assert taken == [0, 1, 2]


@given(angle=st.floats(-1, 1), scale=st.floats(0.2, 5), x=st.floats(-300, 300), y=st.floats(-300, 300))
def test_the_alignment_finds_the_turn_scale_and_shift(angle: float, scale: float, x: float, y: float) -> None:
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = similarity(TEMPLATE @ turn.T + (x, y), TEMPLATE)
    assert np.allclose((TEMPLATE @ turn.T + (x, y)) @ found[:, :2].T + found[:, 2], TEMPLATE, atol=1e-6)


def test_the_mask_is_full_inside_the_face_and_nothing_at_the_border() -> None:
    around = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    mask = oval_mask(np.stack([256 + 190 * np.cos(around), 256 + 230 * np.sin(around)], axis=1))
    assert mask[64, 64] > 0.99
    assert max(mask[0].max(), mask[-1].max(), mask[:, 0].max(), mask[:, -1].max()) < 0.02
    steps = max(np.abs(np.diff(mask, axis=0)).max(), np.abs(np.diff(mask, axis=1)).max())
    assert steps < 0.05 * COARSE


def test_pasting_back_mixes_the_frame_and_the_face_as_at_full_size_but_for_rounding() -> None:
    random = np.random.default_rng(1)
    large, face, restored = random.integers(0, 256, (3, 512, 512, 3), dtype=np.uint8)
    around = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    there = np.array([[0.9, 0.2, -30.0], [-0.2, 0.9, 60.0]])
    aligned = Aligned(large, face, there, np.stack([256 + 170 * np.cos(around), 250 + 210 * np.sin(around)], axis=1))
    back = cv2.invertAffineTransform(there)
    mask = cv2.resize(oval_mask(aligned.outline), (512, 512), interpolation=cv2.INTER_LINEAR)
    share = cv2.warpAffine(mask, back, (512, 512))[..., None]
    plain = large + (cv2.warpAffine(restored, back, (512, 512), flags=cv2.INTER_CUBIC).astype(float) - large) * share
    difference = np.abs(pasted(aligned, restored) - plain)
    assert difference.mean() < 0.3  # of rounding alone .25 where they mix
    assert difference.max() < 2
    outside = share[..., 0] == 0
    assert 0.1 < outside.mean() < 0.9
    assert (pasted(aligned, restored) == large)[outside].all()


class Narrow(torch.nn.Module):
    """Gives back what it is given, but in half precision overflows for bright faces."""

    def forward(self, faces: torch.Tensor) -> torch.Tensor:
        overflows = torch.is_autocast_enabled("cpu") & (faces.amax(dim=(1, 2, 3), keepdim=True) > 0)
        return torch.where(overflows, torch.inf, faces)


def test_faces_too_bright_for_half_precision_are_restored_again_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load", lambda _: Narrow())
    monkeypatch.setattr(module, "MeshModel", object)
    enhancer = Enhancer(Path("weights.pth"), torch.device("cpu"), 2)
    enhancer.half = True
    plain = (np.full((512, 512, 3), grey, dtype=np.uint8) for grey in (3, 200, 7))
    faces = [Aligned(face, face, np.eye(2, 3), np.zeros((36, 2))) for face in plain]
    restored = list(enhancer.restored(iter(faces)))
    assert [aligned for aligned, _ in restored] == faces
    assert [int(face[0, 0, 0]) for _, face in restored] == [3, 200, 7]


def moving(count: int) -> Iterator[np.ndarray]:
    """How a head nods, turns and comes nearer in a second: (2, 3) from the frame at rest, 256 pixels wide, to each."""
    for at in 2 * np.pi * np.arange(count) / 25:
        angle, scale = np.deg2rad(3 * np.sin(at)), 1 + 0.02 * np.cos(0.7 * at)
        turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        middle = np.array([128.0, 128.0])
        shift = middle + np.array([6 * np.sin(at), 3 * np.cos(1.3 * at)]) - turn @ middle
        yield np.column_stack([turn, shift])


def test_the_restored_detail_stays_on_a_moving_face_without_shaking() -> None:
    """Detail is put where the alignment says. The movement is known here, so what is left is the alignment's error."""
    photo = load(Path(__file__).parents[3] / "quality" / "portraits" / "hopper.jpg")[0]
    try:
        rest, model = FaceFinder().find(photo).points, MeshModel()
    except MissingError as missing:
        pytest.skip(str(missing))
    motion, cut = list(moving(30)), np.array([[1.0, 0.0, -135.0], [0.0, 1.0, -85.0]])
    rest[:, :2] += cut[:, 2]
    frames = []
    for move in motion:
        whole = np.column_stack([move[:, :2], move[:, :2] @ cut[:, 2] + move[:, 2]])
        moved = cv2.warpAffine(photo.pixels, whole, (256, 256), borderMode=cv2.BORDER_REPLICATE)
        frames.append(np.asarray(moved, dtype=np.uint8))
    followed = list(followed_faces(model, iter(frames), rest))

    def shaking(meshes: Iterator[np.ndarray]) -> float:
        """How unsteadily the template's points move over the face: second differences, in pixels of 512."""
        places = []
        for move, mesh in zip(motion, meshes, strict=True):
            back = cv2.invertAffineTransform(similarity(five(mesh[:, :2].astype(np.float64)), TEMPLATE))
            there, to_rest = TEMPLATE @ back[:, :2].T + back[:, 2], cv2.invertAffineTransform(move)
            places.append((there @ to_rest[:, :2].T + to_rest[:, 2]) * 2)
        return float(np.sqrt(np.square(np.diff(places, 2, axis=0)).sum(axis=2).mean()))

    calm = shaking(mesh for _, mesh in steadied(iter(followed)))
    assert calm < 0.35
    assert calm < shaking(mesh for _, mesh in followed) / 2


def test_the_same_picture_is_restored_the_same_wherever_it_stands_in_a_clip(checkpoint: Path) -> None:
    photo = load(Path(__file__).parents[3] / "quality" / "portraits" / "hopper.jpg")[0]
    try:
        mesh = FaceFinder().find(photo).points
    except MissingError as missing:
        pytest.skip(str(missing))
    whole = photo.pixels
    left, top, side = 130, 80, 260
    frame, mesh = whole[top : top + side, left : left + side].copy(), mesh - np.array([left, top, 0], dtype=np.float32)
    enhancer = Enhancer(checkpoint, torch.device("cpu"))
    first, last = enhancer.enhance(iter([frame, frame]), mesh)
    assert first.shape == (2 * side, 2 * side, 3)
    assert np.array_equal(first, last)
    grown = cv2.resize(frame, (2 * side, 2 * side), interpolation=cv2.INTER_CUBIC)
    assert np.array_equal(first[:40, :40], grown[:40, :40])  # outside the face nothing changes
    nose = five(mesh[:, :2].astype(np.float64))[2] * 2
    assert (first[int(nose[1]), int(nose[0])] != frame[int(nose[1]) // 2, int(nose[0]) // 2]).any()
