"""Marks that stand together when brackets have become commas: one pause, the strongest."""

from __future__ import annotations

import re

_RUN = re.compile(r"[,;:](?: ?[,;:])+")
_GLUED = re.compile(r",(?=[^\W\d_])")  # «a year—the last—ended»
_AFTER_A_STOP = re.compile(r"(?<![.…])([.!?])(?:,(?= |$)|\.(?!\.))")  # «p. 5, ed.), the», «L.).»
_BEFORE_AN_END = re.compile(r"[,;:] ?(?=[.!?…])")


def one_each(text: str) -> str:
    """One mark for several: «(дубовый), стул» has one comma, «(старый); всё» its semicolon. Spaces are single."""
    return _GLUED.sub(", ", _AFTER_A_STOP.sub(_stop, _BEFORE_AN_END.sub("", _RUN.sub(_strongest, text))))


def _strongest(run: re.Match[str]) -> str:
    return next((mark for mark in reversed(run.group()) if mark in ";:"), ",")


def _stop(marks: re.Match[str]) -> str:
    """The sentence goes on after a short form's own stop and a comma; after a question it has ended."""
    return "," if marks.group() == ".," else marks.group(1)
