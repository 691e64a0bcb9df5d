"""Ordinals that are written with a full stop: «3. Oktober», «2. udgave»."""

from __future__ import annotations

import re

from num2words import num2words

# Languages that write them so, ISO 639-1; sentences do not end at such a number.
DOTTED = frozenset({"cs", "da", "de", "et", "fi", "hr", "hu", "no", "pl", "sk", "sl", "sr", "tr"})
# Those whose ordinals num2words knows. In Polish and Finnish the case would have to follow the noun: it does not.
READ = frozenset({"da", "de", "fi", "hu", "no", "pl", "tr"})
_ORDINAL = re.compile(r"(?:(?P<before>[^\W\d_]+)\s+)?(?<![\d.,])(?P<number>\d{1,3})\.(?=\s+[^\W\d_])")
# German ordinals are declined; after these words they end in -n.
_WEAK = frozenset(
    "am im vom zum zur beim dem den des ab bis seit einem einer jedem jeder diesem dieser".split()  # noqa: SIM905
)


def read_ordinals(text: str, language: str) -> str:
    """The sentence with numbers before a full stop and a word as ordinals, where the language writes them so."""
    if language not in DOTTED:
        return text

    def said(found: re.Match[str]) -> str:
        before = found["before"] or ""
        if language not in READ:  # a plain number, without the pause of a full stop
            return f"{before} {found['number']}".strip()
        word = str(num2words(int(found["number"]), lang=language, to="ordinal"))
        ending = "n" if language == "de" and before.lower() in _WEAK else ""
        return f"{before} {word}{ending}".strip()

    return _ORDINAL.sub(said, text)
