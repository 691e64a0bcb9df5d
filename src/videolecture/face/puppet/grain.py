"""Grain of a face's skin (pores, film, noise, canvas), made anew for places where the photo has none.

Noise with the spectrum of a patch of the cheek, after Galerne, Gousseau, Morel, "Random Phase Textures: Theory and
Synthesis" (2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

CHEEKS = (50, 280, 205, 425)  # landmarks on skin that is rarely hidden
SEED = 7  # the same photo, the same grain


@dataclass(frozen=True)
class GrainPatch:
    """Face units unless said otherwise."""

    half: float = 0.06  # of a patch's side
    coarse: float = 0.010  # what is coarser is no grain
    trimmed: float = 2.5  # percentile at either end left out of its strength: a mole or a wrinkle is no grain
    frequencies: int = 16  # bands of its spectrum
    most_coloured: float = 1.5  # strength of a channel over that of brightness, at most
    most: float = 2.0  # of the strength of the calmest patch
    fine: float = 0.008  # what is coarser is not compared in strength
    gain: float = 1.10  # what the lids' motion and the frames' size take away


PATCH = GrainPatch()


def make(
    texture: NDArray[np.uint8], places: NDArray[np.float64], unit: float, shape: tuple[int, int]
) -> NDArray[np.float32]:
    """(height, width, 3) of grain like that around `places`, (n, 2) texels; `unit`: texels of a face unit."""
    patches = [patch for patch in (_patch(texture, place, unit) for place in places) if patch.size]
    if not patches:
        return np.zeros((*shape, 3), np.float32)
    strengths = [_strength(patch) for patch in patches]
    order = np.argsort(strengths)
    chosen = patches[int(order[len(order) // 4])]  # the other ones may hold stubble
    level = chosen.mean(axis=-1)
    noise = np.random.default_rng(SEED).standard_normal(shape)
    grain = np.fft.irfft2(np.fft.rfft2(noise) * _spectrum(level, shape), shape)
    colours = chosen.std(axis=(0, 1)) / max(float(level.std()), 1e-6)
    finest = [_strength(_fine(patch, unit)) for patch in patches]  # what eyes see of grain is its finest
    wanted = min(float(np.median(finest)), PATCH.most * min(finest))  # some may hold a frame of glasses
    grain *= PATCH.gain * wanted / max(_strength(_fine(grain[..., None], unit)), 1e-6)
    return np.asarray(grain[..., None] * np.minimum(colours, PATCH.most_coloured), dtype=np.float32)


def _spectrum(level: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Amplitudes for noise of `shape`, of a patch's frequencies, alike in all directions: wrinkles have one."""
    window = np.outer(np.hanning(level.shape[0]), np.hanning(level.shape[1]))
    power = np.abs(np.fft.fft2(level * window)) ** 2
    radius = np.hypot(np.fft.fftfreq(level.shape[0])[:, None], np.fft.fftfreq(level.shape[1])[None, :])
    edges = np.linspace(0.0, 0.5, PATCH.frequencies + 1)
    band = np.clip(np.digitize(radius, edges) - 1, 0, PATCH.frequencies - 1)
    sums = np.bincount(band.ravel(), weights=power.ravel(), minlength=PATCH.frequencies)
    counts = np.bincount(band.ravel(), minlength=PATCH.frequencies)
    mean = sums / np.maximum(counts, 1)
    wanted = np.hypot(np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None, :])
    return np.asarray(np.sqrt(np.interp(wanted, (edges[:-1] + edges[1:]) / 2, mean)))


def _patch(texture: NDArray[np.uint8], place: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    reach = max(4, round(PATCH.half * unit))
    x, y = (int(value) for value in place)
    part = texture[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach, :3]
    if min(part.shape[:2], default=0) < reach:
        return np.zeros(0)
    values = part.astype(np.float32)
    fine = values - cv2.GaussianBlur(values, (0, 0), max(1.5, PATCH.coarse * unit))
    return np.asarray(fine - fine.mean(axis=(0, 1)), dtype=np.float64)


def _fine(values: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    level = values.mean(axis=-1)
    return np.asarray((level - cv2.GaussianBlur(level, (0, 0), max(1.0, PATCH.fine * unit)))[..., None])


def _strength(values: NDArray[np.float64]) -> float:
    level = values.mean(axis=-1)
    low, high = np.percentile(level, [PATCH.trimmed, 100 - PATCH.trimmed])
    return float(level[(level >= low) & (level <= high)].std())
