from __future__ import annotations

import pytest

from videolecture.text import split_lecture
from videolecture.text.mistyped import mistyped


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[pont:0.5,0.5]", "[point:0.62,0.4]"),
        ("[clip demo.mp4]", "[clip:demo.mp4]"),
        ("[nxt]", "[next]"),
        ("[Next slide]", "[next]"),
        ("[highligt: 0.1,0.1,0.2,0.2]", "[highlight:0.1,0.2,0.5,0.3]"),
        ("[puase:1s]", "[pause:1.5s]"),
        ("[layuot=side]", "[layout:side]"),
    ],
)
def test_a_mistyped_mark_is_told_with_the_one_that_is_like_it(written: str, meant: str) -> None:
    (told,) = mistyped(f"Look here {written} and there.")
    assert written in told and meant in told


@pytest.mark.parametrize("text", ["[1] and [pages 4]", "[text]", "[sic]", "[lang:en]Yes[/lang]", "[pause:x]", "a[i]"])
def test_other_brackets_are_left_alone(text: str) -> None:
    assert list(mistyped(text)) == []


def test_the_warning_reaches_the_fragment() -> None:
    (slide,) = split_lecture("See [pont:0.5,0.5] here. [next] Fine.", "en")
    assert "[pont:0.5,0.5]" in slide.fragments[0].warnings[0]
    assert "pont" in slide.fragments[0].spoken, "it is told and not taken out"
