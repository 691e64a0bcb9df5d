"""The open eye's upper lashes: a dark line along the lid, and strands over it, to be carried down with the lid."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.opened_eye import Opened

LUMA = np.array([0.299, 0.587, 0.114])


@dataclass(frozen=True)
class LashSearch:
    """Where lashes are looked for: face units from the open upper lid. By eye, with and without make-up."""

    positions: int = 33  # along the eye at which the line is measured,
    beyond: float = 0.30  # of the eye's width beyond either corner, too
    over: float = 0.075
    of_gap: float = 0.6  # of the way to the brow, at most
    under: float = 0.004
    rows: int = 24  # bands of that height that are compared
    root: float = 0.030  # over the lid, where the line is darkest,
    line: float = 0.034  # and where it ends
    beside: float = 0.045  # of the eye's width on either side of a position that is read with it
    darker: float = 1.25  # than the middle of the eye's line, at most: an iris under it is no lash
    least: float = 0.32  # darkness of a line,
    faintest: float = 0.16  # of one where the photo hardly shows any: blurred ones do not
    of_seen: float = 1.1  # so much of what it shows, between these
    most: float = 0.86
    paler: float = 0.4  # so much less of the darkness over
    pale_from: float = 0.5  # this: a black line would look drawn
    turned: float = 1.32  # of the darkness seen: a line that hangs is not lit from above
    ends: float = 0.4  # of a line's darkness, from which on lashes have ended,
    least_high: float = 0.022  # but not lower than that,
    more: float = 0.008  # and so far over it
    faint: float = 0.2  # darkness under which lashes beyond the outer corner have ended,
    faded: float = 0.4  # and the part of that of the line
    wing: float = 0.25  # of the eye's width beyond the outer corner, where lashes end
    wing_from: float = 0.4  # darkness of the line from which they reach so far
    inner: float = 0.10  # of the eye's width from the inner corner, over which they begin
    thin: float = 0.0075  # half a line's width
    thick: float = 0.016
    blurred: float = 1.1  # of the photo's blur, that of the line
    spread: float = 0.3  # exponent with which a broader line is paler
    smooth: float = 1.6  # positions, standard deviation
    soft: float = 0.003  # blur before darkness is taken
    strand_over: float = 0.045  # height of strands
    strand_from: float = 0.006
    strand_broad: float = 0.010  # what is broader is shadow and no strand


SEARCH = LashSearch()
PLACES = np.linspace(-SEARCH.beyond, 1.0 + SEARCH.beyond, SEARCH.positions)


@dataclass(frozen=True)
class Lashes:
    """Darkness: the part of the light that lashes take."""

    dark: NDArray[np.float64]  # (SEARCH.positions,) of the line, from beyond the left corner to beyond the right one
    half: NDArray[np.float64]  # (SEARCH.positions,) half its width, face units
    strands: NDArray[np.uint8]  # (h, w) of 255: single strands over the open lid
    seen: float  # of the line in the photo, in the middle
    beyond: float  # face units from the outer corner to where the photo's lashes end


def find(
    photo: NDArray[np.float32], skin: NDArray[np.float32], eye: Opened, gap: Floats, blur: float
) -> tuple[Lashes, Floats]:
    """Lashes of the open eye in `photo`, (h, w, 3), in front of `skin`, and (h, w) how high over the lid they reach.

    `gap`: (h, w) face units from lid to brow; `blur`: face units of the photo's.
    """
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    soft = cv2.GaussianBlur(photo, (0, 0), max(0.6, SEARCH.soft * eye.unit))
    darkness = np.clip(1.0 - (soft @ LUMA) / np.maximum(skin @ LUMA, 1.0), 0.0, 1.0)
    dark, half, high = _measured(darkness, eye)
    toward = PLACES if eye.outer > 0 else 1.0 - PLACES
    inside = toward <= 1.0
    seen = float(np.median(dark[(toward > 0.1) & (toward < 0.9)]))
    wing = np.clip(1.0 - (toward - 1.0) / (SEARCH.wing * np.clip(seen / SEARCH.wing_from, 0.3, 1.0)), 0.0, 1.0)
    begin = np.clip(toward / SEARCH.inner, 0.0, 1.0)
    outside = np.flatnonzero(toward > 1.0)[:: eye.outer]
    ended = np.append(dark[outside] < max(SEARCH.faint, SEARCH.faded * seen), True)
    beyond = int(np.argmax(ended)) * (PLACES[1] - PLACES[0]) * (eye.corners[1] - eye.corners[0])
    dark = np.minimum(dark, SEARCH.darker * seen)
    dark = SEARCH.turned * gaussian_filter1d(dark, SEARCH.smooth, mode="nearest")
    dark = np.where(
        inside, np.maximum(dark, np.clip(SEARCH.of_seen * seen, SEARCH.faintest, SEARCH.least)) * begin, dark * wing
    )
    dark = dark - SEARCH.paler * np.clip(dark - SEARCH.pale_from, 0.0, None)
    dark = np.minimum(dark, SEARCH.most)
    high = gaussian_filter1d(maximum_filter1d(high, 3), SEARCH.smooth, mode="nearest")
    high = np.maximum(high + SEARCH.more, SEARCH.least_high)
    at_corner = high[int(np.argmin(np.abs(toward - 0.95)))]
    high = np.where(inside, high * begin, np.minimum(high, at_corner) * wing)
    half = np.clip(gaussian_filter1d(half, SEARCH.smooth, mode="nearest"), SEARCH.thin, SEARCH.thick)
    softer = np.hypot(half, SEARCH.blurred * blur)  # a line is no sharper than the photo, and paler if broader
    found = Lashes(dark * (half / softer) ** SEARCH.spread, softer, _strands(darkness, eye), seen, beyond)
    return found, np.minimum(np.interp(eye.across, PLACES, high), SEARCH.of_gap * gap)


def _measured(darkness: Floats, eye: Opened) -> tuple[Floats, Floats, Floats]:
    """At every place along the eye: how dark the line is, half its width, and how high over the lid lashes reach."""
    dark, half, high = np.zeros(SEARCH.positions), np.full(SEARCH.positions, SEARCH.thin), np.zeros(SEARCH.positions)
    reach = SEARCH.over + SEARCH.under
    up = eye.upper - eye.y
    rim = (up < SEARCH.over) & (up > -SEARCH.under)
    band = np.clip((up + SEARCH.under) / reach * SEARCH.rows, 0, SEARCH.rows - 1).astype(np.intp)
    ups = (np.arange(SEARCH.rows) + 0.5) / SEARCH.rows * reach - SEARCH.under
    for index, at in enumerate(PLACES):
        near = rim & (np.abs(eye.across - at) < SEARCH.beside)
        counts = np.bincount(band[near], minlength=SEARCH.rows)
        if counts.sum() == 0:
            continue
        sums = np.bincount(band[near], weights=darkness[near], minlength=SEARCH.rows)
        profile = sums / np.maximum(counts, 1)
        peak = int(np.argmax(np.where(ups < SEARCH.root, profile, 0.0)))
        dark[index] = profile[peak]
        ended = np.append(profile[peak:] < SEARCH.ends * profile[peak], True)
        high[index] = ups[min(peak + int(np.argmax(ended)), SEARCH.rows - 1)]
        # A line of Gaussian profile and the darkness found holds as much of it as the rim does.
        held = profile[ups < SEARCH.line].sum() * reach / SEARCH.rows
        half[index] = held / max(dark[index], SEARCH.least) / np.sqrt(np.pi)
    return dark, half, high


def _strands(darkness: Floats, eye: Opened) -> NDArray[np.uint8]:
    broad = cv2.GaussianBlur(darkness, (0, 0), max(1.0, SEARCH.strand_broad * eye.unit))
    up = eye.upper - eye.y
    fade = np.clip((SEARCH.strand_over - up) / SEARCH.strand_over, 0.0, 1.0)
    fade = fade * np.clip((up - SEARCH.strand_from) / SEARCH.strand_from, 0.0, 1.0)
    sides = np.clip(12.0 * eye.across, 0.0, 1.0) * np.clip(12.0 * (1.0 - eye.across), 0.0, 1.0)
    return np.asarray(np.round(255 * np.clip(darkness - broad, 0.0, 1.0) * fade * sides), dtype=np.uint8)
