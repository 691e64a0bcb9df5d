"""How the page writes sizes, lengths and moments."""

from __future__ import annotations

from datetime import datetime

from videolecture.web.page.words import say

MONTHS = {
    "ru": ["янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def length(seconds: float | None) -> str:
    """A length as players write it: 1:02:03, 4:05."""
    whole = round(seconds or 0)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def left(seconds: float, language: str) -> str:
    """A time that is left, roughly."""
    if seconds < 60:
        return say("time.seconds", language, n=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return say("time.minutes", language, n=minutes)
    return say("time.hours", language, h=minutes // 60, m=minutes % 60)


def size(count: float, language: str) -> str:
    """A number of bytes, in decimal units."""
    units = ("Б", "кБ", "МБ", "ГБ") if language == "ru" else ("B", "kB", "MB", "GB")
    unit = 0
    while count >= 999.5 and unit < len(units) - 1:
        count, unit = count / 1000, unit + 1
    digits = f"{count:.1f}" if unit > 1 and count < 100 else f"{count:.0f}"
    return f"{_decimal(digits, language)}\u00a0{units[unit]}"


def number(value: float, language: str) -> str:
    """A number with one digit behind the sign that the language has for it."""
    return _decimal(f"{value:.1f}", language)


def _decimal(digits: str, language: str) -> str:
    return digits.replace(".", ",") if language == "ru" else digits


def moment(when: datetime, language: str, exact: bool = False) -> str:
    """A moment of this machine's clock: 3 Nov 2026, 14:05; exactly, with its seconds."""
    local = when.astimezone()
    clock = f"{local:%H:%M:%S}" if exact else f"{local:%H:%M}"
    return f"{local.day}\u00a0{MONTHS[language][local.month - 1]} {local.year}, {clock}"
