"""What Spanish and Italian write in their own ways is said in words."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("es", "Del s. XX, ss. XV-XVI.", "Del siglo veinte, siglos quince a dieciséis."),
        ("es", "A 5ºC o 20 ºC.", "A cinco grados Celsius o veinte grados Celsius."),
        ("es", "El 1.º de mayo, el 3.er piso.", "El primero de mayo, el tercer piso."),
        ("es", "A las 10.30 h, las 3.500 personas.", "A las diez y treinta, las tres mil quinientas personas."),
        ("es", "El cap. IV, el nº 5.", "El capítulo cuatro, el número cinco."),
        ("es", "La II Guerra Mundial, el III Congreso.", "La segunda Guerra Mundial, el tercer Congreso."),
        ("es", "3 millones €, ±5 %.", "tres millones de euros, más menos cinco por ciento."),
        ("es", "En km/h, 300 hab./km² y x².",
         "En kilómetros por hora, trescientos habitantes por kilómetro cuadrado y x al cuadrado."),
        ("es", "Dña. Ana, pp. 10-12.", "Doña Ana, páginas diez a doce."),
        ("es", "En 2020 ha crecido.", "En dos mil veinte ha crecido."),
        ("it", "Nel sec. XX, sec. XV-XVI.", "Nel secolo ventesimo, secolo quindicesimo a sedicesimo."),
        ("it", "Alle ore 15.45, a 3.50 €.", "Alle ore quindici e quarantacinque, a tre euro e cinquanta."),
        ("it", "Gli anni '80 e il '900.", "Gli anni ottanta e il novecento."),
        ("it", "La dott.ssa Po, p. es., n° 5.", "La dottoressa Po, per esempio, numero cinque."),
        ("it", "La II guerra mondiale, il cap. IV.", "La seconda guerra mondiale, il capitolo quattro."),
        ("it", "3 miliardi €, 5 kWh, in km.", "tre miliardi di euro, cinque chilowattora, in chilometri."),
        ("it", "Nel 2020 ha vinto.", "Nel duemilaventi ha vinto."),
    ],
)  # fmt: skip
def test_it_is_said_in_words(language: str, written: str, spoken: str) -> None:
    said = speak(written, language)
    assert said.sentence.spoken == spoken
    assert not said.warnings
