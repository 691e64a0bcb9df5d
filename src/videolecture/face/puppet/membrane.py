"""Colours of known pixels of a picture carried on over its other ones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.float32]
SURE = 0.5  # part of a cell that is something, from which it counts as that
LOOSE = 1e-3  # bond between cells of which one is below and one is not, against 1 between others
TINY = 1e-6


def stretched(photo: Mask, known: Mask, below: NDArray[np.bool_], cell: float, soft: float) -> Mask:
    """(h, w, 3): the known colours carried on over all others as evenly as a stretched membrane lies.

    Laplace's equation on a grid of `cell` pixels, its edges free, and so are those of what is `below`: that takes its
    colours from the rest and gives it none. `soft`: standard deviation in pixels of the smoothing of what is known.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import splu

    size = (max(4, round(known.shape[1] / cell)), max(4, round(known.shape[0] / cell)))
    weight = cv2.GaussianBlur(known, (0, 0), soft, borderType=cv2.BORDER_CONSTANT)
    colour = cv2.GaussianBlur(photo * known[..., None], (0, 0), soft, borderType=cv2.BORDER_CONSTANT)
    weight, colour, share = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (weight, colour, known))
    held = (share > SURE).ravel()
    if not held.any():
        return np.full_like(photo, photo.mean(axis=(0, 1)))
    apart = (cv2.resize(below.astype(np.float32), size, interpolation=cv2.INTER_AREA) > SURE).ravel()
    index = np.arange(held.size).reshape(size[::-1])
    beside = [(index[:, 1:], index[:, :-1]), (index[1:], index[:-1])]
    one, other = (np.concatenate([pair[k].ravel() for pair in beside]) for k in (0, 1))
    bond = np.where(apart[one] == apart[other], 1.0, LOOSE)
    rows, columns = np.concatenate([one, other]), np.concatenate([other, one])
    bonds = np.concatenate([bond, bond])
    free = ~held[rows]
    sums = np.bincount(rows[free], weights=bonds[free], minlength=held.size)
    diagonal = np.where(held, 1.0, sums)
    every = np.arange(held.size)
    matrix = coo_array(
        (
            np.concatenate([-bonds[free], diagonal]),
            (np.concatenate([rows[free], every]), np.concatenate([columns[free], every])),
        ),
        shape=(held.size, held.size),
    )
    values = np.where(held[:, None], (colour / np.maximum(weight, TINY)[..., None]).reshape(-1, 3), 0.0)
    solved = splu(matrix.tocsc()).solve(values.astype(np.float64)).reshape(*size[::-1], 3).astype(np.float32)
    wide = cv2.resize(solved, known.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(wide, 0.0, 255.0), dtype=np.float32)


def carried(photo: Mask, known: Mask, spread: float) -> Mask:
    """(h, w, 3): the known pixels' colours spread over all others, the nearest most."""
    total = np.zeros_like(photo)
    weight = np.zeros_like(known)
    for times in (1.0, 3.0):  # what lies farther than the first spread reaches has the second one
        share = 1.0 if times == 1.0 else np.float32(1e-4)
        sigma = max(0.8, times * spread)
        total += share * cv2.GaussianBlur(photo * known[..., None], (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
        weight += share * cv2.GaussianBlur(known, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    usual = photo[known > 0].mean(axis=0) if known.any() else photo.mean(axis=(0, 1))
    tiny = np.float32(1e-7)
    return np.asarray((total + tiny * usual) / (weight + tiny)[..., None], dtype=np.float32)
