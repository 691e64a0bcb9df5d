"""Sides of the compass by their letters: «N. America», «land E of the river», «the N entrance»."""

from __future__ import annotations

import re

SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}
_LANDS = re.compile(
    r"(?<![\w.])(?P<side>[NSEW])\. (?=(?:America|Africa|Asia"
    r"|Europe|Carolina|Dakota|Korea|Ireland|Virginia|Atlantic|Pacific"
    r"|Yorkshire|Wales|Sea|Germany|Vietnam|Sudan|Australia|Island|Macedonia|Sussex)\b)"
)
_OF = re.compile(r"(?<=[a-z] )(?<!\b[Tt]he )(?P<side>[NSEW])(?= of (?:the )?[A-Z])")  # «land E of the Mississippi»
_PART = re.compile(
    r"(?P<the>\b[Tt]he |\b(?:to|at|by|via) )(?P<side>[NSEW])"
    r"(?= (?:entrance|exit|wing|side|gate|door|end|shore|coast|slope|face"
    r"|wall|bank|tower|campus|stairs|corner|pole)\b)"
)


def read_compass(text: str) -> str:
    """The sides in words, before the initials are read."""
    text = _LANDS.sub(lambda m: SIDES[m.group("side")].capitalize() + " ", text)
    text = _OF.sub(lambda m: SIDES[m.group("side")], text)
    return _PART.sub(lambda m: m.group("the") + SIDES[m.group("side")], text)
