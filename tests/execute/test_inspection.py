"""What clients send is looked at before anything is made of it."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
import pytest

from videolecture.errors import InputError
from videolecture.execute import inspection

TOTAL = 22  # where the low four bytes of FLAC's number of samples are (RFC 9639, 8.2)


def silence(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 100, 0, "NONE", ""))
        file.writeframes(bytes(200 * seconds))
    return path


def short_flac_that_claims_hours(path: Path) -> Path:
    """Five seconds whose header says a hundred hours."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 40_000), np.int16), "s16", "mono")
        frame.sample_rate = 8000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    content = bytearray(path.read_bytes())
    content[TOTAL : TOTAL + 4] = (360_000 * 8000).to_bytes(4, "big")
    path.write_bytes(content)
    with av.open(str(path)) as container:
        assert (container.duration or 0) / av.time_base == 360_000, "the header is believed by who asks it"
    return path


def test_a_short_recording_whose_header_claims_hours_is_taken(tmp_path: Path) -> None:
    inspection.check_recording(short_flac_that_claims_hours(tmp_path / "me.flac"))


def test_a_recording_of_more_than_an_hour_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lasts more than 60 minutes"):
        inspection.check_recording(silence(tmp_path / "me.wav", 3700))
    inspection.check_recording(silence(tmp_path / "other.wav", 3500))


def test_what_is_no_recording_never_reaches_the_decoder(tmp_path: Path) -> None:
    (tmp_path / "me.wav").write_text("#EXTM3U\nother.wav\n", "utf-8")
    with pytest.raises(InputError, match="is no recording"):
        inspection.check_recording(tmp_path / "me.wav")
