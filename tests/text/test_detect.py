from __future__ import annotations

import pytest

from videolecture.errors import InputError
from videolecture.text.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сегодня мы поговорим о Python и machine learning.", "ru"),
        ("Today we talk about the word «спутник» and its history.", "en"),
        ("42", None),
        ("", None),
        ("今日は天気がいいですね。", None),
        ("Класс Counter из модуля collections считает hashable objects.", "ru"),
    ],
)
def test_the_language_is_told_by_the_letters(text: str, language: str | None) -> None:
    if language is None:
        with pytest.raises(InputError, match="cannot be told"):
            detect(text)
    else:
        assert detect(text) == language
