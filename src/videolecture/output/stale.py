"""Files that an earlier version of a lecture left in its output folder. Only ours, known by their whole names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from videolecture.output.names import clip_path, lecture_path, slide_path, sound_path
from videolecture.storage.atomic import output_error

_FILM = (".json", ".vtt", ".srt", ".mp4")  # the manifest says that the film is whole, so it goes first


@dataclass(frozen=True)
class Leftovers:
    """Numbers whose files were removed."""

    fragments: tuple[int, ...]
    slides: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.fragments or self.slides)


def remove_leftovers(out: Path, lecture: int, fragments: Collection[int], slides: Collection[int]) -> Leftovers:
    """Remove the files of fragments and joined slides that the lecture no longer has.

    `fragments`, `slides`: numbers of the whole text, also where a part of it is rendered.
    Raises OutputError for a file that cannot be removed.
    """
    sounds = _beyond(lambda number: sound_path(out, lecture, number), fragments)
    clips = _beyond(lambda number: clip_path(out, lecture, number), fragments)
    joined = _beyond(lambda number: slide_path(out, lecture, number), slides)
    _remove(path for found in (sounds, clips, joined) for path in found.values())
    return Leftovers(tuple(sorted({*sounds, *clips})), tuple(sorted(joined)))


def remove_outdated(out: Path, lecture: int, slides: Iterable[int]) -> None:
    """Remove the film and these joined slides, which will be made anew: who waits for the files must not take the old.

    Raises OutputError for a file that cannot be removed.
    """
    film = (lecture_path(out, lecture, suffix) for suffix in _FILM)
    _remove(path for path in (*film, *(slide_path(out, lecture, slide) for slide in slides)) if path.is_file())


def _beyond(named: Callable[[int], Path], numbers: Collection[int]) -> dict[int, Path]:
    """The files that are there under the name of a number that is not among `numbers`."""
    found = {}
    for path in _files(named(0).parent):
        for digits in re.findall("[1-9][0-9]*", path.name):
            if int(digits) not in numbers and path.name == named(int(digits)).name:
                found[int(digits)] = path
    return found


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_file())
    except FileNotFoundError:
        return
    except OSError as error:
        raise output_error(folder, error) from error


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise output_error(path, error) from error
