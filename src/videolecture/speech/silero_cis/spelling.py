"""Russian text as the package reads it: its own letters, `+` before the stressed vowel of every word."""

from __future__ import annotations

import re
import unicodedata

from videolecture.speech.input_errors import letters_unknown, nothing_to_say

VOWELS = "аеёиоуыэюя"
# Of the published set of symbols those of Russian (v5_cis_base_jit.ipynb).
_KNOWN = frozenset("!'+,-.:;?абвгдежзийклмнопрстуфхцчшщъыьэюяё—… ")
_SIGNS = str.maketrans(
    dict.fromkeys("«»„“”″<>*_#~|/\\=^`{}", " ")
    | dict.fromkeys("([", ",")
    | dict.fromkeys(")]", ",")
    | dict.fromkeys("‘’ʼ′", "'")
    | {"‑": "-", "‐": "-", "−": "-", "–": "—"}
)
_WORD = re.compile(r"[а-яё+'-]+")
_MARKED = re.compile(rf"\++(?=[{VOWELS}])")


def respell(text: str) -> str:
    """A text for the front. Raises EngineError when a letter or a digit of it would be lost."""
    plain = re.sub("([аеёиоуыэюя])\u0301", r"+\1", unicodedata.normalize("NFC", text).lower())
    plain = _MARKED.sub("\0", plain).replace("+", "").replace("\0", "+").replace("...", "…").translate(_SIGNS)
    lost = sorted({sign for sign in plain if sign.isalnum() and sign not in _KNOWN})
    if lost:
        raise letters_unknown("".join(lost), text, "ru")
    kept = " ".join("".join(sign if sign in _KNOWN else " " for sign in plain).split())
    kept = re.sub(r" (?=[,.!?;:…])", "", kept)
    kept = re.sub(r",(?=[,.!?;:…])", "", kept).lstrip(",.;:!?—…- ")
    if not any(sign.isalpha() for sign in kept):
        raise nothing_to_say(text)
    marked = _WORD.sub(lambda found: _stressed(found.group()), kept)
    return marked + "." if marked[-1].isalpha() else marked


def _stressed(word: str) -> str:
    """A word of one vowel has its mark, too: the package was taught with all of them."""
    vowels = [at for at, sign in enumerate(word) if sign in VOWELS]
    return f"{word[: vowels[0]]}+{word[vowels[0] :]}" if len(vowels) == 1 and "+" not in word else word
