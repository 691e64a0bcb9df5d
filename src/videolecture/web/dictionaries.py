"""The dictionary that a client keeps at the service: how words are said in every lecture that asks for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.home import dictionaries_folder
from videolecture.storage.atomic import write_text


@dataclass(frozen=True)
class Word:
    """How one word is said; case does not count."""

    written: str
    spoken: str  # «+» before a stressed vowel, or U+0301 after it
    language: str = ""  # empty: in any


class Dictionaries:
    """One for each owner."""

    def __init__(self, home: Path) -> None:
        self._root = dictionaries_folder(home)

    def words(self, owner: str) -> list[Word]:
        """In the order in which they were written."""
        try:
            return [Word(**word) for word in json.loads(self._path(owner, ".json").read_text("utf-8"))]
        except FileNotFoundError:
            return []

    def write(self, owner: str, words: Sequence[Word]) -> None:
        """Replace all of them."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        rules = [
            "[[rule]]\n" + "".join(f"{name} = {json.dumps(text, ensure_ascii=False)}\n" for name, text in _fields(word))
            for word in words
        ]
        write_text(self._path(owner, ".toml"), "\n".join(rules))
        plain = [{"written": word.written, "spoken": word.spoken, "language": word.language} for word in words]
        write_text(self._path(owner, ".json"), json.dumps(plain, ensure_ascii=False, indent=1))

    def file(self, owner: str) -> Path | None:
        """The dictionary as a lecture takes it; None while there are no words."""
        return self._path(owner, ".toml") if self.words(owner) else None

    def _path(self, owner: str, suffix: str) -> Path:
        return self._root / (hashlib.sha256(owner.encode()).hexdigest()[:32] + suffix)


def _fields(word: Word) -> list[tuple[str, str]]:
    named = [("written", word.written), ("spoken", word.spoken)]
    return [*named, ("language", word.language)] if word.language else named
