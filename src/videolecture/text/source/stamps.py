"""Times that subtitles (SRT, WebVTT) and exported chats (WhatsApp, Telegram) set before what is said: left out.

Who says it stays. Subtitles that go on in the next cue become one sentence.
"""

from __future__ import annotations

import re

from videolecture.errors import Term
from videolecture.text.source.lines import Line, Notes, blank

KIND = Term("Times of subtitles and messages, left out", code="source-times")
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}.*$")
_HEADER = re.compile(r"^WEBVTT\b.*$|^(?:Kind|Language):\s\S+\s*$")
_CUE_TAGS = re.compile(rf"</?(?:[ibuc]|font|ruby|rt|lang)\b[^<>]*>|<{_TIME}>|</v>|\{{\\[^{{}}]*\}}")
_VOICE = re.compile(r"<v(?:\.\w+)*\s+([^<>]{1,60})>")
_DATE = r"\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_SENT = re.compile(rf"^\s*(?:\[{_DATE}\]|{_DATE}\s-)\s*(?=[^\s:][^:\n]{{0,60}}:\s|[^\s:][^:\n]{{0,60}}:$)")
_SENT_BY = re.compile(rf"^\s*(?P<who>[^\[\]\n:]{{1,60}}),\s\[{_DATE}\]:?\s*$")
_ALONE = re.compile(r"^\s*[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*$")
_BRACKETED = re.compile(r"^\s*[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s+(?=\S)")
_FEWEST = 3  # times alone in their lines, or in brackets: a transcript has many
_ANY = re.compile(r"-->|\d:\d\d")
_FINISHED = re.compile(r"[.!?…:;][»”\"')\]♪]*$")


def without_stamps(lines: list[Line], notes: Notes) -> list[Line]:
    """The lines without the times, the numbers of cues and the tags of subtitles."""
    if not any(_ANY.search(line.text) for line in lines):
        return lines
    cues = {at for at, line in enumerate(lines) if _CUE.match(line.text)}
    times = [line for line in lines if _ALONE.match(line.text) or _BRACKETED.match(line.text)]
    made: list[Line] = []
    for at, line in enumerate(lines):
        if at in cues:
            _close_cue(made, line)
            notes.add(KIND, line, line.text.strip())
            continue
        if cues and _HEADER.match(line.text):
            continue
        if cues:
            line = line.but(_CUE_TAGS.sub("", _VOICE.sub(r"\1: ", line.text)))
        made += _message(line, len(times) >= _FEWEST, notes)
    return made


def _close_cue(made: list[Line], cue: Line) -> None:
    """Takes away the number of the cue that begins, and the gap before it if the sentence goes on."""
    if made and made[-1].slide == cue.slide and re.fullmatch(r"\s*[\w-]{1,20}\s*", made[-1].text):
        before = made[-2] if len(made) > 1 else None
        if before is None or blank(before) or made[-1].text.strip().isdigit():
            made.pop()
    at = len(made)
    while at and blank(made[at - 1]) and made[at - 1].slide == cue.slide:
        at -= 1
    if at and not _FINISHED.search(made[at - 1].text.rstrip()):
        del made[at:]


def _message(line: Line, transcript: bool, notes: Notes) -> list[Line]:
    text = line.text
    if sent := _SENT.match(text):
        notes.add(KIND, line, sent.group().strip())
        return [line.but(""), line.but(text[sent.end() :])]
    if by := _SENT_BY.match(text):
        notes.add(KIND, line, text.strip())
        return [line.but(""), line.but(f"{by['who'].strip()}:")]
    if transcript and _ALONE.match(text):
        notes.add(KIND, line, text.strip())
        return []
    if transcript and (stamp := _BRACKETED.match(text)):
        notes.add(KIND, line, stamp.group().strip())
        return [line.but(text[stamp.end() :])]
    return [line]
