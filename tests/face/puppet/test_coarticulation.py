from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.face.puppet.coarticulation import CURVES, SHAPES, mouth_curves, slowed
from videolecture.types import FPS, Viseme, VisemeName


def said(*names: VisemeName, each: float = 0.1, start: float = 0.4) -> list[Viseme]:
    return [Viseme(name, start + i * each, start + (i + 1) * each, 1.0) for i, name in enumerate(names)]


def curves(visemes: list[Viseme], frames: int = 50) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return mouth_curves(visemes, frames, FPS, np.ones(frames))


def frame_of(viseme: Viseme) -> int:
    return int((viseme.start + viseme.end) / 2 * FPS)


@pytest.mark.parametrize("each", [0.04, 0.06, 0.1, 0.2])
@pytest.mark.parametrize("start", [0.40, 0.41, 0.42, 0.43])
def test_lips_are_shut_in_a_frame_of_every_bilabial_however_short(each: float, start: float) -> None:
    visemes = said("aa", "pp", "aa", "pp", "aa", each=each, start=start)
    shown = curves(visemes)
    for viseme in visemes:
        if viseme.name == "pp":
            assert shown["jaw"][frame_of(viseme)] == 0.0


def test_lips_open_widest_on_a_and_stay_shut_in_silence() -> None:
    shown = curves(said("aa", "kk", "ou", each=0.16))
    assert shown["jaw"].argmax() in range(10, 15)
    assert shown["jaw"][:4].max() < 0.02
    assert shown["jaw"][30:].max() < 0.02


def test_lips_round_on_o_and_u_and_spread_on_i_and_e() -> None:
    for name, sign in (("ou", -1), ("oh", -1), ("ih", 1), ("e", 1)):
        viseme = said(name, each=0.14)  # type: ignore[arg-type]
        assert sign * curves(viseme)["wide"][frame_of(viseme[0])] > 0.3


def test_rounding_begins_in_the_consonant_before_its_vowel() -> None:
    rounded = said("kk", "ou", each=0.12)
    spread = said("kk", "ih", each=0.12)
    consonant = frame_of(rounded[0])
    assert curves(rounded)["wide"][consonant] < -0.2
    assert curves(spread)["wide"][consonant] > 0.1


def test_a_loud_vowel_opens_wider_than_a_quiet_one() -> None:
    visemes = said("aa", each=0.2)
    quiet = mouth_curves(visemes, 50, FPS, np.full(50, 0.2))
    assert curves(visemes)["jaw"].max() > 1.3 * quiet["jaw"].max()


@given(st.lists(st.tuples(st.sampled_from(sorted(SHAPES)), st.floats(0.01, 0.4)), max_size=30), st.integers(0, 80))
def test_any_visemes_give_finite_curves_in_range(sounds: list[tuple[VisemeName, float]], frames: int) -> None:
    at, visemes = 0.1, []
    for name, length in sounds:
        visemes.append(Viseme(name, at, at + length))
        at += length
    shown = mouth_curves(visemes, frames, FPS, np.full(frames, 0.5))
    assert set(shown) == set(CURVES)
    for control, curve in shown.items():
        assert curve.shape == (frames,)
        assert np.isfinite(curve).all()
        assert curve.min(initial=0.0) >= (-1.3 if control == "wide" else 0.0)
        assert curve.max(initial=0.0) <= 1.3


def test_a_stressed_a_opens_at_least_half_as_wide_again_as_i_and_u() -> None:
    def jaw(name: VisemeName) -> float:
        spoken = [Viseme("kk", 0.4, 0.5, 1.0), Viseme(name, 0.5, 0.65, 1.0), Viseme("kk", 0.65, 0.75, 1.0)]
        return float(mouth_curves(spoken, 30, 25, np.ones(30))["jaw"].max())

    assert jaw("aa") > 1.5 * max(jaw("ih"), jaw("ou"))


def test_what_comes_too_fast_begins_earlier_and_goes_less_far() -> None:
    wanted = np.zeros(40)
    wanted[20:23] = 1.0
    shown = slowed(wanted, np.full(40, np.inf), 0.25)
    assert np.abs(np.diff(shown)).max() <= 0.25 + 1e-9
    assert shown[19] > 0.1
    assert 0.5 < shown.max() < 1.0
    assert np.abs(int(np.argmax(np.correlate(shown, wanted, "full"))) - 39) <= 1
    assert shown[:14].max() == shown[30:].max() == 0.0


def test_what_is_slow_enough_stays_as_it_is() -> None:
    wanted = 0.5 + 0.5 * np.sin(np.arange(60) / 4)
    assert np.allclose(slowed(wanted, np.full(60, np.inf), 0.2), wanted)


def test_lips_that_touch_stay_shut_however_wide_the_sounds_beside_them() -> None:
    wanted = np.ones(21)
    shown = slowed(wanted, np.abs(np.arange(21.0) - 10), 0.25)
    assert shown[10] == 0.0
    assert np.allclose(shown[11:15], [0.25, 0.5, 0.75, 1.0])
