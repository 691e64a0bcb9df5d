from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from videolecture.conformance.drawn import drawn_photo
from videolecture.face.puppet.calibration import PLAIN, Calibration, _factor, _openings, _shut, from_data
from videolecture.face.puppet.engine import Puppet
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.performance import perform
from videolecture.types import Motion, Portrait, Speech, Viseme

OPENING = [CONTROLS.index(name) for name in ("jaw", "raised", "lowered")]


@cache
def portrait() -> Portrait:
    return Puppet().prepare(drawn_photo(), {}, lambda _done, _what: None)


def look(values: Mapping[str, float]) -> tuple[float, float]:
    """Sees openings squared, a shut mouth ajar unless its corners go down, and corners that hardly move."""
    opening = sum(values.get(name, 0.0) for name in ("jaw", "raised", "lowered"))
    ajar = max(0.0, 0.04 + values.get("smile", 0.0))
    return ajar + 2 * max(opening, 0.0) ** 2, 1.0 - values.get("pucker", 0.0)


def test_openings_are_given_so_that_the_seen_ones_are_in_proportion() -> None:
    wanted, given, _ = _openings(look, {}, 0.0)
    seen = 2 * given**2 / wanted.clip(1e-9)
    inner = (wanted > 0.06) & (wanted < 0.3)  # below, a little over twice the wanted opening is the most that is given
    assert np.ptp(seen[inner]) < 0.1 * seen[inner].mean()
    assert np.all(np.diff(given) >= 0)
    assert np.all(given <= 2.2 * wanted)


def test_openings_that_nobody_sees_are_left_as_they_are() -> None:
    wanted, given, rounded = _openings(lambda _values: (0.01, 1.0), {}, 0.08)
    assert np.array_equal(wanted, given)
    assert np.array_equal(wanted, rounded)
    assert not Calibration(wanted, given, rounded, 1.0, 1.0, np.zeros(len(CONTROLS))).seen


def test_puckered_lips_that_hide_a_part_of_their_opening_are_given_more_but_do_not_gape() -> None:
    def hidden(values: Mapping[str, float]) -> tuple[float, float]:
        opening = sum(values.get(name, 0.0) for name in ("jaw", "raised", "lowered"))
        return 0.01 + opening * (0.5 if values.get("pucker", 0.0) < 0.04 else 0.35), 1.0

    wanted, given, rounded = _openings(hidden, {}, 0.08)
    small = (wanted > 0.02) & (wanted < 0.1)
    assert rounded[small] / given[small] == pytest.approx(np.full(small.sum(), 0.5 / 0.35), rel=0.05)
    assert (rounded[wanted > 0.2] < 1.15 * wanted[wanted > 0.2]).all()


def test_the_rounder_the_lips_the_more_of_that_is_given() -> None:
    even = PLAIN.wanted
    portrait = Calibration(even, even, 1.4 * even, 1.0, 1.0, np.zeros(len(CONTROLS)))
    for name, most in (("ou", 1.4), ("aa", 1.05)):
        speech = Speech(np.full(20_000, 0.2, np.float32), 16_000, (), (Viseme(name, 0.5, 0.9, 1.0),))  # type: ignore[arg-type]
        more, plain = (
            max(pose.controls[OPENING].sum() for pose in perform(speech, Motion(), calibration))
            for calibration in (portrait, PLAIN)
        )
        assert more / plain == pytest.approx(most, abs=0.06)


def test_lips_that_look_ajar_are_shut_by_what_shuts_them() -> None:
    found = _shut(look)
    assert found["smile"] < -0.01
    assert set(found) == {"smile"}


def test_a_pucker_that_hardly_shows_is_made_stronger() -> None:
    assert _factor(look, {}, "pucker", 0.08, 0.9) == pytest.approx(1.5, abs=0.3)


def test_a_calibration_survives_as_plain_data() -> None:
    made = Calibration(
        np.array([0.0, 0.1]), np.array([0.0, 0.2]), np.array([0.0, 0.3]), 1.2, 0.9, np.arange(len(CONTROLS)) / 100
    )
    again = from_data(made.data())
    assert np.array_equal(again.given, made.given)
    assert np.array_equal(again.rounded, made.rounded)
    assert np.array_equal(again.shut, made.shut)
    assert (again.pucker, again.wide) == (1.2, 0.9)


def test_the_ends_of_a_clip_are_the_photo_whatever_the_calibration() -> None:
    visemes = (Viseme("sil", 0.0, 0.8, 0.0), Viseme("aa", 0.8, 1.1, 1.0))
    speech = Speech(np.full(20_000, 0.2, np.float32), 16_000, (), visemes)
    shut = np.zeros(len(CONTROLS))
    shut[CONTROLS.index("smile")] = -0.02
    wider = 1.2 * PLAIN.wanted
    poses = list(perform(speech, Motion(), Calibration(PLAIN.wanted, wider, wider, 1.0, 1.0, shut)))
    assert not poses[0].controls.any()
    assert not poses[-1].controls.any()
    assert poses[8].controls[CONTROLS.index("smile")] == pytest.approx(-0.02, abs=0.005)
    plain = list(perform(speech, Motion()))
    more = [
        a.controls[OPENING].sum() / b.controls[OPENING].sum()
        for a, b in zip(poses, plain, strict=True)
        if b.controls[OPENING].sum() > 0.1  # nearer to a closure the speed of lips limits both
    ]
    assert len(more) >= 4
    assert more == pytest.approx([1.2] * len(more), rel=0.08)


def test_a_prepared_portrait_carries_its_calibration() -> None:
    found = from_data(portrait().data)
    assert found.seen
    assert portrait().warnings == ()
    assert found.wanted[0] == found.given[0] == 0
    assert len(found.shut) == len(CONTROLS)
