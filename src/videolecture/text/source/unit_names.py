"""A unit's name by its sign, for a table's cell that holds nothing else."""

from __future__ import annotations

from videolecture.text.en import units as english
from videolecture.text.ru import units as russian


def unit_name(sign: str, language: str) -> str:
    """«Н» -> «ньютон», "m/s" -> "meter per second"; empty where the sign is no unit of the language."""
    if language == "ru":
        unit = russian.find(sign)
        return unit.form("nomn", False) if unit else ""
    return (english.find(sign, True) or "") if language == "en" else ""
