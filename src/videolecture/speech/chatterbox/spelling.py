"""Text as Chatterbox Multilingual was taught it: small letters, decomposed, the stress as an acute accent."""

from __future__ import annotations

import re
import unicodedata

STRESS = "\u0301"
SPACE = "[SPACE]"  # of the published vocabulary
# Signs that the published cleaning replaces (punc_norm), and those that mean nothing to it.
_SIGNS = str.maketrans(
    {"…": ",", ":": ",", ";": ",", "—": ",", "–": "-", "‘": "'", "’": "'"}
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff\u2060", "")
)
_PLUS_BEFORE_VOWEL = re.compile(r"\++([аеёиоуыэюя])")
_SEVERAL = re.compile(r"[,.]*([!?])[,.]*|,*(\.)[,.]*|(,)[,]+")
_BEFORE = re.compile(r"\s+(?=[,.!?])")
_ENDS = (".", "!", "?", "-", ",", '"', "'", "。", "؟", "।")


def respell(text: str, language: str) -> str:
    """A phrase as it goes to the tokenizer.

    The stress marks of the text stage, `+` before a Russian vowel, become U+0301 after it: the model obeys them.
    """
    text = text.lower().translate(_SIGNS)
    if language == "ru":
        text = _PLUS_BEFORE_VOWEL.sub(rf"\1{STRESS}", text)
    text = _SEVERAL.sub(lambda found: next(sign for sign in found.groups() if sign), text)
    text = _BEFORE.sub("", " ".join(text.split())).strip(" ,")
    if text and not text.endswith(_ENDS):
        text += "."
    return unicodedata.normalize("NFKD", text)


def tokens(tokenizer: object, text: str, language: str) -> list[int]:
    """The numbers of a phrase, after the language's own sign."""
    spelled = f"[{language}]{respell(text, language)}".replace(" ", SPACE)
    return list(tokenizer.encode(spelled).ids)  # type: ignore[attr-defined]  # tokenizers.Tokenizer
