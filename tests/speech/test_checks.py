"""What is noticed in a failed utterance."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.checks import oddity, problems
from videolecture.types import Samples

RATE = 16_000


def tone(seconds: float, level: float = 0.3) -> Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 200 * time) * (np.sin(2 * np.pi * 3 * time) > -0.5)).astype(np.float32)


def test_a_plausible_utterance_has_no_problems() -> None:
    assert problems(tone(3.0), RATE, "Тридцать букв звучат около трёх секунд, так.") == ()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("有五十名士兵在城里等待命令。", 3.5),
        ("今日は天気がとてもいいですね。", 2.4),
        ("오늘은 날씨가 정말 좋습니다.", 2.2),
        ("आज का मौसम बहुत अच्छा है।", 1.9),
    ],
)
def test_other_scripts_take_the_time_that_their_signs_do(text: str, seconds: float) -> None:
    assert problems(tone(seconds), RATE, text) == ()
    assert any("too short" in problem for problem in problems(tone(seconds / 6), RATE, text))
    assert any("too long" in problem for problem in problems(tone(seconds * 4), RATE, text))


def test_the_oddest_length_is_the_farthest_from_the_usual_one() -> None:
    text = "Тридцать букв звучат около двух секунд, так."
    usual, short, long = (oddity(tone(seconds), RATE, text) for seconds in (2.7, 0.5, 9.0))
    assert usual < 0.2 < min(short, long)


@pytest.mark.parametrize(
    ("samples", "says"),
    [
        (tone(0.3), "too short"),
        (tone(30.0), "too long"),
        (np.concatenate([tone(1.0), np.zeros(2 * RATE, np.float32), tone(1.0)]), "silence"),
        (np.clip(10 * tone(3.0), -1, 1), "clipped"),
        (tone(3.0, 1e-4), "silent"),
        (np.full(3 * RATE, np.nan, np.float32), "not a number"),
    ],
)
def test_each_failure_is_named(samples: Samples, says: str) -> None:
    assert any(says in problem for problem in problems(samples, RATE, "Тридцать букв звучат около трёх секунд, так."))
