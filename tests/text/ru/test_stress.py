import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from videolecture.text.markup import engine_stress
from videolecture.text.ru.homographs import stressed_vowel
from videolecture.text.ru.stress import Stresser, _load
from videolecture.text.speaking import speak
from videolecture.weights import weight_path

CASES = tomllib.loads((Path(__file__).parents[3] / "quality" / "stress_ru.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def stresser() -> Stresser:
    return Stresser()


def right(case: dict[str, str], accented: str) -> bool:
    """Whether the case's word is stressed as it should be in the accented text."""
    wanted = case["stressed"].lower()
    for word in accented.replace("-", " ").split():
        word = word.strip(' .,:;!?«»—–()"')
        if word.replace("+", "").replace("ё", "е") != wanted.replace("+", "").replace("ё", "е"):
            continue
        if ("ё" in word) != ("ё" in wanted):
            return False
        single = sum(letter in "аеёиоуыэюя" for letter in wanted) == 1
        return single or stressed_vowel(word) == stressed_vowel(wanted)
    return False


def test_stress_is_better_than_the_model_alone(stresser: Stresser) -> None:
    """The bar: better than silero-stress on the 200 cases of quality/stress_ru.toml."""
    ours = sum(right(case, engine_stress(stresser(case["text"].lower()))) for case in CASES)
    model = sum(right(case, stresser.model(case["text"].lower())) for case in CASES)
    assert ours >= model + 10
    assert ours >= 0.95 * len(CASES)


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("две стены рухнули.", "две стен+ы р+ухнули."),
        ("белые стены видны.", "б+елые ст+ены видн+ы."),
        ("в лесу тихо, идём к лесу.", "в лес+у т+ихо, идём к л+есу."),
        ("прошло два часа.", "прошл+о два час+а."),
        ("две звезды, а звезды сияют.", "две звезд+ы, а звёзды си+яют."),
    ],
)
def test_grammar_tells_homographs_apart(stresser: Stresser, text: str, accented: str) -> None:
    assert engine_stress(stresser(text)).replace("+ё", "ё") == accented


def test_the_authors_marks_stay(stresser: Stresser) -> None:
    assert engine_stress(stresser("стари́нный замо́к, все́ и все.")).startswith("стар+инный зам+ок, вс+е и ")


@pytest.mark.parametrize("text", ["все мы идём домой", "они все ушли", "все вы молодцы", "все они ушли"])
def test_many_who_are_named_are_all_of_them(stresser: Stresser, text: str) -> None:
    assert "всё" not in stresser(text)


def test_expressions_compiled_late_match_as_before() -> None:
    assert _load(str(weight_path("silero-stress"))).homosolver.compiled_phrases


def test_two_threads_load_the_model_without_disturbing_each_other() -> None:
    compile_now = re._compile  # type: ignore[attr-defined]
    with ThreadPoolExecutor(2) as pool:
        for loading in [pool.submit(Stresser) for _ in range(3)]:
            assert "\u0301" in loading.result()("замок на горе")
    assert re._compile is compile_now  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["в [один], ток", "«один» раз", "(один) *дорога* #замок №дом", "…один… –дорога–"])
def test_a_sign_that_touches_a_word_does_not_move_its_stress(stresser: Stresser, text: str) -> None:
    marked = engine_stress(stresser(text))
    assert not re.search(r"\+(?![аеёиоуыэюя])", marked)
    assert marked.replace("+", "").replace("ё", "е") == text.replace("ё", "е")


PIECES = (
    "один замок дорога в [1] [2, с. 15] «один» (замки) x² 5% +7 а+б №3 *слово* слово¹ з+амок за́мок C++ +б + 1,5 кг "
    "Ёлка- еще -все- XIX т.е. …и [один] {дома} ~все~ \\все «2»"
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split(" ")), min_size=1, max_size=8).map(" ".join))
def test_a_stress_mark_stands_before_vowels_only(stresser: Stresser, text: str) -> None:
    for spoken in (speak(text, "ru", stress=stresser).sentence.spoken, speak(text, "ru").sentence.spoken):
        assert not re.search(r"\+(?![аеёиоуыэюя])", spoken)
