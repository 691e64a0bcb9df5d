"""What a command prints, kept in a file as well: the tables under quality/results/."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from videolecture.storage.atomic import write_text


class _Both(io.TextIOBase):
    def __init__(self, screen: TextIO) -> None:
        self._screen, self.text = screen, ""

    def write(self, text: str) -> int:
        self.text += text
        return self._screen.write(text)

    def flush(self) -> None:
        self._screen.flush()


@contextlib.contextmanager
def kept(path: Path | None, heading: str) -> Iterator[None]:
    """Everything printed meanwhile goes to `path` too, under a heading; nowhere else if there is none."""
    both = _Both(sys.stdout)
    with contextlib.redirect_stdout(both):
        yield
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, f"# {heading}\n\n{both.text.strip()}\n")
