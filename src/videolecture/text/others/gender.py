"""«One», and what is declined like it, before a noun: «una mesa», «veintiún libros», «eine Frau», «jedna książka»."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of
from videolecture.text.others.numbers import cardinal
from videolecture.text.tables import table, words

_BEFORE_NOUN = re.compile(
    r"(?:(?P<before>[^\W\d_]+)\s)?(?<![\w.,:/–-])(?P<number>\d{1,3}(?:[.\u00a0\u202f]\d{3})*|\d+)(?=\s(?P<noun>[^\W\d_]+))"
)
# Endings of feminine nouns, singular and plural; what they get wrong is in the table.
_FEMININE = {
    "es": re.compile(r"(?:as?|ci[oó]n(?:es)?|si[oó]n(?:es)?|[dt]ad(?:es)?|tud(?:es)?|umbres?)$"),
    "pt": re.compile(r"(?:as?|ç(?:ão|ões)|s(?:ão|ões)|dades?|tudes?|ge(?:m|ns))$"),
    "it": re.compile(r"(?:a|zion[ei]|sion[ei]|tà|tù|trice|udin[ei])$"),
    "fr": re.compile(
        r"(?:tions?|sions?|tés?|ées?|ettes?|[ae]nces?|elles?|esses?|tudes?|ises?|trices?|euses?|ières?|ies?)$"
    ),
    "de": re.compile(r"(?:[^\W\d_]{2,}e|ung|heit|keit|schaft|ion|tät|[^\W\d_]{2,}ik|[^\W\d_]{3,}ei|enz|anz|erin)$"),
}
_SLAVIC = {"pl": ("jeden", "jedna", "jedno"), "cs": ("jeden", "jedna", "jedno"), "uk": ("один", "одна", "одне")}
_PLURAL = {"es": "s", "pt": "s", "fr": "sx"}  # how every plural ends
_IN_A_YEAR = frozenset("en em desde año ano année".split())  # noqa: SIM905
_IMPURE = re.compile(r"(?:s[^\Waeiouhàèéìòù_]|z|gn|ps|x|y)")  # Italian: «uno studente»


def attributive(text: str, language: str) -> str:
    """The text with numbers whose form depends on the noun after them in words; others stay."""
    if language not in _FEMININE and language not in _SLAVIC:
        return text
    named, little = words_of("named", language), words("languages", language) if language in table("languages") else ()

    def said(found: re.Match[str]) -> str:
        noun, before = found["noun"].lower(), found["before"] or ""
        if noun in little or before in named or before.lower() in named:
            return found.group()
        digits = re.sub(r"\D", "", found["number"])
        if _is_apart(found, language):
            return found.group()
        form = _form(digits, noun, found["noun"], language)
        return found.group() if form is None else f"{before} {form}".strip()

    return _BEFORE_NOUN.sub(said, text)


def _is_apart(found: re.Match[str], language: str) -> bool:
    """Whether the word after a number is not what it counts: «1981 había», «mayo de 1981 todas»."""
    if language not in _PLURAL or found["number"] in ("0", "1"):
        return False
    if not found["noun"].lower().endswith(tuple(_PLURAL[language])) and found["noun"] != "mil":
        return True
    if not (len(found["number"]) == 4 and 1000 <= int(found["number"]) < 2100):
        return False
    before, earlier = (found["before"] or "").lower(), left_of(found).rstrip().lower()
    months = table("others_forms")[language]["months"].split()
    return before in (*_IN_A_YEAR, *months) or (before == "de" and earlier.endswith(tuple(months)))


def words_of(name: str, language: str) -> frozenset[str]:
    """The words of one of the table's lists in a language; none if it has no such list."""
    return frozenset(table("others_forms")[name].get(language, "").split())


def is_feminine(noun: str, language: str) -> bool:
    """Whether a noun is feminine, as far as its ending or the table tells."""
    if noun in words_of("masculine", language):
        return False
    return noun in words_of("feminine", language) or bool(_FEMININE[language].search(noun))


def feminine_number(spoken: str, language: str) -> str:
    """A number in words as feminine nouns want it."""
    if language == "es":
        return re.sub(r"ientos\b", "ientas", re.sub(r"(?:^|(?<=\s)|(?<=veinti))uno$", "una", spoken))
    if language == "pt":
        return re.sub(r"entos\b", "entas", re.sub(r"\bdois$", "duas", re.sub(r"\bum$", "uma", spoken)))
    if language == "fr":
        return re.sub(r"\bun$", "une", spoken)
    return "una" if language == "it" and spoken == "uno" else spoken


def _form(digits: str, noun: str, written: str, language: str) -> str | None:
    """The number in words; None where the usual form will do."""
    if language in _SLAVIC:
        masculine, feminine, neuter = _SLAVIC[language]
        last = noun[-1]
        return None if digits != "1" else feminine if last in "aaяа" else neuter if last in "oeoе" else masculine
    if language == "de":
        if digits != "1" or not written[0].isalpha():
            return None
        known = written in words_of("feminine", "de")
        masculine_or_neuter = written in words_of("masculine", "de")
        return "eine" if known or (not masculine_or_neuter and _FEMININE["de"].search(written)) else "ein"
    spoken = cardinal(digits, language)
    if is_feminine(noun, language):
        changed = feminine_number(spoken, language)
        changed = "un'" if language == "it" and digits == "1" and noun[0] in "aeiouàèéìòù" else changed
    elif language == "es":
        changed = re.sub(r"veintiuno$", "veintiún", spoken)
        changed = re.sub(r"(?:^|(?<=\s))uno$", "un", changed)
    elif language == "it" and digits == "1":
        changed = "uno" if _IMPURE.match(noun) else "un"
    else:
        changed = spoken
    return None if changed == spoken and digits != "1" else changed
