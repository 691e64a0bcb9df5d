"""The manifest beside a finished lecture: what is in it, what made it, under which licences, when what is said.

`lecture_<id>.json` holds nothing that changes from run to run (no dates, no absolute paths): the same lecture gives the
same manifest.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

import videolecture
from videolecture.storage.atomic import write_text
from videolecture.types import EngineInfo

FORMAT = 1  # raised when a field changes its meaning or goes away


@dataclass(frozen=True)
class FileEntry:
    """A file of the output folder."""

    file: str  # relative to the output folder, with forward slashes
    bytes: int
    sha256: str


@dataclass(frozen=True)
class EngineEntry:
    """An engine as it was used."""

    name: str
    title: str
    licence_code: str
    licence_weights: str
    commercial: bool
    behaviour: int
    weights: Mapping[str, str]  # name -> SHA-256
    chosen: Mapping[str, object] = field(default_factory=dict)  # options that say where it comes from: server, voice


@dataclass(frozen=True)
class SourceEntry:
    """A photo or a voice sample: its name and digest, not the thing itself."""

    name: str
    sha256: str


@dataclass(frozen=True)
class SentenceEntry:
    """A sentence as written and as spoken; seconds from the start of the lecture."""

    text: str
    spoken: str
    start: float
    end: float


@dataclass(frozen=True)
class SpeechEntry:
    """How a fragment's speech, or all of a lecture's, came about."""

    utterances: int  # engine calls that are heard
    spoken_again: int  # further tries, because something was wrong
    problems: tuple[str, ...] = ()  # what is still wrong with the best try, in words


@dataclass(frozen=True)
class FragmentEntry:
    """A fragment; seconds from the start of the lecture."""

    number: int
    slide: int
    text: str
    spoken: str
    start: float
    end: float
    sentences: tuple[SentenceEntry, ...]
    audio: FileEntry
    video: FileEntry
    speech_key: str
    clip_key: str
    speech: SpeechEntry
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlideEntry:
    """A slide; an empty one has no fragments, no film and no length."""

    number: int
    title: str
    start: float
    end: float
    fragments: tuple[int, ...]
    video: FileEntry | None
    layout: str | None = None  # None: the film is made of the clips as they are


@dataclass(frozen=True)
class FilmEntry:
    """The finished film."""

    video: FileEntry
    subtitles: tuple[FileEntry, ...]
    seconds: float
    frames: int
    fps: int
    width: int
    height: int
    loudness: float | None  # LUFS, measured after decoding; None for a silent lecture
    true_peak: float | None  # dBTP, measured after decoding


@dataclass(frozen=True)
class Manifest:
    """Everything that `lecture_<id>.json` says."""

    id: str
    title: str
    language: str
    film: FilmEntry
    slides: tuple[SlideEntry, ...]
    fragments: tuple[FragmentEntry, ...]
    engines: Mapping[str, EngineEntry]  # "speech", "face"
    encoder: Mapping[str, str | int]
    photo: SourceEntry | None
    voice: SourceEntry | None
    versions: Mapping[str, str]  # package -> version
    checked: bool  # whether the speech was listened to by a recogniser
    speech: SpeechEntry  # of the whole lecture
    warnings: tuple[str, ...] = ()
    deck: SourceEntry | None = None  # the slides
    author: str | None = None
    licence: str | None = None  # of the lecture: under which it is given on
    recordings: tuple[SourceEntry, ...] = ()  # of speech, in place of synthesis

    @property
    def result(self) -> list[list[int]]:
        """The fragment numbers of each slide, in order: what the original API answers."""
        return [list(slide.fragments) for slide in self.slides]


def file_entry(path: Path, folder: Path) -> FileEntry:
    """Describe a file that lies in the output folder `folder`; its bytes are read in blocks."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(path.relative_to(folder).as_posix(), path.stat().st_size, digest)


def engine_entry(info: EngineInfo, digests: Mapping[str, str]) -> EngineEntry:
    """Describe an engine; `digests` maps the names of weights to SHA-256 and has to know all of the engine's."""
    return EngineEntry(
        info.name,
        info.title,
        info.licence_code,
        info.licence_weights,
        info.commercial,
        info.behaviour,
        {name: digests[name] for name in info.weights},
    )


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Versions of this program, of Python and of those of the packages that are installed, by name."""
    found = {"videolecture": videolecture.__version__, "python": platform.python_version()}
    for package in sorted(packages):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def to_json(manifest: Manifest) -> str:
    """The manifest as JSON: UTF-8 letters as they are, fields in a fixed order, a line end at the end."""
    content = {"format": FORMAT, **asdict(manifest), "result": manifest.result}
    for entry in (content, *content["slides"]):  # what came later is there only where there is something to say
        for name in ("deck", "layout", "author", "licence"):
            if entry.get(name, "") is None:
                del entry[name]
    if not content["recordings"]:
        del content["recordings"]
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write(manifest: Manifest, path: Path) -> None:
    """Write the manifest whole or not at all; OutputError when that is impossible."""
    write_text(path, to_json(manifest))
