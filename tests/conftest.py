"""What tests of several modules need."""

from __future__ import annotations

import os
import signal
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

# Before torch is imported: its threads would burn the processor while they wait for one another, which takes a suite of
# two processes on two cores several times as long. Workers have these from their engines.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

# Before any test imports them: what they assert is to say what it compared.
for module in ("faults.cancels", "faults.course", "faults.kills", "faults.scenes", "web.page.chromium"):
    pytest.register_assert_rewrite(f"tests.{module}")

settings.register_profile("no clock", deadline=None)  # no test depends on how fast the machine is
settings.load_profile("no clock")

# Shells start what they put into the background with SIGINT ignored, nohup with SIGHUP; what tests start inherits that.
for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of a voice-like sound (a buzz with moving formants), 16 kHz WAV."""
    rate = 16_000
    time = np.arange(4 * rate) / rate
    pitch = 120 + 20 * np.sin(2 * np.pi * 0.7 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    tone = np.sum([np.sin(phase * k) / k for k in range(1, 20)], axis=0)
    envelope = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * time)
    samples = 0.2 * tone * envelope
    return write_wav(tmp_path_factory.mktemp("recording") / "sample.wav", samples)


def write_wav(path: Path, samples: NDArray[np.float64], rate: int = 16_000) -> Path:
    """Mono samples in [-1, 1] as a 16-bit WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path
