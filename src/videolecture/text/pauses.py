"""Marks that stand together when brackets have become commas: one pause, the strongest."""

from __future__ import annotations

import re

_RUN = re.compile(r"[,;:](?: ?[,;:])+")
_BEFORE_AN_END = re.compile(r"[,;:] ?(?=[.!?…])")


def one_each(text: str) -> str:
    """One mark for several: «(дубовый), стул» has one comma, «(старый); всё» its semicolon. Spaces are single."""
    return _BEFORE_AN_END.sub("", _RUN.sub(_strongest, text))


def _strongest(run: re.Match[str]) -> str:
    return next((mark for mark in reversed(run.group()) if mark in ";:"), ",")
