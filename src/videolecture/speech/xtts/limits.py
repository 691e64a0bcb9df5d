"""How long a text XTTS-v2 can speak in one go, per language."""

from __future__ import annotations

from collections.abc import Mapping

# Characters of one utterance: the published tokenizer's own table (VoiceBpeTokenizer.char_limits in coqui-tts 0.28.0).
# Beyond them the sound ends early without a word, though the tokenizer only logs a warning.
CHARACTERS: Mapping[str, int] = {
    "ar": 166,
    "cs": 186,
    "de": 253,
    "en": 250,
    "es": 239,
    "fr": 273,
    "hi": 150,
    "hu": 224,
    "it": 213,
    "ja": 71,
    "ko": 95,
    "nl": 251,
    "pl": 224,
    "pt": 203,
    "ru": 182,
    "tr": 226,
    "zh": 82,
}
LANGUAGES = tuple(CHARACTERS)
