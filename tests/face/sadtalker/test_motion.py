from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from videolecture.face.sadtalker.coefficients import EXPRESSION, POSE, seen, windows
from videolecture.face.sadtalker.exp_net import ExpNet
from videolecture.face.sadtalker.mel import mel_windows
from videolecture.face.sadtalker.motion import Moves, chance, driving_coefficients, smooth
from videolecture.face.sadtalker.pose_vae import PoseVAE, chunks

SOUND = np.sin(np.arange(16_000, dtype=np.float32) / 20)


@given(frames=st.integers(0, 400), seed=st.integers(-(2**70), 2**70))
@settings(max_examples=60)
def test_blinks_of_a_clip_of_any_length_are_whole_and_keep_their_distance(frames: int, seed: int) -> None:
    drawn = chance(frames, seed, SOUND)
    assert drawn.blinks.shape == (frames, 1)
    assert drawn.noise.shape == (chunks(frames), 64)
    closed = np.flatnonzero(drawn.blinks[:, 0] == 1)
    for at in closed:
        assert drawn.blinks[at - 2 : at + 3, 0].tolist() == pytest.approx([0.5, 0.9, 1, 0.9, 0.5])
    assert len(closed) < 2 or np.diff(closed).min() >= 15


def test_the_same_seed_and_sound_give_the_same_chance_and_others_another() -> None:
    first = chance(200, 1, SOUND)
    assert np.array_equal(first.noise, chance(200, 1, SOUND.copy()).noise)
    assert not np.array_equal(first.noise, chance(200, 2, SOUND).noise)
    assert not np.array_equal(first.noise, chance(200, 1, SOUND[::-1]).noise)


@given(frames=st.integers(1, 40))
def test_a_pose_of_any_length_can_be_smoothed_and_a_still_one_stays(frames: int) -> None:
    pose = np.ones((frames, 6), dtype=np.float32)
    assert np.allclose(smooth(pose, frames), pose, atol=1e-5)


@pytest.fixture(scope="module")
def networks() -> tuple[ExpNet, PoseVAE]:
    torch.manual_seed(0)
    return ExpNet().eval(), PoseVAE().eval()


@pytest.mark.parametrize("frames", [1, 2, 3, 20, 21, 33, 40])
def test_clips_of_awkward_lengths_move(networks: tuple[ExpNet, PoseVAE], frames: int) -> None:
    sound = np.resize(SOUND, frames * 640)
    portrait = np.linspace(-1, 1, 73, dtype=np.float32)
    moved = Moves(*networks, sound, portrait, chance(frames, 0, sound), 7).rows(0, frames)
    assert moved.shape == (frames, POSE.stop)
    assert np.isfinite(moved).all()


@pytest.mark.parametrize("frames", [40, 97])
def test_moves_asked_for_in_parts_are_those_of_the_whole_clip(networks: tuple[ExpNet, PoseVAE], frames: int) -> None:
    sound = np.resize(SOUND, frames * 640) * np.linspace(0, 1, frames * 640, dtype=np.float32)
    portrait = np.linspace(-1, 1, 73, dtype=np.float32)

    def moves() -> Moves:
        return Moves(*networks, sound, portrait, chance(frames, 0, sound), 7)

    whole, parts = moves().rows(0, frames), moves()
    for first in range(0, frames, 9):
        last = min(frames, first + 9)
        assert np.allclose(parts.rows(first, last), whole[first:last], atol=1e-5)


def test_the_first_frame_of_half_an_hour_hears_two_seconds(
    networks: tuple[ExpNet, PoseVAE], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = np.resize(SOUND, 1800 * 16_000)
    heard: list[tuple[int, int]] = []

    def listened(sound: np.ndarray, first: int, last: int) -> np.ndarray:
        heard.append((first, last))
        return mel_windows(sound, first, last)

    monkeypatch.setattr("videolecture.face.sadtalker.motion.mel_windows", listened)
    moves = Moves(*networks, sound, np.zeros(73, dtype=np.float32), chance(45_000, 0, sound), 0)
    moves.rows(0, 14)
    assert heard == [(0, 33)]
    moves.rows(44_970, 45_000)  # and the last frames do not need those before them
    assert max(last - first for first, last in heard) <= 33
    assert len(heard) <= 4


def test_a_part_of_a_sequence_gives_the_windows_of_the_whole() -> None:
    sequence = np.random.default_rng(0).normal(size=(90, 4)).astype(np.float32)
    for centres in (np.arange(0, 8) * 0.75, np.arange(40, 49) * 1.0, np.arange(80, 95) * 1.0, np.array([200.0])):
        part = seen(90, centres)
        few = windows(sequence[part.start : part.stop], centres, part.start, 90)
        assert np.array_equal(few, windows(sequence, centres))


def test_a_still_head_keeps_the_photos_pose_and_the_scale_acts_on_the_expression() -> None:
    moved = np.random.default_rng(0).normal(size=(9, POSE.stop)).astype(np.float32)
    portrait = np.arange(73, dtype=np.float32)
    driving = driving_coefficients(moved, portrait, whole_photo=True, still=True, expression_scale=2.0)
    assert driving.shape == (9, 73)
    assert (driving[:, POSE] == portrait[POSE]).all()
    assert np.allclose(driving[:, EXPRESSION], moved[:, EXPRESSION] * 2)
    calm = driving_coefficients(moved, portrait, False, False, 1.0, pose_scale=0.0)
    assert calm.shape == (9, 70)
    assert np.allclose(calm[:, POSE], portrait[POSE])


def test_windows_between_two_frames_are_interpolated() -> None:
    ramp = np.arange(100, dtype=np.float32)[:, None]
    assert windows(ramp, np.array([50.0]))[0, 0].tolist() == list(range(37, 64))
    assert windows(ramp, np.array([50.25]))[0, 0].tolist() == [n + 0.25 for n in range(37, 64)]
    assert windows(ramp, np.array([0.0]))[0, 0, :14].tolist() == [0.0] * 14
