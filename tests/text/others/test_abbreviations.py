"""Abbreviations are said in words and end no sentence unless one can end there."""

from __future__ import annotations

import pytest

from videolecture.text.others.abbreviations import read_abbreviations
from videolecture.text.sentences import sentences


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Siehe Nr. 5, ca. 20 Leute, z. B. Hunde, S. 12 usw.|Das ist alles.|Dr. Müller kam um 15.30 Uhr."),
        ("fr", "M. Dupont, p. 12, art. 5, etc.|Puis il dit que non.|Ensuite il part."),
        ("es", "El Sr. García, pág. 12, p. ej. Madrid.|Dijo que no.|Vive en EE. UU.|El clima es bueno."),
        ("it", "Il sig. Rossi, pag. 12, ecc.|Fine."),
        ("nl", "Dhr. Jansen, bijv. Amsterdam, enz.|Het einde."),
        ("pl", "Np. Warszawa, str. 12, itd.|Koniec.|W 1990 r. Polska się zmieniła."),
        ("cs", "Např. Praha, str. 12, atd.|Konec."),
    ],
)
def test_their_full_stops_end_no_sentence(language: str, text: str) -> None:
    assert "|".join(sentences(text.replace("|", " "), language)) == text


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "Z.B. Äpfel usw.", "Zum Beispiel Äpfel und so weiter."),
        ("fr", "n° 5, p. 3, M. Dupont", "numéro 5, page 3, monsieur Dupont"),
        ("es", "EE.UU., pág. 3", "Estados Unidos, página 3"),
        ("pl", "m.in. to", "między innymi to"),
    ],
)
def test_they_are_said_in_words(language: str, written: str, spoken: str) -> None:
    assert read_abbreviations(written, language) == spoken
