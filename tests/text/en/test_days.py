import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Meet on Mon. and Wed. at 9 a.m.", "meet on monday and wednesday at nine a m."),
        ("Office hours: Mon.–Fri., 9–5.", "office hours: monday to friday, nine to five."),
        ("MON., WED., FRI. — ROOM 305.", "monday, wednesday, friday, room three hundred and five."),
        ("Open Mon–Thu; closed Fri–Sun.", "open monday to thursday; closed friday to sunday."),
        ("The surface of the Sun. Yet it shines.", "the surface of the sun. yet it shines."),
        ("Closed on Sun. and Mon. in May.", "closed on sunday and monday in may."),
        ("Sat. and Sun. are free.", "saturday and sunday are free."),
        ("He sat. Then he left.", "he sat. then he left."),
        ("Jan. 1 – Mar. 31", "january first to march thirty first."),
        ("It happened in Aug. Everyone knew.", "it happened in august. everyone knew."),
    ],
)
def test_days_and_months_are_read_whole(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "en").sentence.spoken for sentence in sentences(written, "en"))
    assert said == spoken
