import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The board is 10' long and 6\" wide.", "the board is ten feet long and six inches wide."),
        ("A 10' pole and a 6\" nail.", "a ten foot pole and a six inch nail."),
        ('An 8" x 10" photo.', "an eight inch by ten inch photo."),
        ('She said "I have 6" and left.', 'she said "i have six" and left.'),
        ("He wrote 'I am 10' and left.", "he wrote 'i am ten' and left."),
        ("The 5' end of DNA.", "the five prime end of d n a."),
        ("Add 1/2 lb. of sugar.", "add half a pound of sugar."),
        ("Cut 1/8 in. off the end.", "cut one eighth of an inch off the end."),
    ],
)
def test_marks_after_numbers_are_feet_and_inches_but_close_quotations(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "en").sentence.spoken for sentence in sentences(written, "en"))
    assert said == spoken
