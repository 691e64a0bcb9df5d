"""What stands beside a match: as much as decides how it is read, so that the work stays linear in a text's length."""

from __future__ import annotations

import re

REACH = 400  # characters, more than any rule looks back or ahead


def left_of(match: re.Match[str]) -> str:
    """The nearest characters before the match."""
    return match.string[max(0, match.start() - REACH) : match.start()]


def right_of(match: re.Match[str]) -> str:
    """The nearest characters after the match."""
    return match.string[match.end() : match.end() + REACH]
