"""Every stage gives what the published implementation gives, on the same weights and the same inputs (fp32)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from tests.face.half import fp16_units
from tests.face.rounding import beyond
from tests.face.sadtalker.oracle import Oracle, oracle_files
from tests.face.sadtalker.stages import (
    Stage,
    dense_motion,
    features,
    keypoints,
    motion,
    picture,
    pose,
    reconstruction,
    source_of,
)
from videolecture.face.batches import as_bytes
from videolecture.face.sadtalker.alignment import align
from videolecture.face.sadtalker.checkpoint import Networks
from videolecture.face.sadtalker.coefficients import POSE, portrait_coefficients, windows
from videolecture.face.sadtalker.crop import face_box, region
from videolecture.face.sadtalker.mapping_net import MappingNet
from videolecture.face.sadtalker.mel import mel_steps, mel_windows, steps_of
from videolecture.face.sadtalker.model import Model
from videolecture.face.sadtalker.motion import driving_coefficients
from videolecture.face.sadtalker.spade_generator import SpadeGenerator


def furthest(ours: torch.Tensor | np.ndarray, theirs: torch.Tensor | np.ndarray) -> float:
    assert tuple(ours.shape) == tuple(theirs.shape)
    return float(np.abs(np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)).max())


@pytest.fixture(autouse=True)
def no_gradients() -> object:
    with torch.inference_mode():
        yield


def test_parity_sadtalker_crop_box_and_pixels_are_equal(oracle: Oracle) -> None:
    photo, landmarks = oracle.image("photo_rgb"), oracle.exact("landmarks68_fullimage")
    if "crop" in oracle:
        found = face_box(landmarks, photo.shape[1], photo.shape[0])
        assert found.outer == tuple(oracle.exact("crop").astype(int))
        assert furthest(np.array(found.inner), oracle.exact("quad")) < 1e-9
    pixels = region(photo, landmarks, oracle.preprocess, oracle.size).pixels
    assert (pixels == oracle.image("crop_png_rgb")).all()


def test_parity_sadtalker_alignment_is_equal(oracle: Oracle) -> None:
    aligned = align(oracle.image("crop_png_rgb"), oracle.exact("landmarks68_crop")[0])
    assert (aligned.pixels == oracle.image("align_img224")).all()
    assert furthest(aligned.parameters, oracle.exact("align_trans_params")[2:]) < 1e-5


def within_rounding(stages: Iterable[Stage]) -> None:
    assert [text for stage in stages if (text := beyond(*stage))] == []


def test_parity_sadtalker_face_reconstruction(oracle: Oracle, networks: Networks) -> None:
    within_rounding(reconstruction(oracle, networks))
    published = oracle.array("recon_full_coeff257")[0]
    kept = portrait_coefficients(published, oracle.exact("align_trans_params")[2:])
    assert furthest(kept, oracle.array("first_coeff_3dmm")[0]) < 1e-5


def test_parity_sadtalker_mel_windows(oracle: Oracle) -> None:
    sound = oracle.array("wav16k")
    assert furthest(mel_steps(sound, 0, steps_of(sound)).T, oracle.array("mel_80xT")) < 1e-4
    assert furthest(mel_windows(sound, 0, int(oracle.exact("num_frames"))), oracle.array("indiv_mels")[0]) < 1e-4


def test_parity_sadtalker_expression_and_pose(oracle: Oracle, networks: Networks) -> None:
    within_rounding(motion(oracle, networks))


def test_parity_sadtalker_windows_of_coefficients(oracle: Oracle) -> None:
    portrait = oracle.array("first_coeff_3dmm")[0]
    driving = driving_coefficients(
        oracle.array("coeff_70_smoothed"),
        portrait,
        oracle.whole_photo,
        bool(oracle.options["still"]),
        float(str(oracle.options["expression_scale"])),
    )
    theirs = oracle.array("target_semantics")[0]
    everywhere = windows(driving, np.arange(len(driving), dtype=np.float64))
    # The first frames of the clip, or evenly spread ones where rows of one batch were rendered.
    indices = oracle.frame_indices() or [int(np.abs(everywhere - row).max(axis=(1, 2)).argmin()) for row in theirs]
    assert indices[0] == 0
    assert furthest(everywhere[indices], theirs) < 1e-6
    source = portrait if oracle.whole_photo else portrait[: POSE.stop]
    assert furthest(windows(source[None], np.zeros(1)), oracle.array("source_semantics")) == 0


def test_parity_sadtalker_keypoints(oracle: Oracle, networks: Networks, mapping: MappingNet) -> None:
    within_rounding(keypoints(oracle, networks))
    within_rounding(pose(oracle, mapping))


def test_parity_sadtalker_renderer(oracle: Oracle, networks: Networks) -> None:
    """Frame 0 inside the renderer, from the oracle's keypoints, and its picture from the oracle's deformation."""
    source = source_of(oracle, networks.renderer)
    within_rounding(features(oracle, source))
    within_rounding(dense_motion(oracle, networks.renderer, source))
    within_rounding(picture(oracle, networks.renderer, source))


def as_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half precision on a CPU."""
    precision = "videolecture.face.sadtalker.model.precision"
    monkeypatch.setattr(precision, lambda _, half: fp16_units() if half else nullcontext())
    monkeypatch.setattr(SpadeGenerator, "for_cpu", lambda _: None)  # these convolutions are fp32's alone


def test_the_lower_precision_path_stays_close_to_fp32(
    checkpoints: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 128 pixels, a quarter of the work: the networks are convolutional."""
    oracle = Oracle(data / oracle_files()[0].name)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cpu":
        as_a_gpu(monkeypatch)
    files = checkpoints / f"SadTalker_V0.0.2_{oracle.size}.safetensors", checkpoints / "mapping_00229-model.pth.tar"
    photo = cv2.resize(oracle.image("crop_png_rgb"), (128, 128), interpolation=cv2.INTER_AREA).astype(np.uint8)
    pictures = []
    for half in (False, True):
        model = Model(*files, False, device, half)
        actor = model.actor(photo, oracle.array("first_coeff_3dmm")[0])
        assert (actor.source.features.dtype == torch.float16) == half
        actor = replace(actor, source=replace(actor.source, keypoints=oracle.tensor("kp_source").to(device)))
        pictures.append(model.render(actor, oracle.tensor("kp_driving")[0, :1].to(device)).cpu())
    error = (pictures[1] - pictures[0]).square().mean()
    assert -10 * float(torch.log10(error)) >= 40  # dB


def test_what_overflows_in_half_precision_is_rendered_in_fp32(
    checkpoints: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_a_gpu(monkeypatch)
    oracle = Oracle(data / oracle_files()[0].name)
    files = checkpoints / f"SadTalker_V0.0.2_{oracle.size}.safetensors", checkpoints / "mapping_00229-model.pth.tar"
    photo = cv2.resize(oracle.image("crop_png_rgb"), (128, 128), interpolation=cv2.INTER_AREA).astype(np.uint8)
    coefficients = oracle.array("first_coeff_3dmm")[0]
    expected = Model(*files, False, torch.device("cpu"), half=False).actor(photo, coefficients)
    model = Model(*files, False, torch.device("cpu"), half=True)
    model.networks.renderer.decoder.conv_img.weight.fill_(60_000)
    actor = model.actor(photo, coefficients)
    assert (actor.picture == expected.picture).all()
    again = model.render_exactly(actor, actor.source.keypoints)
    assert (as_bytes(again)[0].numpy() == expected.picture).all()
