from __future__ import annotations

import pytest

from tests.speech.recorded.heard import fragment, heard
from videolecture.errors import InputError
from videolecture.speech.recorded.cutting import cut

FIRST = fragment(1, "Внутри облака сталкиваются кристаллы.", "Они лёгкие.")
SECOND = fragment(2, "Потом приходит громкий звук.", slide=2)
SAID = "внутри облака сталкиваются кристаллы | они лёгкие | потом приходит громкий звук"


@pytest.mark.parametrize("late", [-0.3, 0.0, 0.3])
def test_sentences_are_cut_in_the_pauses_of_the_sound_not_at_the_recognisers_times(late: float) -> None:
    done = cut([FIRST, SECOND], heard(SAID, late), "x.wav")
    (one, two), (three,) = (stretch.sentences for stretch in done.stretches)
    assert (one.start, one.end) == pytest.approx((1.0, 2.68), abs=0.1)
    assert (two.start, two.end) == pytest.approx((3.68, 4.52), abs=0.1)
    assert three.start == pytest.approx(5.52, abs=0.1)
    assert done.stretches[0].end == done.stretches[1].start == pytest.approx(5.22, abs=0.1)
    assert done.differences == ()


def test_what_a_recogniser_misspells_is_timed_as_it_is_written() -> None:
    done = cut([FIRST], heard("внутри облока сталкивается кристалы | они легкие"), "x.wav")
    assert [one.words for one in done.stretches[0].sentences] == [
        "внутри облака сталкиваются кристаллы",
        "они лёгкие",
    ]
    assert done.differences == ()


def test_what_was_said_otherwise_is_told_with_its_place_and_the_face_follows_it() -> None:
    done = cut([FIRST, SECOND], heard(SAID.replace("громкий звук", "нежданная тишина")), "x.wav")
    (told,) = done.differences
    assert (told.slide, told.fragment, told.written, told.heard) == (2, 2, "громкий звук", "нежданная тишина")
    assert done.stretches[1].sentences[0].words == "потом приходит нежданная тишина"


def test_what_was_added_is_kept_and_told() -> None:
    done = cut([FIRST, SECOND], heard(SAID.replace("| потом", "запишите обязательно | потом")), "x.wav")
    (told,) = done.differences
    assert (told.fragment, told.written, told.heard) == (1, "", "запишите обязательно")
    assert done.stretches[0].sentences[1].words == "они лёгкие запишите обязательно"


def test_a_sentence_that_was_not_said_has_no_time() -> None:
    done = cut([FIRST, SECOND], heard(SAID.replace("| они лёгкие ", "")), "x.wav")
    (told,) = done.differences
    assert (told.written, told.heard) == ("они лёгкие", "")
    left_out = done.stretches[0].sentences[1]
    assert left_out.start == left_out.end
    assert left_out.words == ""


def test_numbers_are_compared_as_words() -> None:
    text = fragment(1, "Это одна целая четыре десятых миллиарда.", "Идти четыре километра.")
    done = cut([text], heard("это 1 ,4 миллиарда | идти 4 км."), "x.wav")
    assert done.differences == ()


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("кошки гуляют по крышам каждую тёплую ночь", "recording-other", "кошки гуляют по крышам"),
        (f"{SAID} | " + "а теперь совершенно другая длинная история " * 4, "recording-longer", "а теперь совершенно"),
        ("потом приходит громкий звук", "recording-shorter", "внутри"),
        ("внутри облака сталкиваются кристаллы | они лёгкие", "recording-fragment-missing", "Потом приходит"),
    ],
)
def test_a_recording_that_does_not_belong_to_the_text_is_refused(said: str, code: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        cut([FIRST, SECOND], heard(said), "x.wav")
    assert refused.value.code == code
    assert told in refused.value.what
    assert "x.wav" in refused.value.what


def test_long_pauses_at_a_fragments_edges_are_shortened() -> None:
    done = cut([FIRST, SECOND], heard(SAID.replace("лёгкие |", "лёгкие | | |")), "x.wav")
    first, second = done.stretches
    assert first.end - first.sentences[-1].end == pytest.approx(1.5, abs=0.1)
    assert second.sentences[0].start - second.start == pytest.approx(0.3, abs=0.05)
