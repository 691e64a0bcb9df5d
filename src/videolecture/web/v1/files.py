"""The files of a lecture: names that we give, never paths that a client gives."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from videolecture.jobs.rows import Job
from videolecture.output import names

TYPES: Mapping[str, str] = {
    ".mp4": "video/mp4",
    ".wav": "audio/wav",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".json": "application/json",
}


LONGEST = 100  # characters of a title in a file's name
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')  # what a name of some system may not hold


def of(job: Job) -> dict[str, Path]:
    """Name -> file, of those that are there now."""
    out, identity = Path(job.request["out"]), int(job.request["id"])
    final = names.lecture_path(out, identity)
    named = {f"lecture{suffix}": final.with_suffix(suffix) for suffix in (".mp4", ".srt", ".vtt", ".json")}
    for slide, numbers in enumerate(job.slides, 1):
        named[f"slide_{slide}.mp4"] = names.slide_path(out, identity, slide)
        for number in numbers:
            named[f"fragment_{number}.mp4"] = names.clip_path(out, identity, number)
            named[f"fragment_{number}.wav"] = names.sound_path(out, identity, number)
    there = {folder: _names(folder) for folder in {path.parent for path in named.values()}}
    return {name: path for name, path in named.items() if path.name in there[path.parent]}


def download_name(title: str, name: str) -> str:
    """What a browser saves a file as: the lecture's title, and which part of it the file is. «Optics, slide 2.mp4»."""
    stem, _, suffix = name.rpartition(".")
    part, _, number = stem.partition("_")
    plain = " ".join(_UNFIT.sub(" ", title).split())[:LONGEST].strip(" .…") or "lecture"
    return f"{plain}, {part} {number}.{suffix}" if number else f"{plain}.{suffix}"


def _names(folder: Path) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
    except OSError:
        return set()
