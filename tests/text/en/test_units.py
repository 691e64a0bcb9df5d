"""English units: the singular where a measure describes a noun, and units beside signs that formulas want too."""

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("How much heat (in kJ)?", "how much heat, in kilojoules?"),
        ("a 0–5 V voltmeter, 2 A", "a zero to five volt voltmeter, two amps."),
        ("9 sq. units, 50/box", "nine square units, fifty per box."),
        ('15.6" laptop, $1K+', "fifteen point six-inch laptop, one thousand dollars plus."),
    ],
)
def test_units_of_lists_and_instruments(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a 5 kg bag", "a five kilogram bag."),
        ("the 100 m sprint", "the one hundred meter sprint."),
        ("a 3 m by 4 m room", "a three meter by four meter room."),
        ("a 6 ft 2 in man", "a six foot two inch man."),
        ("5 kg of rice", "five kilograms of rice."),
        ("the 5 km to the village", "the five kilometers to the village."),
        ("the first 10 km is easy", "the first ten kilometers is easy."),
        ("a 5 m wide gate", "a five meter wide gate."),
    ],
)
def test_a_measure_is_singular_where_it_describes_a_noun(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("100 Ω, 10 kΩ, 5 μm, 3 µF", "one hundred ohms, ten kilohms, five micrometers, three microfarads."),
        (
            "5 kg × 9.8 m/s² = 49 N",
            "five kilograms times nine point eight meters per second squared equals forty nine newtons.",
        ),
        ("50 cm × 70 cm", "fifty centimeters by seventy centimeters."),
        ("3.5 million km²", "three point five million square kilometers."),
        ("5 N·m", "five newton meters."),
        ("70 beats/min, 3 cells/mL", "seventy beats per minute, three cells per milliliter."),
        ("5 m s⁻¹, 10²³ mol⁻¹", "five meters per second, ten to the twenty third power per mole."),
    ],
)
def test_units_are_read_beside_signs_and_words(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("4.18 J/(g·K)", "four point one eight joules per gram kelvin."),
        ("640 m³/s", "six hundred and forty cubic meters per second."),
        ("10⁻¹¹ N·m²/kg²", "ten to the power of minus eleven newton square meters per square kilogram."),
        ("k = 401 W/(m·K)", "k equals four hundred and one watts per meter kelvin."),
        (
            "2.3/km², 4,674/sq mi",
            "two point three per square kilometer, four thousand six hundred and seventy four per square mile.",
        ),
        ("60 mL/min/1.73 m²", "sixty milliliters per minute per one point seven three square meters."),
        ("(9.8 ± 0.1) m/s²", ", nine point eight plus or minus zero point one, meters per second squared."),
        ("in J/(kg·K) or W/m²", "in joules per kilogram kelvin or watts per square meter."),
        ("120 V/60 Hz", "one hundred and twenty volts, sixty hertz."),
        ("12-pt type, 38 pts", "twelve-point type, thirty eight points."),
        ("repeat 5×, 2.5x.", "repeat five times, two point five times."),
        ("(0.35 ± 0.01) mm", "zero point three five plus or minus zero point zero one, millimeters."),
        (
            "30 mL per kg, 2 days/wk, $5/kWh",
            "thirty milliliters per kilogram, two days per week, five dollars per kilowatt hour.",
        ),
        ("a 2.5-mm² wire", "a two point five square millimeter wire."),
        ("a 2-A ammeter, 2 Tbsp. of oil", "a two amp ammeter, two tablespoons of oil."),
        ("max 10MB", "max ten megabytes."),
    ],
)
def test_compound_units(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken.lstrip(", ") == spoken.lstrip(", ")
