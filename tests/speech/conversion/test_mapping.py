"""Voice conversion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from videolecture.speech.conversion.envelope import BANDS, SIZE, Envelopes, cosines
from videolecture.speech.conversion.mapping import fit, frames_in_sequence, from_values

# Three sounds of a speaker, and the same in another mouth: as cepstra.
SOUNDS = np.random.default_rng(0).normal(0, 1, (3, SIZE)) * np.exp(-np.arange(SIZE) / 8)
OTHER = SOUNDS + 0.5 * np.roll(SOUNDS, 1, axis=1)


def speech(sounds: np.ndarray, order: list[int], seed: int, voiced: bool = True) -> Envelopes:
    """Each sound held for 20 steps, with a little variation."""
    noise = np.random.default_rng(seed).normal(0, 0.02, (20 * len(order), SIZE))
    cepstra = np.repeat(sounds[order], 20, axis=0) + noise
    return Envelopes(cepstra @ cosines(), np.full(len(cepstra), 120.0 if voiced else 0.0))


def far(change: np.ndarray, source: Envelopes, wanted: Envelopes) -> float:
    return float(np.abs((source.cepstra + change - wanted.cepstra)[:, 1:]).mean())


@pytest.mark.parametrize("voiced", [True, False])
def test_each_sound_becomes_the_same_sound_of_the_other(voiced: bool) -> None:
    random = np.random.default_rng(3)
    source = [speech(SOUNDS, list(random.integers(0, 3, 30)), seed, voiced) for seed in (1, 2)]
    target = speech(OTHER, list(random.integers(0, 3, 40)), 5, voiced)
    unseen = [0, 2, 1, 1, 0, 2]
    said, wanted = speech(SOUNDS, unseen, 7, voiced), speech(OTHER, unseen, 7, voiced)
    found = fit(source, target)
    none = np.zeros_like(said.cepstra)
    assert far(found.change(said), said, wanted) < 0.5 * far(none, said, wanted)
    kept = from_values(found.values())
    assert kept is not None
    assert np.allclose(kept.change(said), found.change(said), atol=1e-2)


def test_a_pause_goes_on_as_the_sound_beside_it() -> None:
    source, target = speech(SOUNDS, [0, 1, 2] * 10, 1), speech(OTHER, [0, 1, 2] * 10, 2)
    said = speech(SOUNDS, [0, 0, 0, 0], 3)
    bands = said.bands.copy()
    bands[40:] -= 20.0
    pitches = said.pitches.copy()
    pitches[40:] = 0.0
    change = fit([source], target).change(Envelopes(bands, pitches))
    assert np.allclose(change[45:], change[60])


def test_very_short_speech_moves_no_more_than_its_mean() -> None:
    source, target = speech(SOUNDS, [0], 1), speech(OTHER, [0], 2)
    change = fit([source], target).change(source)
    assert np.isfinite(change).all()
    assert np.abs(change).max() < 3 * np.abs(OTHER - SOUNDS).max()


def test_what_a_telephone_cut_off_is_not_cut_off_the_voice() -> None:
    source, target = speech(SOUNDS, [0, 1, 2] * 10, 1), speech(OTHER, [0, 1, 2] * 10, 2)
    cut = target.bands.copy()
    cut[:, 55:] = -27.0
    cut[:, :8] = -27.0
    whole, part = (
        (fit([source], heard).change(source) @ cosines()).mean(axis=0)
        for heard in (target, Envelopes(cut, target.pitches))
    )
    assert np.abs(part).max() < 2 * np.abs(whole).max() + 0.5
    assert np.abs(part - whole)[10:50].mean() < 0.3


def test_noise_of_the_recording_is_not_learned() -> None:
    source, target = speech(SOUNDS, [0, 1, 2] * 10, 1), speech(OTHER, [0, 1, 2] * 10, 2)
    floor = np.full((100, BANDS), target.bands.min() - 20)
    pitches = np.concatenate([np.zeros(100), target.pitches])
    clean = np.concatenate([floor, target.bands])
    hiss = np.log(np.exp(clean) + np.exp(np.linspace(-16.0, 0.0, BANDS)))

    def learned(bands: np.ndarray, heard: np.ndarray) -> np.ndarray:
        change = fit([source], Envelopes(bands, heard)).change(source)
        return np.asarray((change @ cosines()).mean(axis=0))

    wanted = learned(clean, pitches)
    believed = learned(hiss[100:], target.pitches)  # without the pauses nothing tells what is noise
    assert np.abs(learned(hiss, pitches) - wanted).max() < 0.5 * np.abs(believed - wanted).max()


def test_silence_is_left_alone() -> None:
    silence = Envelopes(np.full((50, BANDS), -27.0), np.zeros(50))
    target = speech(OTHER, [0, 1, 2] * 10, 2)
    assert np.isfinite(fit([speech(SOUNDS, [0, 1, 2] * 10, 1)], target).change(silence)).all()


def test_details_of_voiced_speech_are_the_recordings_own() -> None:
    random = np.random.default_rng(4)
    target = speech(OTHER, list(random.integers(0, 3, 40)), 5)
    said = speech(SOUNDS, [0, 2, 1, 1, 0, 2], 7)
    found = fit([speech(SOUNDS, list(random.integers(0, 3, 40)), 1)], target)
    made = (said.cepstra + found.change(said))[5:15, 12:]  # in the middle of a sound, where nothing is smoothed over
    distances = np.abs(made[:, None] - target.cepstra[None, :, 12:]).max(axis=2).min(axis=1)
    assert distances.max() < 0.08  # four of the recording's own deviations


def test_unvoiced_speech_is_only_mapped() -> None:
    source, target = speech(SOUNDS, [0, 1, 2] * 10, 1), speech(OTHER, [0, 1, 2] * 10, 2)
    found = fit([source], target)
    said = speech(SOUNDS, [0, 1, 2], 3, voiced=False)
    mapped = replace(found, usable=np.zeros_like(found.usable))
    assert np.array_equal(found.change(said), mapped.change(said))


def test_frames_are_taken_in_a_row_where_the_recording_has_one() -> None:
    random = np.random.default_rng(6)
    row = random.normal(0, 1, (30, 4))
    details = random.normal(0, 1, (90, SIZE))
    found = np.concatenate([row, row, row])  # said three times, each time a little differently
    places = frames_in_sequence(row + 0.01, found, details)
    assert (np.diff(places) == 1).all()
