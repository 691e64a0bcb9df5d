"""Letters of formulas with a mark above: «x̄» is "x bar" and «икс с чертой»; not the letters of a word."""

from __future__ import annotations

import re
import unicodedata

from videolecture.text.beside import left_of
from videolecture.text.formulas import Vocabulary
from videolecture.text.notation import UNCOUNTED
from videolecture.text.tables import table

_MARKS = {"\u0304": "bar", "\u0305": "bar", "\u0302": "hat", "\u0303": "tilde", "\u20d7": "vec"}
_LETTERS = "A-Za-zΑ-Ωα-ω"
_ASCII = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_WHOLE = {
    whole: (letter, name)
    for mark, name in _MARKS.items()
    for letter in _ASCII
    if len(whole := unicodedata.normalize("NFC", letter + mark)) == 1
}
_MARKED = re.compile(
    rf"(?<![^\W_])(?:(?P<letter>[{_LETTERS}])(?P<mark>[{''.join(_MARKS)}])|(?P<whole>[{''.join(_WHOLE)}]))"
    r"(?P<index>[₀-₉]*)(?![^\W_])"
)


def read_marked(text: str, vocabulary: Vocabulary) -> str:
    """The text with such letters in words; what stands around them is left to other rules."""
    return text if text.isascii() else _MARKED.sub(lambda m: _said(m, vocabulary), text)


def _said(match: re.Match[str], vocabulary: Vocabulary) -> str:
    if match["whole"]:
        letter, name = _WHOLE[match["whole"]]
    else:
        letter, name = match["letter"], _MARKS[match["mark"]]
    greek = table(vocabulary.table)["greek"].get(unicodedata.name(letter).split()[-1].lower())
    said = str(table(vocabulary.table)["accents"][name]).format(x=greek or vocabulary.variable(letter))
    named = re.search(r"\b(?:[Вв]ектор[а-я]*|[Vv]ectors?)\s$", left_of(match))
    if name == "vec" and named:
        said = greek or vocabulary.variable(letter)
    index = unicodedata.normalize("NFKC", match["index"])
    return f"{said} {index}{UNCOUNTED}" if index else said
