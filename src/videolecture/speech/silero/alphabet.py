"""Text as Silero's symbols and back, with nothing lost on the way without an error."""

from __future__ import annotations

import re
import unicodedata

from videolecture.speech.input_errors import letters_unknown, nothing_to_say

ACUTE = "\u0301"
RESERVED = 3  # the first symbols stand for padding, end and start

# Signs with a meaning for the voice, written as the nearest sign that the models know.
SIGNS = {
    **dict.fromkeys("«»„“”″<>*_#~|/\\=^`{}", " "),
    **dict.fromkeys("([", ", "),
    **dict.fromkeys(")]", ","),
    **dict.fromkeys("‘’ʼ′", "'"),
    **dict.fromkeys("‑‐−", "-"),
    "—": "–",
}


class Alphabet:
    """The symbols of one language's model."""

    def __init__(self, language: str, symbols: str, codes: dict[str, str]) -> None:
        self.language = language
        self.symbols = frozenset(symbols[RESERVED:])
        self._codes = codes
        self._letters = {code: letter for letter, code in codes.items()}

    def encode(self, text: str) -> str:
        """The text in the model's letters. Raises EngineError when a letter or a digit of it would be lost."""
        plain = self._plain(text)
        lost = {sign for sign in plain if sign not in self.symbols}
        unread = sorted(sign for sign in lost if sign.isalnum())
        if unread:
            raise letters_unknown("".join(unread), text, self.language)
        kept = re.sub(r"\s+", " ", "".join(" " if sign in lost else sign for sign in plain)).strip()
        kept = re.sub(r" (?=[,.!?;:])", "", kept).lstrip(",.;:!?– ")
        kept = re.sub(r",(?=[,.!?;:])", "", kept)
        if not any(sign.isalpha() for sign in kept):
            raise nothing_to_say(text)
        if kept[-1].isalpha():
            kept += "."  # without a final sign the last word is cut off
        return "".join(self._codes.get(sign, sign) for sign in kept)

    def decode(self, coded: str) -> tuple[str, ...]:
        """The symbols of coded text in the language's own letters."""
        return tuple(self._letters.get(code, code) for code in coded)

    def clean(self, coded: str) -> str:
        """Letters, hyphens and spaces of coded text, as the accentor reads it."""
        return re.sub(r"[^a-z1-9\- ]", "", coded)

    def _plain(self, text: str) -> str:
        """Lower case, signs replaced, accents as `+` before the vowel (Russian) or dropped (English)."""
        if self.language == "ru":
            text = re.sub(rf"(\w){ACUTE}", r"+\1", unicodedata.normalize("NFC", text))
            text = re.sub(r"\++(?=[аеёиоуыэюя])", "\0", text.lower()).replace("+", "").replace("\0", "+")
        else:
            parts = unicodedata.normalize("NFKD", text)
            text = "".join(sign for sign in parts if not unicodedata.combining(sign))
            text = text.replace("…", "...").replace("—", ",").replace("–", ",").replace("+", "")
        return "".join(SIGNS.get(sign, sign) for sign in text.lower())
