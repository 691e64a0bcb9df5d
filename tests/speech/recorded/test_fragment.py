from __future__ import annotations

import numpy as np
import pytest

from tests.speech.preset import spoken
from videolecture.speech.recorded.fragment import gain_of, recorded_fragment
from videolecture.speech.recorded.stretches import SaidSentence, Stretch
from videolecture.types import SAMPLE_RATE, SAMPLES_PER_FRAME, Samples

TEXT = "сег+одня мы поговор+им о том, как устр+оена н+аша с+олнечная сист+ема."


@pytest.fixture(scope="module")
def said() -> Samples:
    import soxr

    speech = spoken(TEXT, "ru")
    quiet = np.zeros(SAMPLE_RATE // 2, np.float32)
    samples = np.asarray(soxr.resample(speech.samples, speech.rate, SAMPLE_RATE), np.float32)
    return np.concatenate([quiet, 0.02 * samples, quiet])


def test_the_face_follows_the_recording_and_its_level_is_that_of_all_speech(said: Samples) -> None:
    length = len(said) / SAMPLE_RATE
    stretch = Stretch(10.0, 10.0 + length, (SaidSentence(10.5, 10.5 + length - 1.0, TEXT),))
    made = recorded_fragment(said, stretch, 50.0, 0.4, "ru", lambda *_: None)
    truth = [mark for mark in spoken(TEXT, "ru").marks if mark.kind == "word"]
    found = [mark for mark in made.speech.marks if mark.kind == "word"]
    assert [mark.text for mark in found] == [mark.text for mark in truth]
    late = [abs(one.start - 0.5 - other.start) for one, other in zip(found, truth, strict=True)]
    assert float(np.median(late)) < 0.06
    (sentence,) = made.sentences
    assert sentence == pytest.approx((0.5, length - 0.5), abs=0.01)
    assert len(made.speech.samples) % SAMPLES_PER_FRAME == 0
    assert float(np.abs(made.speech.samples).max()) <= 0.98
    assert {viseme.name for viseme in made.speech.visemes} > {"sil", "aa", "pp"}


def test_a_pause_that_is_too_short_is_lengthened_and_the_rest_of_a_long_one_goes(said: Samples) -> None:
    length = len(said) / SAMPLE_RATE
    stretch = Stretch(0.0, length, (SaidSentence(0.5, length - 0.5, TEXT),))
    longer = recorded_fragment(said, stretch, 1.0, 2.0, "ru", lambda *_: None)
    assert longer.speech.duration == pytest.approx(length + 1.5, abs=0.04)
    shorter = recorded_fragment(said, stretch, 1.0, 0.0, "ru", lambda *_: None)
    assert length - 0.04 <= shorter.speech.duration <= length


def test_where_the_words_cannot_be_timed_the_mouth_follows_the_sound(said: Samples) -> None:
    length = len(said) / SAMPLE_RATE
    made = recorded_fragment(
        said, Stretch(0.0, length, (SaidSentence(0.5, length - 0.5, ""),)), 50.0, 0.0, "ru", lambda *_: None
    )
    assert made.speech.marks == ()
    assert len({viseme.name for viseme in made.speech.visemes}) > 3


def test_a_quiet_recording_is_made_louder_within_bounds() -> None:
    assert gain_of(-40.0, -20.0) == pytest.approx(10.0)
    assert gain_of(-90.0, -20.0) == 30.0
