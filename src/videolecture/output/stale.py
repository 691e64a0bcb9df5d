"""Files that an earlier, longer version of a lecture left in its output folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from videolecture.output.names import clip_path, lecture_path, slide_path, sound_path
from videolecture.storage.atomic import output_error


def remove_stale(out: Path, lecture: int, fragments: Iterable[int]) -> None:
    """Remove what an earlier version of the lecture left in its folder: files of fragments
    that are not among `fragments`.

    The joined slides and the lecture go in any case: until they are made anew, they would show the earlier version.
    """
    planned = {path(out, lecture, number).name for number in fragments for path in (sound_path, clip_path)}
    patterns = (
        sound_path(out, lecture, 0).with_name(f"audio_fragment_{lecture}_*.wav"),
        clip_path(out, lecture, 0).with_name(f"video_fragment_{lecture}_*_1.mp4"),
        slide_path(out, lecture, 0).with_name(f"slide_{lecture}_*.mp4"),
        lecture_path(out, lecture, ".*"),
    )
    for pattern in patterns:
        for old in sorted(pattern.parent.glob(pattern.name), reverse=True):
            if old.name not in planned:
                try:
                    old.unlink()
                except OSError as error:
                    raise output_error(old, error) from error
