"""Recordings of voices to measure with. None of them is kept in the repository: the command fetches the package."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from videolecture.home import home
from videolecture.types import Sample
from videolecture.weights.manifest import find
from videolecture.weights.package import fetch

# Reference recordings of seed-vc: four men and four women, studio and telephone-like, none of them Russian.
NAMES = (
    "reference/s1p1",
    "reference/s1p2",
    "reference/s2p1",
    "reference/s2p2",
    "reference/s3p1",
    "reference/s3p2",
    "reference/s4p1",
    "reference/s4p2",
    "source/source_s1",
    "source/source_s4",
)
NOISE = 15.0  # dB that speech is above the noise in a noisy copy


def recordings(folder: Path | None) -> Sequence[Path]:
    """Paths of recordings: those of a folder, or of the package that carries the CAM++ weights (48 MB)."""
    if folder is not None:
        return sorted(path for path in folder.iterdir() if path.suffix in (".wav", ".mp3", ".flac", ".ogg", ".m4a"))
    place = home() / "quality" / "voices"
    wanted = [place / f"{name.replace('/', '_')}.wav" for name in NAMES]
    if not all(path.exists() for path in wanted):
        place.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(_archive(place.parent / "package")) as archive:
            for name, path in zip(NAMES, wanted, strict=True):
                path.write_bytes(archive.read(f"seed_vc/examples/{name}.wav"))
    return wanted


def _archive(place: Path) -> Path:
    (file,) = find("campplus").files
    member = next(part for source in file.sources for part in getattr(source, "parts", ()))
    return fetch(member.archive, place, lambda _count: None)


def noisy(sample: Sample) -> Sample:
    """The same recording with white noise."""
    power = float(np.mean(sample.samples**2)) / 10 ** (NOISE / 10)
    noise = np.random.default_rng(0).standard_normal(len(sample.samples)) * np.sqrt(power)
    return Sample(f"noisy {sample.name}", sample.digest, (sample.samples + noise).astype(np.float32), sample.rate)
