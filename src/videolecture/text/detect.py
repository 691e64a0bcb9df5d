"""Which language a lecture is in, by its letters."""

from __future__ import annotations

import unicodedata

from videolecture.errors import InputError

AUTO = "auto"
SHARE = 0.3  # of the letters: foreign words in a Russian lecture are Latin, Russian ones in an English one are few
SCRIPTS = {"ru": "CYRILLIC", "en": "LATIN"}
LONGEST = 20_000  # characters that are looked at


def detect(text: str) -> str:
    """The language of a text, of those that can be told by their script: Cyrillic is Russian, Latin English.

    Raises InputError for a text without letters, or mostly in another script.
    """
    letters = [character for character in text[:LONGEST] if character.isalpha()]
    names = [unicodedata.name(letter, "") for letter in letters]
    cyrillic, latin = (sum(name.startswith(script) for name in names) for script in SCRIPTS.values())
    if cyrillic + latin <= len(letters) / 2:
        raise InputError(
            "The language of the lecture cannot be told from its letters.", "Name it: --language ru or --language en."
        )
    return "ru" if cyrillic >= SHARE * (cyrillic + latin) else "en"
