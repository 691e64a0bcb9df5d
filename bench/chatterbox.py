"""A whole checkpoint of Chatterbox Multilingual with random numbers, spoken with: that its files and shapes fit.

    videolecture engines install chatterbox     (the environment alone is needed, the weights are not)
    python -m bench.chatterbox FOLDER

Writes the published files (3.2 GB) under FOLDER, compares their sizes with the published ones, loads them in the
engine's own environment, learns a voice and speaks. What is spoken is noise: the numbers are random.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

import numpy as np

from videolecture import weights
from videolecture.environments.place import interpreter
from videolecture.execute import foreign
from videolecture.speech.chatterbox.loading import SOUND, TEXT, VOCABULARY, VOICE
from videolecture.types import Sample

ROOT = Path(__file__).parents[1]
LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя.,!?-'\"\u0301\u0306\u0308"
# In the engine's environment: the published classes with the numbers they begin with, saved as the files are.
WRITE = """
import sys, torch
from pathlib import Path
from safetensors.torch import save_file
from videolecture.speech.chatterbox import loading
folder, classes = Path(sys.argv[1]), loading._published()
torch.manual_seed(0)
for file, make in (
    (loading.VOICE, classes.VoiceEncoder),
    (loading.SOUND, classes.S3Gen),
    (loading.TEXT["v3"], lambda: classes.T3(classes.T3Config.multilingual())),
):
    state = {key: value.contiguous() for key, value in make().state_dict().items()}
    print(f"{file}: {len(state)} tensors, {sum(value.numel() for value in state.values()):,} numbers", flush=True)
    (save_file if file.endswith("safetensors") else torch.save)(state, folder / file)
"""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=str(interpreter("chatterbox")), help="of the engine's environment")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    write(given.folder, given.python)
    compare(given.folder)
    speak(given.folder, given.python)


def write(folder: Path, python: str) -> None:
    """The files of V3, unless they are there."""
    if not (folder / TEXT["v3"]).exists():
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HF_HUB_OFFLINE": "1"}
        subprocess.run([python, "-c", WRITE, str(folder)], check=True, env=environment)  # noqa: S603 (our own script)
    signs = ["[STOP]", "[UNK]", "[SPACE]", "[ru]", "[en]", *LETTERS]
    vocabulary = {sign: number for number, sign in enumerate(signs)} | {"[START]": 255}
    kind = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    special = [{"id": number, "content": sign, **kind} for sign, number in vocabulary.items() if len(sign) > 1]
    model = {"type": "BPE", "unk_token": "[UNK]", "vocab": vocabulary, "merges": []}
    content = {"version": "1.0", "added_tokens": special, "model": model}
    (folder / VOCABULARY).write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def compare(folder: Path) -> None:
    """The sizes of what was written beside the published ones."""
    published = {file.name: file.size for name in ("chatterbox", "chatterbox-v3") for file in weights.find(name).files}
    print("| file | bytes here | published |\n|---|---|---|")
    for name in (TEXT["v3"], SOUND, VOICE):
        print(f"| {name} | {(folder / name).stat().st_size:,} | {published[name]:,} |")


def speak(folder: Path, python: str) -> None:
    """Load, learn a voice, speak: seconds of each."""
    at = np.arange(8 * 16_000) / 16_000
    hum = (0.3 * np.sin(2 * np.pi * 140 * at) * (np.sin(2 * np.pi * 3 * at) > 0)).astype(np.float32)
    engine = foreign.speech_engine("chatterbox", python, {"folder": str(folder), "device": "cpu"})
    started = time.perf_counter()
    profile = engine.enroll(Sample("hum.wav", "0" * 64, hum, 16_000), "ru", lambda _done, _what: None)
    print(f"loaded, and a voice learned, in {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    for speech in engine.speak(["стар+инный", "з+амок"], profile, "ru", 7):
        print(f"spoke {speech.duration:.2f} s, loudest {np.abs(speech.samples).max():.2f}, problems: {speech.problems}")
    print(f"two utterances together in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
