"""Which language a lecture is in: by its script, and among those written in Latin letters by their function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from videolecture.errors import InputError, Term
from videolecture.text import slide_marks
from videolecture.text.tables import table

AUTO = "auto"
ALONE = {"ru": "ыэъё", "uk": "іїєґ", "sr": "јљњћђџ"}  # Cyrillic letters that one of these languages alone has
SHARE = 0.3  # of the letters: foreign words in a Russian lecture are Latin, Russian ones in an English one are few
OTHERS = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh"}
OTHERS |= {"ARABIC": "ar", "DEVANAGARI": "hi", "HEBREW": "he", "THAI": "th"}
# Latin letters that one language alone has, of those that are distinguished: each counts as a function word.
LETTERS = {"cs": "ěřů", "de": "ß", "es": "ñ¿¡", "hu": "őű", "is": "þð", "lt": "ėįų", "lv": "āēģķļņ", "pl": "łąęśźż"}
LETTERS |= {"pt": "ãõ", "ro": "ățș", "sk": "ľĺŕ", "tr": "ğış", "vi": "đơưạảấầẩậắằặếềểệốồổộớờợứừựỉịọỏụủỳỹ"}
FEWEST_SHARE = 0.08  # of the words: a list of prices has next to none, any language's prose many more
KANA = 0.1  # of the letters: Japanese is written with Chinese signs, too
LONGEST = 20_000  # characters that are looked at
FEWEST = 2  # function words of a language: fewer prove nothing, and Latin letters are taken for English
# Letters beside a digit or a sign are of a formula: «H2O», «Na+», «x-a».
_WORD = re.compile(r"(?<![\w+])[^\W\d_]+(?:'[^\W\d_]+)?(?![\w+])")


def detect(text: str) -> str:
    """The language of a text, ISO 639-1: Cyrillic by its letters, Latin by function words, others by script.

    Raises InputError for a text without letters, or mostly in a script that is not known here.
    """
    text = slide_marks.without(text[:LONGEST])
    letters = [character for character in text if character.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0].partition("-")[0] for letter in letters)
    cyrillic, latin = scripts["CYRILLIC"], scripts["LATIN"]
    if cyrillic + latin > len(letters) / 2:
        return _cyrillic(letters) if cyrillic >= SHARE * (cyrillic + latin) else _by_words(text)
    counts: Counter[str] = Counter()
    for script, language in OTHERS.items():
        counts[language] += scripts[script]
    if counts.total() <= len(letters) / 2:
        raise InputError(
            "The language of the lecture cannot be told from its letters.",
            "Name it: --language ru, --language en.",
            code="language-untold",
        )
    return "ja" if counts["ja"] >= KANA * len(letters) else max(counts, key=lambda language: counts[language])


def _cyrillic(letters: list[str]) -> str:
    """Russian, unless the letters that only Ukrainian or Serbian has outnumber those that only Russian has."""
    found = Counter(letter.lower() for letter in letters)
    return max(ALONE, key=lambda language: sum(found[letter] for letter in ALONE[language]))


def doubt(text: str, language: str) -> Term | None:
    """A warning when a text is hardly written in the language that it was said to be in, by its script."""
    letters = [character for character in slide_marks.without(text[:LONGEST]) if character.isalpha()]
    cyrillic = sum("CYRILLIC" in unicodedata.name(letter, "") for letter in letters) / max(1, len(letters))
    if language == "ru" and cyrillic < SHARE / 2:
        return Term(
            "The text is read as Russian, but hardly holds Russian letters: --language {auto} reads it as it is.",
            code="language-hardly-russian",
            auto=AUTO,
        )
    if language in ALONE and language != "ru" and _cyrillic(letters) == language:
        return None
    if language != "ru" and cyrillic > 0.5:
        return Term(
            "The text is read as «{language}», but holds Russian letters: --language {auto} reads it as it is.",
            code="language-russian-letters",
            language=language,
            auto=AUTO,
        )
    return None


def _by_words(text: str) -> str:
    text = text.lower()
    found, letters = Counter(_WORD.findall(text.replace("’", "'"))), Counter(text)
    counts = {
        language: sum(found[word] for word in words.split()) + sum(letters[own] for own in LETTERS.get(language, ""))
        for language, words in table("languages").items()
    }
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    plain = all(c.isascii() for c in text if c.isalpha())
    few = plain and counts[best] < FEWEST_SHARE * found.total()
    return "en" if few or counts[best] < FEWEST else best
