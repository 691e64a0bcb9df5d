"""Text as XTTS-v2 reads it best: our reading, without the signs that it does not know or says aloud."""

from __future__ import annotations

import re
import unicodedata

STRESS = "\u0301"
# Known to the published vocabulary as pauses; other signs have no token or are read out by name.
_SIGNS = str.maketrans(
    {"–": ",", "—": ",", "―": ",", "…": ".", ";": ",", ":": ",", "(": ",", ")": ",", "’": "'", "‘": "'", "ʼ": "'"}
    | dict.fromkeys('«»„“”"‹›`´\u00ad\u200b\u200c\u200d\ufeff\u2060', "")
)
_TURKISH = str.maketrans("Iİ", "ıi")  # its small letters keep the dot, or its absence
_PLUS_BEFORE_VOWEL = re.compile(r"\++(?=[аеёиоуыэюя])")
_DASH_BETWEEN_WORDS = re.compile(r"\s-+\s")
_SEVERAL = re.compile(r"([,.!?])(?:\s*[,.])+")
_BEFORE = re.compile(r"\s+(?=[,.!?])")
_START = re.compile(r"^[\s,.\-]+")
_END = re.compile(r"[\s,\-]+$")
_END_AND_STOP = re.compile(r"[\s,.\-]+$")


def respell(text: str, language: str) -> str:
    """A phrase as it goes to the tokenizer: lower case, no stress marks, only signs that mean a pause.

    XTTS has no stress control: marks are taken off (U+0301, and `+` before a Russian vowel). The full stop at the end
    of an utterance is taken off in every language but English, because it is voiced or drawn out there
    (coqui-ai/TTS #4435); what is asked or exclaimed keeps its sign.
    """
    if language == "tr":
        text = text.translate(_TURKISH)
    text = unicodedata.normalize("NFC", text.lower())
    if language == "ru":  # elsewhere U+0301 belongs to the letter
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace(STRESS, ""))
        text = _PLUS_BEFORE_VOWEL.sub("", text.translate(_SIGNS))
    text = _DASH_BETWEEN_WORDS.sub(", ", text.translate(_SIGNS))
    text = _SEVERAL.sub(r"\1", _BEFORE.sub("", " ".join(text.split())))
    return (_END if language == "en" else _END_AND_STOP).sub("", _START.sub("", text))
