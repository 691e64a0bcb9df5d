"""Voice conversion: a speaker's envelopes become another's, without a network and without a text.

First the linear map that makes the mean and the covariance of a speaker's envelopes the target's, and of all such maps
moves them the least: the optimal transport between two normal distributions. One for what is voiced and one for what
is not. It is smooth in time and keeps sounds distinct, so speech stays as clear as it was; and as it only uses the
target's overall statistics, the recording may be in any language.

Then the details of what is voiced, which no linear map can give: they are taken from frames of the recording itself.
Those are chosen by unit selection as in concatenative synthesis (Hunt and Black 1996): similar in coarse shape, now and
a little before and after, and continuous as in the recording. The coarse shape, by which sounds are told apart, stays
the map's: whole frames (INCA: Erro, Moreno, Bonafonte 2010) give the greatest likeness, but less clear speech.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion.envelope import SIZE, Envelopes
from videolecture.speech.conversion.viterbi import cheapest_path
from videolecture.types import Value

SHRINKAGE = 1e-3  # of the mean variance, added to each: a short sample's covariance is singular
SMOOTH = np.hanning(7)[1:-1] / np.hanning(7)[1:-1].sum()  # over steps of 5 ms
BAND_RANGE = 14.0  # natural logarithm of power (61 dB) below the loudest band: weaker bands were not recorded
NOISE_FLOOR = 0.1  # of a band's power that spectral subtraction leaves at least
# Names among a profile's data: the maps, the recording's cepstra, and which of its steps details may come from.
MAPS, RECORDING, USABLE = "conversion", "recording", "taken"

COARSE = 14  # cepstral coefficients below this one, without the first (loudness), that frames are chosen by
CONTEXT, WEIGHT = 8, 0.7  # steps of 5 ms before and after a frame that are compared as well, and their weight
CANDIDATES = 16  # frames of the recording that the search keeps for each step
# How much of each cepstral coefficient is detail: none of the fourth and below, all of the twelfth and above.
DETAIL = np.clip((np.arange(SIZE) - 4) / 8, 0, 1)
CHUNK = 500  # frames that candidates are looked up for together
LONGEST = 6000  # steps (30 s) of a recording that frames are taken from

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Conversion:
    """A conversion from one speaker to another."""

    maps: Floats  # (2, 42, 40): unvoiced and voiced, each a matrix, the mean it takes and the mean it gives
    recording: NDArray[np.float32]  # (steps, 40): cepstra of the target
    usable: NDArray[np.bool_]  # (steps,): where details may come from, voiced speech

    def change(self, source: Envelopes) -> Floats:
        """What must be added to the cepstra of the source's speech, shape (steps, 40)."""
        mapped = np.empty_like(source.cepstra)
        for kind, numbers in enumerate(self.maps):
            own = source.voiced == bool(kind)
            mapped[own] = (source.cepstra[own] - numbers[SIZE]) @ numbers[:SIZE].T + numbers[SIZE + 1]
        change = self._detailed(mapped, source.voiced) - source.cepstra
        # A pause has no envelope to convert: it takes the change of the nearest speech.
        speaking = np.flatnonzero(source.active)
        middles = (speaking[1:] + speaking[:-1]) / 2
        change = change[speaking[np.searchsorted(middles, np.arange(len(change)))]]
        margin = len(SMOOTH) // 2
        padded = np.pad(change, ((margin, margin), (0, 0)), mode="edge")
        return np.asarray(sum(weight * padded[at : at + len(change)] for at, weight in enumerate(SMOOTH)))

    def _detailed(self, mapped: Floats, voiced: NDArray[np.bool_]) -> Floats:
        """The mapped cepstra with the recording's details where they are voiced."""
        frames = self.recording[self.usable].astype(np.float64)
        if not voiced.any() or len(frames) <= CANDIDATES:
            return mapped
        scale = frames.std(axis=0) + 1e-6
        wanted, available = _features(mapped / scale)[voiced], _features(self.recording / scale)[self.usable]
        chosen = frames[frames_in_sequence(wanted, available, DETAIL * frames / scale)]
        result = mapped.copy()
        result[voiced] += DETAIL * (chosen - mapped[voiced])
        return result

    def values(self) -> dict[str, Value]:
        """As plain data, for a profile."""
        return {MAPS: self.maps, RECORDING: self.recording, USABLE: self.usable}


def from_values(values: Mapping[str, Value]) -> Conversion | None:
    """The conversion whose `values` are among these, if one's are."""
    if MAPS not in values:
        return None
    maps, recording, usable = (np.asarray(values[name]) for name in (MAPS, RECORDING, USABLE))
    return Conversion(maps, recording, usable)


