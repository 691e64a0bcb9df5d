"""No text of any language reaches the model's assertion on text tokens, through our reading and its real tokenizer."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.speech.xtts.tiny import SIZES
from videolecture.errors import EngineError, MissingError
from videolecture.speech.utterances import split, utterances
from videolecture.speech.xtts.engine import Xtts
from videolecture.speech.xtts.limits import CHARACTERS
from videolecture.text.speaking import speak

WITH_PACKAGES = {"zh", "ja"}  # whose writing the tokenizer turns into Latin letters with packages of their own
LANGUAGES = sorted(set(CHARACTERS) - WITH_PACKAGES)
LETTERS = {"ru": "абвгщё ", "ar": "ابتثج ", "hi": "कखगघाि् ", "ko": "가나다한글 ", "tr": "abcİIışğ ", "hu": "abcőűá "}


def texts(language: str) -> st.SearchStrategy[str]:
    words = st.text(LETTERS.get(language, "abcdeéü") + "0123456789", min_size=1, max_size=30)
    long = st.lists(
        words | st.sampled_from(["1.234.567,89", "50 %", "z. B.", "—", "«", "...", "dr.", "2024"]), max_size=120
    )
    return long.map(" ".join) | st.text(max_size=300)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=15)
def test_every_utterance_has_fewer_tokens_than_the_model_takes(
    engine: Xtts, language: str, data: st.DataObject
) -> None:
    """The fixture's vocabulary has a token for each letter, so that no other makes more of them."""
    sentence = speak(data.draw(texts(language)), language).sentence
    for utterance in utterances([sentence], language, engine.info.longest):
        assert len(utterance.text) <= CHARACTERS[language]
        try:
            parts = engine._tokens(utterance.text, language)
        except EngineError as error:
            assert "nothing to say" in error.what
            continue
        assert parts and all(0 < len(part) < SIZES["gpt_max_text_tokens"] for part in parts)


def test_the_published_limit_holds_without_a_further_split(engine: Xtts, monkeypatch: pytest.MonkeyPatch) -> None:
    """402 tokens: what the limits in characters leave room for, even at a token for each letter."""
    monkeypatch.setattr(engine._network, "longest_text", 401)
    for language in LANGUAGES:
        letter = LETTERS.get(language, "a")[0]
        longest = (letter * 8 + " ") * 60
        for part in split(longest, CHARACTERS[language]):
            assert len(engine._tokens(part, language)) == 1


def test_the_longest_text_has_a_position_for_every_token(engine: Xtts) -> None:
    import torch

    longest = engine._network.longest_text
    embedded, real = engine._network.prefix(torch.zeros(1, 32, SIZES["gpt_n_model_channels"]), [[5] * longest])
    assert embedded.shape[1] == real.shape[1] == 32 + longest + 2 + 1


@given(st.text(max_size=400), st.integers(20, 120))
def test_parts_of_a_text_hold_all_of_it_and_none_is_too_long(text: str, longest: int) -> None:
    parts = split(text, longest)
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("language", "text", "package"), [("zh", "你好。", "pypinyin"), ("ja", "こんにちは。", "cutlet")]
)
def test_a_language_whose_package_is_missing_says_what_to_install(
    engine: Xtts, monkeypatch: pytest.MonkeyPatch, language: str, text: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingError, match=package) as caught:
        engine._tokens(text, language)
    assert f"coqui-tts[{language}]" in caught.value.remedy
