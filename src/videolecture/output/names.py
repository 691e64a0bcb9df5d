"""Names of what lands in the output folder: those of the original service, which its users' programs expect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FOLDERS = ("audio_fragments", "video_fragments", "combined", "final")


def sound_path(out: Path, lecture: int, fragment: int) -> Path:
    """A fragment's sound, under the original service's name."""
    return out / "audio_fragments" / f"audio_fragment_{lecture}_{fragment}.wav"


def clip_path(out: Path, lecture: int, fragment: int) -> Path:
    """A fragment's clip, under the original service's name."""
    return out / "video_fragments" / f"video_fragment_{lecture}_{fragment}_1.mp4"


def slide_path(out: Path, lecture: int, slide: int) -> Path:
    """A slide's clips in one file."""
    return out / "combined" / f"slide_{lecture}_{slide}.mp4"


def lecture_path(out: Path, lecture: int, suffix: str = ".mp4") -> Path:
    """The finished lecture; its subtitles and manifest have other suffixes."""
    return out / "final" / f"lecture_{lecture}{suffix}"


def lock_path(out: Path, lecture: int) -> Path:
    """The hidden file that whoever renders the lecture into the folder holds."""
    return out / f".lecture_{lecture}.lock"


def preview_path(out: Path, lecture: int, kind: str, numbers: Sequence[int]) -> Path:
    """A part of the lecture, small: slides (`kind` "slide") or fragments ("fragment") by their numbers."""
    named = "_".join(map(str, numbers[:20]))
    return out / "preview" / f"lecture_{lecture}_{kind}_{named}.mp4"
