"""Spanish words as phonetic symbols."""

from __future__ import annotations

import pytest

from videolecture.speech.kokoro.spelling import spell


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Buenos días, ¿cómo están?", "bwˈenos dˈias, kˈomo estˈan?"),
        ("la guerra y la paz", "la ɡˈera i la pˈaθ."),
        ("el pingüino huyó", "el piŋɡwˈino uʝˈo."),
        ("ciudad, muy lejos", "θjuðˈað, mwˈi lˈexos."),
        ("¡Qué aire hay!", "kˈe ˈIɾe ˈI!"),
        ("un niño, un queso", "un nˈiɲo, un kˈeso."),
        ("Israel llamó", "izraˈel ʎamˈo."),
        ("construcción", "konstɾukθjˈon."),
        ("psicología", "sikoloxˈia."),
        ("envío", "embˈio."),
    ],
)
def test_words_are_pronounced_by_their_spelling(text: str, spoken: str) -> None:
    assert "".join(spell(text, "es").symbols) == spoken


def test_words_keep_their_letters() -> None:
    assert "".join(spell("El pingüino «ágil» comió façade.", "es").signs).strip() == "el pingüino ágil comió facade."
