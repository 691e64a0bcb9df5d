"""Square brackets that look like a mark and are none: `[pont:0.5,0.5]`, `[clip demo.mp4]`. They would be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from videolecture.errors import Term

_MARKS = {
    "next": "[next]",
    "point": "[point:0.62,0.4]",
    "highlight": "[highlight:0.1,0.2,0.5,0.3]",
    "layout": "[layout:side]",
    "clip": "[clip:demo.mp4]",
    "synth": "[synth]...[/synth]",
    "pause": "[pause:1.5s]",
    "say": "[say:written|spoken]",
    "lang": "[lang:en]",
}
_SOUND = ("pause", "say", "lang")  # with a colon, whoever reads the sentence complains of what they lack
_BRACKETS = re.compile(r"\[[ \t]*/?(?P<name>[A-Za-z]{2,12})(?P<sign>[ \t]*[:;=]|[ \t]+(?=[^\]\s])|)[^\]\n]*\]")
_ALIKE = 0.7  # SequenceMatcher.ratio of names that have a sign after them, as marks do
_MUCH_ALIKE = 0.76  # of others: they may be ordinary words in brackets


def mistyped(text: str) -> Iterator[Term]:
    """A warning for each of them in a text from which the marks were taken out; sound marks stand in it still."""
    for found in _BRACKETS.finditer(text):
        name, sign = found["name"].lower(), found["sign"].strip()
        if sign == ":" and name in _SOUND:
            continue
        if found.group().lower() == "[/lang]":
            continue
        meant = _meant(name, bool(sign), bare=not found["sign"])
        if meant:
            yield Term(
                "«{written}» is not a mark and is read aloud; was {mark} meant?",
                code="mark-mistyped",
                written=found.group(),
                mark=_MARKS[meant],
            )


def _meant(name: str, signed: bool, bare: bool) -> str:
    """The mark whose name is most like this one; "" where none is. In brackets alone: `next` or `synth`."""
    if name in _MARKS:
        return name
    alike = {
        mark: SequenceMatcher(None, name, mark).ratio()
        for mark in (("next", "synth") if bare else _MARKS)
        if mark[0] == name[0]  # people miss later letters, and ordinary words are alike by chance
    }
    best = max(alike, key=lambda mark: alike[mark], default="")
    return best if alike.get(best, 0.0) >= (_ALIKE if signed else _MUCH_ALIKE) else ""
