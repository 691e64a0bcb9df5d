"""Italian words as phonetic symbols."""

from __future__ import annotations

import pytest

from videolecture.speech.kokoro.spelling import spell


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Buongiorno a tutti", "bwonʤˈorno a tˈutti."),
        ("la scienza è bella", "la ʃˈenʦa ˈɛ bˈella."),
        ("l'acqua, figlio, gli uomini", "lˈakkwa, fˈiʎo, ʎi wˈɔmini."),
        ("perché la città?", "perkˈe la ʧittˈa?"),
        ("il cielo, giù", "il ʧˈelo, ʤˈu."),
        ("farmacia, bugia, energia", "farmaʧˈia, buʤˈia, enerʤˈia."),
        ("mio zio, due vie", "mˈio ʣˈio, dˈue vˈie."),
        ("il medico e l'amico", "il mˈediko e lamˈiko."),
        ("la pizza, mezzo, organizzare", "la pˈitʦa, mˈedʣo, orɡanidʣˈare."),
        ("la possibile velocità", "la possˈibile veloʧitˈa."),
        ("anche la lingua", "ˈaŋke la lˈiŋɡwa."),
        ("la rosa, lo sguardo", "la rˈoza, lo zɡwˈardo."),
    ],
)
def test_words_are_pronounced_by_their_spelling(text: str, spoken: str) -> None:
    assert "".join(spell(text, "it").symbols) == spoken
