"""The open eye's upper lashes: a dark line along the lid, and strands over it, to be carried down with the lid."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats

LUMA = np.array([0.299, 0.587, 0.114])


@dataclass(frozen=True)
class LashSearch:
    """Where lashes are looked for: face units from the open upper lid. By eye, with and without make-up."""

    positions: int = 25  # along the eye at which the line is measured
    over: float = 0.034
    under: float = 0.004
    rows: int = 16  # bands of that height that are compared
    beside: float = 0.045  # of the eye's width on either side of a position that is read with it
    darker: float = 1.25  # than the middle of the eye's line, at most: an iris under it is no lash
    least: float = 0.28  # darkness of a line
    most: float = 0.86
    thin: float = 0.0075  # half a line's width
    thick: float = 0.016
    blurred: float = 0.5  # of the photo's blur, that of the line
    smooth: float = 2.0  # positions, standard deviation
    soft: float = 0.003  # blur before darkness is taken
    strand_over: float = 0.045  # height of strands
    strand_from: float = 0.006
    strand_broad: float = 0.010  # what is broader is shadow and no strand


SEARCH = LashSearch()


@dataclass(frozen=True)
class Place:
    """Where every texel is: along the eye 0..1, face units under its upper lid; texels of a face unit."""

    along: Floats
    down: Floats
    unit: float


@dataclass(frozen=True)
class Lashes:
    """Darkness: the part of the light that lashes take."""

    dark: NDArray[np.float64]  # (SEARCH.positions,) of the line, from corner to corner
    half: NDArray[np.float64]  # (SEARCH.positions,) half its width, face units
    strands: NDArray[np.uint8]  # (h, w) of 255: single strands over the open lid


def find(photo: NDArray[np.float32], skin: NDArray[np.float32], place: Place, blur: float) -> Lashes:
    """Lashes of the open eye in `photo`, (h, w, 3), in front of `skin`; `blur`: face units of the photo's."""
    from scipy.ndimage import gaussian_filter1d

    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, SEARCH.soft * place.unit))
    darkness = np.clip(1.0 - (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0), 0.0, 1.0)
    rim = (place.down > -SEARCH.over) & (place.down < SEARCH.under)
    band = np.clip((place.down + SEARCH.over) / (SEARCH.over + SEARCH.under) * SEARCH.rows, 0, SEARCH.rows - 1)
    band = band.astype(np.intp)
    dark, half = np.full(SEARCH.positions, SEARCH.least), np.full(SEARCH.positions, SEARCH.thin)
    for index, at in enumerate(np.linspace(0.0, 1.0, SEARCH.positions)):
        near = rim & (np.abs(place.along - at) < SEARCH.beside)
        counts = np.bincount(band[near], minlength=SEARCH.rows)
        if counts.sum() == 0:
            continue
        sums = np.bincount(band[near], weights=darkness[near], minlength=SEARCH.rows)
        profile = sums / np.maximum(counts, 1)
        dark[index] = profile.max()
        # A line of Gaussian profile and the darkness found holds as much of it as the rim does.
        half[index] = profile.mean() * (SEARCH.over + SEARCH.under) / max(dark[index], SEARCH.least) / np.sqrt(np.pi)
    dark = np.minimum(dark, SEARCH.darker * np.median(dark))
    dark = np.clip(gaussian_filter1d(dark, SEARCH.smooth, mode="nearest"), SEARCH.least, SEARCH.most)
    half = np.clip(gaussian_filter1d(half, SEARCH.smooth, mode="nearest"), SEARCH.thin, SEARCH.thick)
    softer = np.hypot(half, SEARCH.blurred * blur)  # a line is no sharper than the photo, and paler if broader
    dark, half = dark * np.sqrt(half / softer), softer
    return Lashes(dark, half, _strands(darkness, place))


def _strands(darkness: Floats, place: Place) -> NDArray[np.uint8]:
    broad = cv2.GaussianBlur(darkness, (0, 0), max(1.0, SEARCH.strand_broad * place.unit))
    up = -place.down
    fade = np.clip((SEARCH.strand_over - up) / SEARCH.strand_over, 0.0, 1.0)
    fade = fade * np.clip((up - SEARCH.strand_from) / SEARCH.strand_from, 0.0, 1.0)
    sides = np.clip(12.0 * place.along, 0.0, 1.0) * np.clip(12.0 * (1.0 - place.along), 0.0, 1.0)
    return np.asarray(np.round(255 * np.clip(darkness - broad, 0.0, 1.0) * fade * sides), dtype=np.uint8)
