from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from videolecture.compose import burned
from videolecture.compose.canvas import canvas
from videolecture.compose.subtitles import GAP, Caption, Cue
from videolecture.errors import InputError
from videolecture.types import FPS

WIDE, UPRIGHT = canvas("1080p"), canvas("1080p", "portrait")
LONG = (
    "Внутри грозового облака сталкиваются кристаллы льда и снежная крупа, лёгкие кристаллы заряжаются положительно "
    "и поднимаются вверх, тяжёлая крупа отрицательно."
)


@pytest.mark.parametrize("size", [WIDE, UPRIGHT])
def test_cues_end_inside_their_fragment_in_lines_that_fit(size: tuple[int, int]) -> None:
    captions = [Caption(LONG, 0.2, 9.5), Caption("Конец.", 9.6, 9.9)]
    found = burned.cues(captions, 10 * FPS, size)
    assert found[-1].end <= 10_000 and found[0].start >= 0
    assert all(first.end + GAP <= second.start for first, second in pairwise(found))
    lines = [line for cue in found for line in cue.text.split("\n")]
    assert all(cue.text.count("\n") <= 1 for cue in found)
    assert max(map(len, lines)) <= burned.line_length(size) <= 42


def test_a_cue_that_is_too_fast_stays_longer_where_there_is_room() -> None:
    text = "x" * 51  # three seconds at 17 characters per second
    (alone,) = burned.paced([Cue(1000, 2500, text)], 5000)
    assert (alone.start, alone.end) == (300, 3300)
    before, fast, after = burned.paced([Cue(0, 2900, "short"), Cue(3000, 4500, text), Cue(4600, 9000, "short")], 9000)
    assert fast.end - fast.start == pytest.approx(1500 + 700 + 700, abs=100)
    assert before.end + GAP <= fast.start and fast.end + GAP <= after.start


def test_a_slow_cue_is_left_as_it_is() -> None:
    slow = [Cue(0, 3000, "ten letters"), Cue(3100, 6000, "ten letters")]
    assert burned.paced(slow, 7000) == tuple(slow)


def test_letters_stand_inside_the_strip_and_wide_lines_are_made_to_fit() -> None:
    for size in (WIDE, UPRIGHT):
        strip = np.zeros((burned.strip_height(size), size[0], 3), np.uint8)
        burned.put_cue(strip, "Щ" * 42 + "\n" + "Ж" * 42)
        lit = strip.max(axis=2) > 100
        rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
        assert rows[0] > 4 and rows[-1] < len(strip) - 5
        assert columns[0] > size[0] * 0.02 and columns[-1] < size[0] * 0.98


def test_letters_that_the_font_has_not_are_named() -> None:
    burned.require("Ёж, naïve «№ 5» — ½, Ω, ₽ → x₂")
    with pytest.raises(InputError, match="cannot show «字»"):
        burned.require("Это 字")
