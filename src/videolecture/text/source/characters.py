"""Characters that printing and PDF left in a text: ligatures, soft hyphens, bullets from symbol fonts, dot leaders."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from videolecture.errors import Term
from videolecture.text.en.words import roman
from videolecture.text.source.lines import Line, Notes
from videolecture.text.tables import table

CODES = Term("Codes of a PDF's fonts, which stand for no letter, left out", code="source-font-codes")

_UNSEEN = str.maketrans("\u2010\u2011", "--", "\u00ad\u200b\u2060\ufeff")
# Ligatures, full-width letters and the mathematical alphabets, which messengers use for bold: the letters themselves.
_STYLED = re.compile("[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_WIDE = ("zh", "ja", "ko")  # languages that use full-width signs themselves
# «de ﬁ nition»: a ligature that the extraction took for a word.
_APART = re.compile("(?<=[a-z]) (?=[\ufb01-\ufb04] [a-z])|(?<=[a-z] [\ufb01-\ufb04]) (?=[a-z])")
# «ток.1 Далее»: the number of a note that lost its raised place.
_NOTE = re.compile(r"(?<=[a-zа-яё]{5}[.,;])\d{1,2}(?=\s+[A-ZА-ЯЁ«\"“(]|\s*$)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CODE_OF_FONT = re.compile(r"\(cid:\d+\)")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_BULLETS = "●○■□◆◇◼►▶▸➢➤➔✓✔✗✘❖‣⁃∙◾◽★☆✦⚫⦁\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf076\uf0d2\uf0e0\uf071\uf06c\uf06e"
_BULLET = re.compile(rf"^[ \t]*(?:[{_BULLETS}]|[\ue000-\uf8ff](?=\s)|(?:[oo§Øüv](?=\t| {{2,}})))[ \t]*(?=\S)")
# «1. ↑ От греч.», «1. ^ a b Williams»: the way back to the text, under an article of an encyclopaedia
_BACK = re.compile(r"^(?P<number>[ \t]*(?:\d{1,3}\.[ \t]*)?)[↑^](?:[ \t][a-z](?=[ \t]))*[ \t]+")
_INLINE_BULLET = re.compile(rf"\s*[{_BULLETS}](?=\s)")
_SECOND_LEVEL = re.compile(r"^[ \t]*[o§][ \t]+(?=[^\W\d_])")  # Word's «o» and «§», which are bullets in other fonts
_LEADERS = re.compile(r"^(?P<title>.*[^\s.…·_])\s*(?:[.·_…]\s?){4,}\s*(?P<page>\d{1,4}|[ivxlc]{1,6})\s*$")
_SHORTENED = re.compile(r"\bн\. ?э$|(?:[IVXL]|\d)\s?(?:вв?|гг?)$|\b(?:и др|и т\. ?[дп]|etc|Inc|Ltd|Jr)$")
_CONTENTS = re.compile(r"^\s*(?:оглавление|содержание|(?:table of )?contents)\s*$", re.IGNORECASE)
_TABBED = re.compile(r"^(?P<title>.*\S) *\t[\t ]*(?P<page>\d{1,4}|[ivxlc]{1,6})\s*$")
_TAB = re.compile(r"(?<=[^\s.,:;!?•)—–-]) *\t[\t ]*(?=\S)")
_DOTS = re.compile(r"\.(?:\s?\.){4,}|[_…]{3,}")
_SIGNS = re.compile(r"(?<=\s)(?:[-=~*#—–]{4,}|-{2,3})(?=\s)")
_TRACES = re.compile(
    f"[\u00ad\u200b\u2060\ufeff\u2010\u2011\u2028\u2029\x0b\x85\ue000-\uf8ff\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
    rf"{_BULLETS}]|\(cid:|[.·_…](?:\s?[.·_…]){{2}}"
    rf"|--|[-=~*#—–]{{3}}|^[ \t]*[o§Øüv][ \t]|^[ \t]*(?:\d{{1,3}}\.[ \t]*)?[↑^][ \t]",
    re.MULTILINE,
)


def cleaned(lines: list[Line], language: str, notes: Notes) -> list[Line]:
    """The lines with the characters that were meant."""
    contents = any(_CONTENTS.match(line.text) for line in lines)
    lines = [line.but(_tabs(line.text, contents, language)) if "\t" in line.text else line for line in lines]
    bullets = sum(bool(_SECOND_LEVEL.match(line.text)) for line in lines) > 1
    return [_line(line, language, bullets, notes) if _TRACES.search(line.text) else line for line in lines]


def _tabs(text: str, contents: bool, language: str) -> str:
    """The cells that tabs divide apart as a reader does it; in a table of contents the last is a page."""
    text = _BULLET.sub("• ", text)
    if contents and (entry := _TABBED.match(text)):
        return _entry(entry["title"], entry["page"], language)
    row = _TAB.sub(", ", text)
    return row if row == text or row.rstrip()[-1] in ".,:;!?…" else f"{row.rstrip()}."


def _entry(title: str, page: str, language: str) -> str:
    """A line of a table of contents."""
    name = "с." if language == "ru" else "page" if language == "en" else ""
    if _SHORTENED.search(title):
        title += "."  # which the leader dots had swallowed
    number = page if page.isdigit() else str(roman(page.upper()) or page)
    return f"{title}, {name} {number}."


# «J. R. Hartley,1 M. Okafor2»: where an author works
_OF_AUTHOR = re.compile(
    r"(?P<name>(?<!\w)(?:[A-ZА-ЯЁ]\.[ -]?){1,3}[A-ZА-ЯЁ][a-zа-яё]{2,})(?P<mark>,?)(?P<note>\d(?:,\d)*)(?=[\s,]|$)"
)


def with_raised_notes(lines: list[Line]) -> list[Line]:
    """The lines with the numbers of notes raised again that lost their place: «ток.1 Далее»."""
    return [
        line.but(_NOTE.sub(lambda m: m.group().translate(_RAISED), _OF_AUTHOR.sub(_author, line.text)))
        for line in lines
    ]


def _author(match: re.Match[str]) -> str:
    return match["name"] + match["note"].replace(",", "").translate(_RAISED) + match["mark"]


def _line(line: Line, language: str, bullets: bool, notes: Notes) -> Line:
    text = re.sub("[\u2028\u2029\x0b\x85]", " ", line.text)
    end = "\u00ad" if text.rstrip().endswith("\u00ad") else ""  # says that the word goes on: see hyphens.py
    text = text.translate(_UNSEEN) + end
    text = _APART.sub("", text)
    styled = _STYLED if language not in _WIDE else re.compile(f"(?!{_FULL_WIDTH.pattern}){_STYLED.pattern}")
    text = styled.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    for code in _CODE_OF_FONT.findall(text):
        notes.add(CODES, line, code, unsaid=True)
    text = _CODE_OF_FONT.sub("", text)
    text = _BACK.sub(r"\g<number>", text)
    text = _BULLET.sub("• ", text)
    if bullets:
        text = _SECOND_LEVEL.sub("• ", text)
    text = _INLINE_BULLET.sub(" •", text)
    text = _PRIVATE.sub(lambda m: _symbols().get(m.group(), m.group()), text)
    if leaders := _LEADERS.match(text):
        text = _entry(leaders["title"], leaders["page"], language)
    return line.but(_SIGNS.sub("—", _DOTS.sub("…", text)))


@cache
def _symbols() -> dict[str, str]:
    """Adobe's Symbol font as Word writes it, U+F000 plus the code, and the characters that its glyphs are."""
    return {chr(0xF000 + int(code, 16)): sign for code, sign in table("source")["symbol"].items()}
