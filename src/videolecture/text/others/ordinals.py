"""Ordinals: with a full stop («3. Oktober», «2. udgave»), with letters («1er», «2ª», «19e»), in Roman numbers."""

from __future__ import annotations

import re
from functools import cache

from num2words import num2words

from videolecture.text.beside import right_of
from videolecture.text.others.numbers import LONGEST, cardinal
from videolecture.text.tables import table

# Languages that write them so, ISO 639-1; sentences do not end at such a number.
DOTTED = frozenset({"cs", "da", "de", "et", "fi", "hr", "hu", "no", "pl", "sk", "sl", "sr", "tr"})
# Those whose ordinals num2words knows. In Polish and Finnish the case would have to follow the noun: it does not.
READ = frozenset({"da", "de", "fi", "hu", "no", "pl", "tr"})
_NAMED_NUMBER = re.compile(r"(?P<name>[^\W\d_]+)\W?\s*\d{1,4}$")
_ORDINAL = re.compile(r"(?:(?P<before>[^\W\d_]+)\s+)?(?<![\d.,])(?P<number>\d{1,3})\.(?=\s+[^\W\d_])")
# German ordinals are declined; after these words they end in -n.
_WEAK = frozenset(
    "am im vom zum zur beim dem den des ab bis seit einem einer jedem jeder diesem dieser".split()  # noqa: SIM905
)


_ROMAN = {"I": 1, "V": 5, "X": 10}
_LETTERS = {
    "fr": re.compile(r"(?<![\w.,])(?P<number>\d+|[IVX]+)(?P<end>er|ère|re|e|è|ème|ième|nd|nde|de|d)s?(?!\w)"),
    "es": re.compile(
        r"(?<![\w.,])(?P<number>\d+)\.?(?P<end>[ºª°]|er|o|a)(?!\w|C|F)"
        r"(?P<noun>(?=\s(?!(?:de|del|y|o|u|en|al?|que|por|con|es)\b)[^\W\d_]{2}))?"
    ),
    "it": re.compile(r"(?<![\w.,])(?P<number>\d+)\.?(?P<end>[ºª°])(?!\w|C|F)"),
    "pt": re.compile(r"(?<![\w.,])(?P<number>\d+)\.?(?P<end>[ºª°]|o|a)(?!\w|C|F)"),
    "nl": re.compile(r"(?<![\w.,])(?P<number>\d+)(?P<end>e|ste|de)(?!\w)"),
}
# Roman numbers: of a century, of a king. How kings and centuries are counted: up to ten by ordinals, or all.
_CENTURY = re.compile(r"\b(?P<before>siglos?|séculos?|secolo)\s(?P<roman>[IVX]+)\b|\b(?P<first>[IVX]+)(?=\ssecolo\b)")
_KING = re.compile(r"\b(?P<before>[A-ZÀ-Ý][a-zà-ÿ]+)\s(?P<roman>[IVX]{2,5})\b(?P<stop>\.?)")
_BY_ORDINALS = {"es": 10, "pt": 10, "it": 40, "fr": 1, "de": 40, "nl": 40}


def day_of_month(day: int, language: str, before: str) -> str:
    """A day as it stands before its month; `before` is the word before it."""
    if language != "de":
        return str(num2words(day, lang=language))
    return f"{num2words(day, lang='de', to='ordinal')}{'n' if before.lower() in _WEAK else 'r'}"


def read_lettered_ordinals(text: str, language: str) -> str:
    """The text with ordinals that letters make of numbers in words, and Roman numbers of kings and centuries."""
    if language in _LETTERS:
        text = _LETTERS[language].sub(lambda found: _lettered(found, language), text)
    if language == "de":  # «1990er Jahre»
        text = re.sub(r"(?<![\w.,])(\d+)er(?=\s)", lambda found: f"{cardinal(found[1], 'de', year=True)}er", text)
    if language in _BY_ORDINALS:
        text = _CENTURY.sub(lambda found: _counted(found, language, found["roman"] or found["first"]), text)
        text = _KING.sub(lambda found: _counted(found, language, found["roman"]), text)
    return text


def _lettered(found: re.Match[str], language: str) -> str:
    written, end = found["number"], found["end"]
    number = int(written) if written.isdigit() else roman(written)
    if (
        not number
        or len(written) > LONGEST
        or (language == "fr" and not written.isdigit() and end not in ("e", "er", "re"))
    ):
        return found.group()
    if language == "fr" and number == 2 and end in ("nd", "d", "nde", "de"):
        return "second" if end in ("nd", "d") else "seconde"
    said = str(num2words(number, lang=language, to="ordinal"))
    if language == "fr":
        return "première" if number == 1 and end in ("re", "ère") else said
    if end in ("ª", "a"):
        return re.sub(r"o\b", "a", said)
    if language == "es" and (end == "er" or found["noun"] is not None):  # «primer piso»
        return re.sub(r"(primer|tercer)o$", r"\1", said)
    return said


def _counted(found: re.Match[str], language: str, written: str) -> str:
    number = roman(written)
    if not number:
        return found.group()
    said = str(num2words(number, lang=language, to="ordinal" if number <= _BY_ORDINALS[language] else "cardinal"))
    if found.re is _KING and language in ("de", "nl"):
        if language == "de" and not found["stop"]:
            return found.group()
        said = f"der {said.capitalize()}" if language == "de" else f"de {said}"
    stop = "." if found.re is _KING and found["stop"] and not right_of(found).strip() else ""
    groups = found.groupdict()
    return f"{groups['before']} {said}{stop}" if groups["before"] else said


def roman(written: str) -> int:
    """What a Roman number of I, V and X is; 0 for one that is not written so."""
    values = [_ROMAN[sign] for sign in written]
    total = sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    tens, ones = divmod(total, 10)
    return total if "X" * tens + _ONES[ones] == written else 0


_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def ends_a_sentence(text: str, stop: int, language: str) -> bool:
    """Whether the full stop at `stop`, after a number, ends a sentence: «Seite 12. Heinrich», not «am 3. Oktober»."""
    found = _NAMED_NUMBER.search(text, max(0, stop - 40), stop)
    if found is None or not re.match(r"\.\s+[^\W\d_]", text[stop:]) or not text[stop + 1 :].lstrip()[0].isupper():
        return False
    return found["name"].lower() in _named(language)


@cache
def _named(language: str) -> frozenset[str]:
    """The words, in small letters, that a number follows as a name, with their abbreviations."""
    named = table("others_forms")["named"].get(language, "").lower().split()
    if language == "hu":  # «március 5. A …»
        named = table("others_forms")["days"]["hu"].split()
    known = table("others_abbreviations").get(language, {})
    short = {
        name.rstrip(".").lower() for kind in known.values() for name, said in kind.items() if said.lower() in named
    }
    return frozenset((*named, *short))


def read_ordinals(text: str, language: str) -> str:
    """The sentence with numbers before a full stop and a word as ordinals, where the language writes them so."""
    if language not in DOTTED:
        return text

    def said(found: re.Match[str]) -> str:
        before = found["before"] or ""
        if before.lower() in _named(language):
            return found.group()
        if language not in READ:  # a plain number, without the pause of a full stop
            return f"{before} {found['number']}".strip()
        word = str(num2words(int(found["number"]), lang=language, to="ordinal"))
        ending = "n" if language == "de" and before.lower() in _WEAK else ""
        return f"{before} {word}{ending}".strip()

    return _ORDINAL.sub(said, text)