def fit(source: Sequence[Envelopes], target: Envelopes) -> Conversion:
    """Learn to convert a speaker's utterances to the voice of a recording, from ten seconds of each or more."""
    spoken = np.concatenate([speech.cepstra[speech.active] for speech in source])
    voiced = np.concatenate([speech.voiced[speech.active] for speech in source])
    target = _completed(_denoised(target), np.concatenate([speech.bands[speech.active] for speech in source]))
    target_cepstra, target_voiced = target.cepstra[target.active], target.voiced[target.active]
    maps = np.stack(
        [_transport(spoken[voiced == kind], target_cepstra[target_voiced == kind]) for kind in (False, True)]
    )
    usable = (target.voiced & target.active)[:LONGEST]
    return Conversion(maps, target.cepstra[:LONGEST].astype(np.float32), usable)


def _features(cepstra: Floats) -> Floats:
    """What frames are chosen by: their coarse shape and that of their surroundings, shape (steps, 39)."""
    coarse = cepstra[:, 1:COARSE]
    steps = np.arange(len(coarse))
    around = [coarse[np.clip(steps + shift, 0, len(coarse) - 1)] for shift in (-CONTEXT, CONTEXT)]
    return np.hstack([coarse, *(WEIGHT * part for part in around)])


def frames_in_sequence(wanted: Floats, available: Floats, details: Floats) -> NDArray[np.intp]:
    """The frame of the recording for each one wanted, by the cheapest way through the candidates (Viterbi).

    Each costs its distance from what is wanted, and the step from one to the next what the next one's details are off
    from those that followed in the recording.
    """
    parts = [_nearest(wanted[at : at + CHUNK], available) for at in range(0, len(wanted), CHUNK)]
    candidates, costs = (np.concatenate(part) for part in zip(*parts, strict=True))
    details = details * np.sqrt(COARSE / DETAIL.sum())  # a number of details counts as one of the coarse shape
    following = details[np.minimum(np.arange(len(details)) + 1, len(details) - 1)]
    path = cheapest_path(costs, lambda step: _distances(following[candidates[step - 1]], details[candidates[step]]))
    return np.take_along_axis(candidates, path[:, None], axis=1)[:, 0]


def _nearest(wanted: Floats, available: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The candidates for each frame and how far they are."""
    distances = _distances(wanted, available)
    candidates = np.argpartition(distances, CANDIDATES, axis=1)[:, :CANDIDATES]
    return candidates, np.take_along_axis(distances, candidates, axis=1)


def _distances(rows: Floats, columns: Floats) -> Floats:
    """Squared, of each to each."""
    return np.asarray((rows**2).sum(axis=1)[:, None] - 2 * rows @ columns.T + (columns**2).sum(axis=1))


def _denoised(recording: Envelopes) -> Envelopes:
    """Without steady noise: spectral subtraction of what the pauses hold."""
    pauses = recording.bands[~recording.active]
    if not len(pauses):
        return recording
    power, noise = np.exp(recording.bands), np.exp(pauses).mean(axis=0)
    left = np.where(recording.active[:, None], np.maximum(power - noise, NOISE_FLOOR * power), power)
    return Envelopes(np.log(left), recording.pitches)


def _completed(recording: Envelopes, spoken: Floats) -> Envelopes:
    """With the bands restored that a telephone or a low sample rate cut off: they follow the source's mean."""
    loud = np.percentile(recording.bands[recording.active], 95, axis=0)
    recorded = np.flatnonzero(loud > loud.max() - BAND_RANGE)
    first, last = recorded[0], recorded[-1]
    mean, bands = spoken.mean(axis=0), recording.bands.copy()
    bands[:, :first] = bands[:, [first]] + mean[:first] - mean[first]
    bands[:, last + 1 :] = bands[:, [last]] + mean[last + 1 :] - mean[last]
    return Envelopes(bands, recording.pitches)


def _transport(source: Floats, target: Floats) -> Floats:
    """The map between two normal distributions, shape (42, 40): matrix, source's mean, target's mean.

    Dowson and Landau 1982: A = S^-1/2 (S^1/2 T S^1/2)^1/2 S^-1/2. With too little of either only the mean moves; with
    next to nothing, nothing does.
    """
    few = min(len(source), len(target))
    if few < 2:
        return np.concatenate([np.eye(SIZE), np.zeros((2, SIZE))])
    matrix = np.eye(SIZE)
    if few > SIZE:
        root = _root(_covariance(source))
        back = np.linalg.inv(root)
        matrix = back @ _root(root @ _covariance(target) @ root) @ back
    return np.concatenate([matrix, source.mean(axis=0)[None], target.mean(axis=0)[None]])


def _covariance(cepstra: Floats) -> Floats:
    covariance = np.cov(cepstra.T)
    return np.asarray(covariance + SHRINKAGE * np.trace(covariance) / SIZE * np.eye(SIZE))


def _root(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 1e-12))) @ vectors.T)
