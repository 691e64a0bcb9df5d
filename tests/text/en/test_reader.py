import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Mr. Smith has 1,250 books.", "mister smith has one thousand two hundred and fifty books."),
        ("It was 3:30 pm on May 5, 2020.", "it was three thirty p m on may fifth, twenty twenty."),
        ("In 1990 there were 1500 people.", "in nineteen ninety there were one thousand five hundred people."),
        ("the 1990s and the '80s", "the nineteen nineties and the eighties."),
        ("World War II and Chapter IV, Henry VIII", "world war two and chapter four, henry the eighth."),
        (
            "$5.99, $3.5 million, €10",
            "five dollars and ninety nine cents, three point five million dollars, ten euros.",
        ),
        (
            "60 km/h, 9.8 m/s², 5 kg",
            "sixty kilometers per hour, nine point eight meters per second squared, five kilograms.",
        ),
        ("$E = mc^2$ and x² + y² = 1", "e equals m c squared and x squared plus y squared equals one."),
        ("H₂O and CO2", "h two o and c o two."),
        ("NASA, DNA, HTML", "nasa, d n a, h t m l."),
        ("e.g. this, i.e. that, etc.", "for example this, that is that, et cetera."),
        ("www.example.com or john@example.com", "w w w dot example dot com or john at example dot com."),
        ("(555) 123-4567", "five five five, one two three, four five six seven."),
        ("5–10 and 1990–1995", "five to ten and nineteen ninety to nineteen ninety five."),
        ("1/2, 3/4, 2 1/2", "one half, three quarters, two and a half."),
        ("1st, 22nd", "first, twenty second."),
        ("Fig. 3 and pp. 5-10", "figure three and pages five to ten."),
        ("44 BC", "forty four b c."),
        ("café naïve", "cafe naive."),
        ("The U.S. Army", "the u s army."),
        ("-5 degrees", "minus five degrees."),
        ("10^6", "ten to the sixth power."),
        ("12/25/2020", "december twenty fifth, twenty twenty."),
        ("C++ and C#", "c plus plus and c sharp."),
        ("the derivative of sin x", "the derivative of sine x."),
        ("A ⅔ majority", "a two thirds majority."),
        ("In her 30s and the early 20s, 30s later", "in her thirties and the early twenties, thirty seconds later."),
        ("19th–20th centuries", "nineteenth to twentieth centuries."),
        (".75 and -.5", "zero point seven five and minus zero point five."),
        ("a 1920×1080 screen, a 3x3 grid", "a nineteen twenty by ten eighty screen, a three by three grid."),
        ("TCP/IP and A/B", "t c p i p and a b."),
        ("Dial 911.", "dial nine one one."),
        ("Call 100 people.", "call one hundred people."),
        ("a $5 bill, the $20 million contract", "a five dollar bill, the twenty million dollar contract."),
        ("From 1914 to 1918 millions died", "from nineteen fourteen to nineteen eighteen millions died."),
        ("$x \\in [0, 1]$", "x is in the closed interval from zero to one."),
        ("log₂ 8", "log base two of eight."),
        (
            "the 1848 revolutions and the 1500 people",
            "the eighteen forty eight revolutions and the one thousand five hundred people.",
        ),
        ("9:00–10:30 a.m.", "nine to ten thirty a m."),
        ("37°46′ N", "thirty seven degrees forty six minutes north."),
        ("F = m₁m₂", "f equals m sub one m sub two."),
        ("a 1-in-100 chance", "a one-in-one hundred chance."),
        ("pp. 4-6 in Ch. 2, waited 5 in vain", "pages four to six in chapter two, waited five in vain."),
        ("5 in wide, 12 in.", "five inches wide, twelve inches."),
        ("the 80s, 90s and the 60s", "the eighties, nineties and the sixties."),
        ("a map of 1:25,000", "a map of one to twenty five thousand."),
        ("2/x, n/a", "two over x, n slash a."),
        ("@²", "at."),
        ("tan(45°) = 1", "tangent forty five degrees equals one."),
    ],
)
def test_english_is_read(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


def test_a_name_with_mc_is_one_word() -> None:
    assert speak("By McCulloch and McDonald.", "en").sentence.spoken == "by mcculloch and mcdonald."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Sr. Mary taught us.", "sister mary taught us."),
        ("When Sr. Agnes left, Br. John came.", "when sister agnes left, brother john came."),
        ("Sr. Engineer John left.", "senior engineer john left."),
        ("Martin Luther King, Sr. was a pastor.", "martin luther king, senior was a pastor."),
    ],
)
def test_a_title_before_a_name_is_no_rank(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Take 5 and *p from it.", "take five and star p from it."),
        ("If *p is null, use 3 or *q.", "if star p is null, use three or star q."),
        ("Is it x or y + 1?", "is it x or y plus one?"),
        ("v = at and s = ab", "v equals a t and s equals a b."),
    ],
)
def test_a_word_beside_a_sign_is_no_product_of_letters(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "It fell to –130°F (–90 °C).",
            "it fell to minus one hundred and thirty degrees fahrenheit, minus ninety degrees celsius.",
        ),
        ("at –5, for 3–5 days", "at minus five, for three to five days."),
        ("Due at 11:59pm, open from 9:30am.", "due at eleven fifty nine p m, open from nine thirty a m."),
        ("2–3:30 pm, 9 a.m.–noon", "two to three thirty p m, nine a m to noon."),
        ("It took 2h 41m.", "it took two hours forty one minutes."),
        ("PART II: MIND AND BRAIN", "part two: mind and brain."),
        ("CLASS SCHEDULE, SPRING 2020 is out", "class schedule, spring twenty twenty is out."),
        ("CHAPTER TWO", "chapter two."),
        ("THE DNA AND RNA OF LIFE", "the d n a and r n a of life."),
        ("the IBM PC", "the i b m p c."),
        ("Give 2 g IV daily, IV fluids too.", "give two grams i v daily, i v fluids too."),
        ("Henry IV, Part IV", "henry the fourth, part four."),
        ("Exam on 10/14, add 3/4 cup.", "exam on october fourteenth, add three quarters of a cup."),
        ("The First Amendment (1791) says so.", "the first amendment, seventeen ninety one, says so."),
        ("R v Smith [2001] EWCA", "r v smith, two thousand one, e w c a."),
    ],
)
def test_signs_and_capitals_as_lecturers_write_them(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken
