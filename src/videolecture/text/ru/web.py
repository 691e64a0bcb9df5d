"""Addresses: URLs, domains, e-mail, @names, hashtags, paths -> words."""

from __future__ import annotations

import re

from videolecture.text.ru import latin
from videolecture.text.ru.numerals import cardinal, digits
from videolecture.text.tables import table

_TOP = (
    "com|ru|org|net|edu|gov|info|io|ai|su|me|uk|de|fr|dev|app|tv|pro|co|рф|by|kz|ua|eu|us|cn|jp|online|site|tech|shop"
)
_EMAIL = re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    rf"(?:https?|ftp)://[^\s<>«»\"]+|(?<![\w@.])www\.[^\s<>«»\"]+|(?<![\w@.-])(?:[A-Za-z0-9а-яё-]+\.)+(?:{_TOP})(?![\w-])(?:/[^\s<>«»\"]*)?"
)
_HANDLE = re.compile(r"(?<![\w@])@(?=[A-Za-z_])([\w.]+)")
_HASHTAG = re.compile(r"(?<![\w#])#(?=[^\W\d])(\w+)")
# «main.py», «np.array», «/home/user», «C:\\temp»: names of files and of what programs hold.
FILES = re.compile(
    r"(?<![\w./@-])(?:[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w+)+|[\w-]+\.(?:py|js|ts|cs|rs|go|md|sh|[a-z]{2,3}\d?|html|json|docx|xlsx|pptx|jpeg|yaml|toml|java)"
    r"|~?(?:/[A-Za-z0-9_.-]*[A-Za-z0-9_-]){2,}/?)(?![\w/.-]*[\w])(?!\.[A-Za-z])"
)
_PART = re.compile(r"[A-Za-z]+|[А-Яа-яЁё]+|\d+|.", re.DOTALL)


def read_web(text: str) -> str:
    """Addresses in words."""
    if not re.search(r"[@#/.]", text):
        return text
    text = _EMAIL.sub(lambda m: _said(m.group()), text)
    text = _URL.sub(_url, text)
    text = FILES.sub(lambda m: _said(m.group()) if _is_name(m.group()) else m.group(), text)
    text = _HANDLE.sub(lambda m: "собака " + _said(m.group(1)), text)
    return _HASHTAG.sub(lambda m: "хэштег " + m.group(1).replace("_", " "), text)


def _is_name(written: str) -> bool:
    """Not an abbreviation («Ph.D», «e.g»), a number or a sentence that begins without a space."""
    return "/" in written or not re.search(
        r"(?:^|\.)[A-Za-z](?:\.|$)|\.[A-ZА-ЯЁ][a-zа-яё]|^[\d.]+$|^[а-яё]+\.", written
    )


def _url(match: re.Match[str]) -> str:
    """Without the protocol, which nobody says, and without the sentence's own punctuation at the end."""
    written = match.group()
    address = written.rstrip(".,;:!?)»")
    rest = written[len(address) :]
    address = re.sub(r"^(?:https?|ftp)://", "", address).rstrip("/")
    return _said(address) + rest


def _said(address: str) -> str:
    words = []
    domains, signs = table("ru_latin")["domains"], table("signs")["ru_address"]
    for part in _PART.findall(address):
        lower = part.lower()
        if part in signs:
            words.append(signs[part])
        elif part.isdecimal():
            words.append(digits(part) if part[0] == "0" or len(part) > 4 else cardinal(int(part)))
        elif lower in domains:
            words.append(domains[lower])
        elif part.isascii() and part.isalpha():
            words.append(
                latin.spell(lower) if len(part) < 3 and lower not in table("ru_latin")["words"] else latin.word(lower)
            )
        else:
            words.append(part)
    return " ".join(words)
