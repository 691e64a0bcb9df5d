"""Takes of sentences that clients asked for: each is kept for a day, to be heard, chosen or dropped."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from videolecture.execute.sentences import Sentences
from videolecture.home import takes_folder
from videolecture.messages import as_data, from_data
from videolecture.rendering.takes import MOST
from videolecture.storage.atomic import output_error, write_text
from videolecture.storage.cache import digest
from videolecture.web.refusals import Conflict, NotThere

LASTS = 24 * 3600.0  # seconds
_DIGITS = 32  # of a digest, in the name of a folder


@dataclass(frozen=True)
class HeardTake:
    """A take that was spoken, beside its sound."""

    take: int
    seconds: float
    problems: Sentences = ()  # what is wrong with it


class HeardTakes:
    """The takes of a home, by lecture and by the key of what is spoken: another voice, or other words, have none."""

    def __init__(self, home: Path) -> None:
        self._root = takes_folder(home)

    def begin(self, lecture: str, key: str, least: int) -> int:
        """The number of a further take, from `least` on, that nobody else gets. Raises Conflict when all are taken."""
        self._sweep()
        folder = self._folder(lecture, key)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's voices
            numbers = [int(path.stem) for path in folder.glob("*.json")]
            for take in range(max([least - 1, *numbers]) + 1, MOST + 1):
                with contextlib.suppress(FileExistsError):
                    (folder / f"{take}.json").open("x").close()
                    return take
        except OSError as error:
            raise output_error(folder, error) from error
        raise Conflict("take number", most=MOST)

    def place(self, lecture: str, key: str, take: int) -> Path:
        """Where the sound of a take is to be written, before `keep`."""
        return self._folder(lecture, key) / f"{take}.wav"

    def keep(self, lecture: str, key: str, made: HeardTake) -> None:
        """It was spoken: from now on it is there."""
        about = asdict(made) | {"problems": [as_data(problem) for problem in made.problems]}
        write_text(self._folder(lecture, key) / f"{made.take}.json", json.dumps(about, ensure_ascii=False))

    def give_up(self, lecture: str, key: str, take: int) -> None:
        """It could not be spoken: its number is free again."""
        for suffix in ("wav", "json"):
            (self._folder(lecture, key) / f"{take}.{suffix}").unlink(missing_ok=True)

    def of(self, lecture: str, key: str) -> list[HeardTake]:
        """Those that are there, by their numbers."""
        found = [self._read(path) for path in self._folder(lecture, key).glob("*.json")]
        return sorted((take for take in found if take is not None), key=lambda one: one.take)

    def sound(self, lecture: str, key: str, take: int) -> Path:
        """The WAV of a take. Raises NotThere."""
        if all(one.take != take for one in self.of(lecture, key)):
            raise NotThere("no take", take=take)
        return self.place(lecture, key, take)

    def drop(self, lecture: str, key: str, take: int) -> None:
        """Nobody wants it; the next one is another. Raises NotThere."""
        sound = self.sound(lecture, key, take)
        sound.with_suffix(".json").write_text("")
        sound.unlink(missing_ok=True)

    def forget(self, lecture: str) -> None:
        """Delete every take of a lecture."""
        shutil.rmtree(self._of(lecture), ignore_errors=True)

    def _of(self, lecture: str) -> Path:
        return self._root / digest("lecture", lecture)[:_DIGITS]  # ids differ by the case of letters, folders may not

    def _folder(self, lecture: str, key: str) -> Path:
        return self._of(lecture) / key[:_DIGITS]

    def _sweep(self) -> None:
        oldest = time.time() - LASTS
        for folder in self._root.glob("*/*"):
            with contextlib.suppress(OSError):
                if folder.stat().st_mtime < oldest:
                    shutil.rmtree(folder, ignore_errors=True)

    @staticmethod
    def _read(path: Path) -> HeardTake | None:
        """None: being spoken, or dropped."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            about: dict[str, Any] = json.loads(path.read_text("utf-8"))
            return HeardTake(
                about["take"], about["seconds"], tuple(from_data(problem) for problem in about["problems"])
            )
        return None
