"""Voice conversion: a speaker's envelopes become another's, without a network and without a text.

The linear map that makes the mean and the covariance of a speaker's envelopes the target's, and of all such maps moves
them the least: the optimal transport between two normal distributions. One for what is voiced and one for what is not.
It is smooth in time and keeps sounds apart, so speech stays as clear as it was; and as it only knows how the target
sounds as a whole, the recording may be in any language.

Frames of the target found one by one (INCA: Erro, Moreno, Bonafonte 2010) come nearer to a voice still, but speech is
then no longer clear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.envelope import SIZE, Envelopes
from videolecture.types import Value

SHRUNK = 1e-3  # of the mean variance, added to each: a short sample's covariance is singular
SMOOTH = np.hanning(7)[1:-1] / np.hanning(7)[1:-1].sum()  # over steps of 5 ms
HEARD = 14.0  # natural logarithm of power (61 dB) under the loudest band: what is below it was never recorded
CLEANED = 0.1  # of a band's power that is left at least when the noise is taken away
MAPS = "conversion"  # name of the maps among a profile's data

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Conversion:
    """From one speaker to another."""

    maps: Floats  # (2, 42, 40): unvoiced and voiced, each a matrix, the mean it takes and the mean it gives

    def change(self, source: Envelopes) -> Floats:
        """What must be added to the cepstra of the source's speech, shape (steps, 40)."""
        carried = np.empty_like(source.cepstra)
        for kind, numbers in enumerate(self.maps):
            own = source.voiced == bool(kind)
            carried[own] = (source.cepstra[own] - numbers[SIZE]) @ numbers[:SIZE].T + numbers[SIZE + 1]
        change = carried - source.cepstra
        # A pause has no envelope to convert: it goes on as the sound beside it.
        speaking = np.flatnonzero(source.active)
        middles = (speaking[1:] + speaking[:-1]) / 2
        change = change[speaking[np.searchsorted(middles, np.arange(len(change)))]]
        margin = len(SMOOTH) // 2
        padded = np.pad(change, ((margin, margin), (0, 0)), mode="edge")
        return np.asarray(sum(weight * padded[at : at + len(change)] for at, weight in enumerate(SMOOTH)))

    def values(self) -> dict[str, Value]:
        """As plain data, for a profile."""
        return {MAPS: self.maps}


def from_values(values: Mapping[str, Value]) -> Conversion | None:
    """The conversion whose `values` are among these, if one's are."""
    return Conversion(np.asarray(values[MAPS])) if MAPS in values else None


def fit(source: Sequence[Envelopes], target: Envelopes) -> Conversion:
    """Learn the way from what a speaker said to the voice of a recording, by some ten seconds of each or more."""
    said = np.concatenate([speech.cepstra[speech.active] for speech in source])
    voiced = np.concatenate([speech.voiced[speech.active] for speech in source])
    target = _completed(_cleaned(target), np.concatenate([speech.bands[speech.active] for speech in source]))
    sought, swinging = target.cepstra[target.active], target.voiced[target.active]
    return Conversion(np.stack([_transport(said[voiced == kind], sought[swinging == kind]) for kind in (False, True)]))


def _cleaned(recording: Envelopes) -> Envelopes:
    """Without the steady noise, as far as the pauses tell it."""
    pauses = recording.bands[~recording.active]
    if not len(pauses):
        return recording
    power, noise = np.exp(recording.bands), np.exp(pauses).mean(axis=0)
    left = np.where(recording.active[:, None], np.maximum(power - noise, CLEANED * power), power)
    return Envelopes(np.log(left), recording.pitches)


def _completed(recording: Envelopes, said: Floats) -> Envelopes:
    """With bands that a telephone or a low sample rate has cut off: the edge goes on as the source's mean does."""
    loud = np.percentile(recording.bands[recording.active], 95, axis=0)
    heard = np.flatnonzero(loud > loud.max() - HEARD)
    first, last = heard[0], heard[-1]
    mean, bands = said.mean(axis=0), recording.bands.copy()
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
    found = np.cov(cepstra.T)
    return np.asarray(found + SHRUNK * np.trace(found) / SIZE * np.eye(SIZE))


def _root(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 1e-12))) @ vectors.T)
