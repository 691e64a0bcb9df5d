"""English references: cases, editors, parts, standards, numbers of orders; and spans with a dash."""

from __future__ import annotations

import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("See Schenck v. United States.", "see schenck versus united states."),
        ("Ch. 4, v. 12 and vv. 3–5", "chapter four, verse twelve and verses three to five."),
        ("P. Jones (ed.), 3rd ed.", "p jones, editor, third edition."),
        ("from the 2nd c. on", "from the second century on."),
        ("vol. I, Art. III, cl. 1", "volume one, article three, clause one."),
        ("Calculus II, Type I error", "calculus two, type one error."),
        ("ISO 690:2021", "i s o six hundred and ninety, twenty twenty one."),
        ("No. 2023-117", "number twenty twenty three dash one hundred and seventeen."),
        ("case no. 45/2021", "case number forty five slash twenty twenty one."),
        ("Lease No. 15-2024", "lease number fifteen dash twenty twenty four."),
        ("Nos. 3-5", "numbers three to five."),
        ("ISBN 0-201-89683-4", "i s b n zero, two zero one, eight nine six eight three, four."),
        ("No. of tests: 5", "number of tests: five."),
        ("Federer d. Nadal 6–4.", "federer defeated nadal six to four."),
        ("in 6.2 inn., 9 rebs.", "in six point two innings, nine rebounds."),
        ("under Fed. R. Evid. 403", "under federal rule of evidence four hundred and three."),
        ("85 Fed. Reg. 7", "eighty five federal register seven."),
        ("Olkhon I. lies in a lake.", "olkhon island lies in a lake."),
        ("The lake lies near Olkhon I.", "the lake lies near olkhon island."),
        ("Peter I. by the sea", "peter the first. by the sea."),
        ("Python 3.11 in FY2022", "python three point eleven in f y twenty twenty two."),
        ("12/20 (60%)", "twelve out of twenty, sixty percent."),
        ("the Angara R., to the W", "the angara river, to the west."),
        ("J. Simon, Trans.) is", "j simon, translator, is."),
        ("Read V for each I.", "read v for each i."),
        ("rare (<1/1,000)", "rare, less than one in one thousand."),
        ("3 pp. long, 3 pp.", "three pages long, three pages."),
        ("Take I-70 W to town.", "take i-seventy west to town."),
        ("Give 1 g q8h.", "give one gram every eight hours."),
        ("a 54-y/o man with an A- in math", "a fifty four year old man with an a minus in math."),
        (
            "King John (r. 1199–1216), c. 1450",
            "king john, reigned eleven ninety nine to twelve sixteen, circa fourteen fifty.",
        ),
    ],
)
def test_references(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("58%–42%", "fifty eight percent to forty two percent."),
        ("in the 530s–550s", "in the five hundred and thirties to five hundred and fifties."),
        ("1–1½ lbs", "one to one and a half pounds."),
        ("Series A–C rounds", "series a to c rounds."),
        ("07/01–07/26", "july first to july twenty sixth."),
        ("It is due by 4/1, cut by 1/2.", "it is due by april first, cut by one half."),
        ("U = (3/2)nRT", "u equals, three halves, n r t."),
        ("a $2.4-million project", "a two point four million dollar project."),
        ("4–5x per night", "four to five times per night."),
        ("June 27/July 8", "june twenty seventh or july eighth."),
        ("He scored twice (80', 81').", "he scored twice, eightieth minute, eighty first minute."),
        ("March 5 | 8 min read | 4 comments", "march fifth, eight-minute read, four comments."),
        ("She won the 10,000 m in 27:30.", "she won the ten thousand meters in twenty seven minutes thirty seconds."),
        ("The race starts at 12:30.", "the race starts at twelve thirty."),
        ("a 27:30 ratio", "a twenty seven to thirty ratio."),
        ("The film runs 1:52:30.", "the film runs one hour fifty two minutes and thirty seconds."),
        ("the Weber–Fechner law", "the weber-fechner law."),
        ("N/P/K 10/12/19", "n p k: ten, twelve, nineteen."),
        ("It ends 4/1.", "it ends april first."),
        ("She ran 3:29.91.", "she ran three minutes twenty nine point nine one seconds."),
        ("add 1/2 of it (1/2)", "add one half of it, one half."),
    ],
)
def test_spans(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    "text",
    [
        "See Schenck v. United States for it.",
        "King John (r. 1199–1216) sealed it.",
        "It was, c. 390 B.C., new.",
        "See Art. III, sec. 2, cl. 1 of it.",
        "Come to Rm. B-201 today.",
        "Federer d. Nadal 6–4, 6–3 in it.",
        "See 85 Fed. Reg. 78939 for it.",
        "He came in 1665 (England), not later.",
        "The 12th Int. Conf. on Robotics met.",
    ],
)
def test_a_short_form_ends_no_sentence(text: str) -> None:
    assert list(sentences(text, "en")) == [text]


def test_a_letter_does() -> None:
    assert list(sentences("Its speed is v. Then it stops.", "en")) == ["Its speed is v.", "Then it stops."]


def test_a_unit_of_area_may_end_a_sentence() -> None:
    assert [speak(s, "en").sentence.spoken for s in sentences("It has 864 sq. ft. A late addition came.", "en")] == [
        "it has eight hundred and sixty four square feet.",
        "a late addition came.",
    ]
