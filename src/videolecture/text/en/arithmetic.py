"""Sums as laboratory books and price lists write them: «(0.1 M)(41.6 mL)/(5 mL)», «1000(1.05)^10», «= 93–100»."""

from __future__ import annotations

import re

_PRODUCT = re.compile(r"(?<=[\w%]\))\s?\((?=\d[^()\n]{0,30}\))")
_QUOTIENT = re.compile(r"(?<=[\w%]\))\s?/\s?\((?=\d[^()\n]{0,30}\))")
_MEASURES = re.compile(r"\(\d[\d.,]*\s[A-Za-zµμ%]+\)[\s/]{0,3}\(\d")  # at least one of them has a unit
_FACTOR = re.compile(r"(?<=\d)\((?P<factor>\d+(?:\.\d+)?)\)(?=\^|[²³⁰-⁹])")
_FROM_TO = re.compile(r"(?<=[=:]\s)(?P<first>\d{1,4})–(?P<second>\d{1,4})(?![\w.,]?\d|\s?[+×*/=])")
_POWER_OF_UNIT = re.compile(r"(?:(?<=/s)|(?<=/m)|(?<=\d (?:cm|km|mm))|(?<=\d m))\^(?P<power>[23])(?![\w.]\d)")
_INDEX = re.compile(r"(?<![\w\\$])(?P<of>[A-Za-z])_(?P<index>[A-Za-z]{1,3}|\d{1,2})(?=\s[=<>]\s\()")
_DASHED = re.compile(
    r"(?P<one>(?:\.\.\.,? |[=,] |\b(?:to|for|of) )[a-z])-(?P<other>\d)(?![\w-]|\s?[A-Z])"
)  # «0, 1, ..., m-1»
_SHARE = re.compile(r"(?<![\w/])(?P<one>[wvm])/(?P<other>[wvm])(?=[\s).,;]|$)")
_SHARES = {"w": "weight", "v": "volume", "m": "mass"}
_PER_TIME = re.compile(r"(?<![\w.])(?P<times>\d{1,2})x/(?P<time>day|week|month|year|hour|night|yr|wk|hr|d)\b\.?")
_TIMES = {"yr": "year", "wk": "week", "hr": "hour", "d": "day"}
_POINTS = re.compile(r"(?<=\d)\s?bps?\b(?![-/])")
_OF_RATES = re.compile(r"\b(?:rates?|yields?|spreads?|Fed|ECB|basis|bonds?|hikes?|cut|inflation)\b")
_COINS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_EXCHANGE = re.compile(r"(?P<one>[$€£¥])/(?P<other>[$€£¥])")
_OUT_OF = re.compile(
    r"(?P<got>\b(?:have|has|had|got|scored?|only|received|completed|answered|missed) )"
    r"(?P<some>\d{1,3})/(?P<all>\d{2,3})(?![\w/]|\.\d)"
)
_EITHER = re.compile(
    r"(?<=\d)(?P<one>\s?(?:mi|km|ft|m|lbs?|kg|in|cm|oz|g))\.?/(?=\d[\d.,]*\s?(?:mi|km|ft|m|lbs?|kg|in|cm|oz|g)\b)"
)


def read_arithmetic(text: str) -> str:
    """Products, quotients and powers as the rules after it read them; before formulas and numbers are read."""
    if not any(sign in text for sign in "()/^_–x-") and not _POINTS.search(text):
        return text
    if _MEASURES.search(text):
        text = _QUOTIENT.sub(" over (", _PRODUCT.sub(" times (", text))
    text = _FACTOR.sub(r" × \g<factor>", text)
    text = _FROM_TO.sub(_from_to, text)
    text = _POWER_OF_UNIT.sub(lambda m: "²³"[int(m.group("power")) - 2], text)
    text = _DASHED.sub(r"\g<one> minus \g<other>", text)
    text = _INDEX.sub(r"\g<of> sub \g<index>", text)
    text = _SHARE.sub(lambda m: f"{_SHARES[m.group('one')]} by {_SHARES[m.group('other')]}", text)
    text = _PER_TIME.sub(lambda m: f"{m.group('times')} times a {_TIMES.get(m.group('time'), m.group('time'))}", text)
    text = _EXCHANGE.sub(lambda m: f"{_COINS[m.group('one')]} {_COINS[m.group('other')]}", text)
    text = _OUT_OF.sub(r"\g<got>\g<some> out of \g<all>", text)
    text = _EITHER.sub(r"\g<one>, or ", text)
    return _POINTS.sub(lambda m: " basis points" if _OF_RATES.search(m.string) else m.group(), text)


def _from_to(match: re.Match[str]) -> str:
    """«A = 93–100»: a span; «x = 5–3» is a difference."""
    rising = int(match.group("first")) < int(match.group("second"))
    return f"{match.group('first')} to {match.group('second')}" if rising else match.group()
