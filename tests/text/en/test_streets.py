import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "Dr. Smith lives at 221B Baker St. He paid $5.",
            "doctor smith lives at two hundred and twenty one b baker street. he paid five dollars.",
        ),
        ("St. John lives on Main St. in St. Louis.", "saint john lives on main street in saint louis."),
        ("He moved to 5 Oak Dr. last year.", "he moved to five oak drive last year."),
        ("Apt. 5, 12 N. Main St., Springfield.", "apartment five, twelve north main street, springfield."),
        ("1600 Pennsylvania Ave. NW, Washington.", "sixteen hundred pennsylvania avenue northwest, washington."),
        ("ST. LOUIS, MAIN ST.", "saint louis, main street."),
    ],
)
def test_a_street_is_no_saint_and_a_drive_no_doctor(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "en").sentence.spoken for sentence in sentences(written, "en"))
    assert said == spoken
