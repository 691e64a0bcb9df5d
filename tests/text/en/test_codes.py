"""Numbers that name something: courses, rooms, sections, reporters, DOIs, British phones."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "ENGL 210-01 meets in rm. 34-101.",
            "e n g l two hundred and ten dash zero one meets in room thirty four dash one hundred and one.",
        ),
        ("See § 12-106(b)(2).", "see section twelve dash one hundred and six b two."),
        (
            "14 F.3d 612 (2d Cir. 1994)",
            ("fourteen federal reporter, third series, six hundred and twelve, second circuit nineteen "
            "ninety four."),
        ),
        ("doi:10.1000/abc.5", "d o i ten dot one thousand slash abc dot five."),
        ("Tel. 020 7946 0123", "telephone zero two zero, seven nine four six, zero one two three."),
        ("scored 214-98", "scored two hundred and fourteen to ninety eight."),
    ],
)  # fmt: skip
def test_codes(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken
