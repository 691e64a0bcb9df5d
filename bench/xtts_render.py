"""`python -m bench.xtts_render`: a lecture through the command line with XTTS-v2, on a checkpoint of the real size.

The checkpoint has the published files, names and shapes and random numbers (1.9 GB, written to a temporary folder, or
kept with --folder), so nothing is downloaded and no licence is touched. What it speaks is noise: what is measured is
loading, memory and the pace of the decoding, from the command to the finished files. Not part of `make bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
import warnings
from pathlib import Path

from bench.running import EXAMPLES, new_home, render
from bench.table import Table, machine
from videolecture.speech.device import choose_device
from videolecture.speech.sample import load
from videolecture.speech.xtts.engine import Xtts
from videolecture.speech.xtts.stand_in import torchaudio_importable

# The published config.json, where it differs from coqui-tts' defaults.
ARGUMENTS = {
    "gpt_number_text_tokens": 6681,
    "gpt_num_audio_tokens": 1026,
    "gpt_start_audio_token": 1024,
    "gpt_stop_audio_token": 1025,
    "gpt_use_perceiver_resampler": True,
}
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "pl", "tr", "ru", "nl", "cs", "ar", "zh-cn", "hu", "ko", "ja", "hi")
LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяё,.!?'-"
# Random logits would nearly always run to the longest utterance: with this much more, the stop code comes now and then.
STOP = 1.0
CODES = 22_050 / 1024  # of a second of sound
TEXT = """Добрый день. Сегодня мы поговорим о том, как устроена наша солнечная система.
Вокруг Солнца обращаются восемь планет. Ближе всех к нему Меркурий, дальше всех Нептун.
"""


def write_checkpoint(folder: Path) -> int:
    """Write model.pth, config.json and vocab.json into a folder that is there; return the number of parameters."""
    import torch

    with torchaudio_importable(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
        from TTS.tts.models.xtts import Xtts as Published
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{language}]" for language in LANGUAGES)]
    added = [{"id": place, "content": name, "single_word": False, "lstrip": False, "rstrip": False,
              "normalized": False, "special": True} for place, name in enumerate(special)]  # fmt: skip
    tokens = [*special, *LETTERS]
    tokens += [f"<{number}>" for number in range(ARGUMENTS["gpt_number_text_tokens"] - len(tokens))]
    vocabulary = {name: place for place, name in enumerate(tokens)}
    tokenizer = {
        "version": "1.0",
        "added_tokens": added,
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "BPE", "unk_token": "[UNK]", "fuse_unk": False, "vocab": vocabulary, "merges": []},
    }
    (folder / "vocab.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    config = XttsConfig(model_args=XttsArgs(**ARGUMENTS), languages=list(LANGUAGES), repetition_penalty=5.0)
    config.save_json(str(folder / "config.json"))
    torch.manual_seed(0)
    model = Published(config)
    model.init_models()
    with torch.no_grad():
        model.gpt.mel_head.bias[model.gpt.stop_audio_token] = STOP
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    return sum(value.numel() for value in model.parameters())


def engine(checkpoint: Path, device: str) -> Table:
    """The engine alone: loading, a voice, eight sentences of a fragment together."""
    started = time.perf_counter()
    xtts = Xtts({"folder": str(checkpoint), "device": device})
    loaded = time.perf_counter() - started
    voice = xtts.enroll(load(EXAMPLES / "voice.wav"), "ru", lambda _done, _what: None)
    learned = time.perf_counter() - started - loaded
    sentences = [f"{TEXT.splitlines()[1].rstrip('.')} {number}".lower() for number in ("раз", "два", "три", "пять") * 2]
    before = time.perf_counter()
    said = sum(len(speech.samples) for speech in xtts.speak(sentences, voice, "ru", 0)) / xtts.info.rate
    spent = time.perf_counter() - before
    row = (loaded, learned, said, said * CODES, spent, said * CODES / spent)
    columns = ("loaded in, s", "voice learned in, s", "speech, s", "codes", "spoken in, s", "codes per second")
    note = f"{len(sentences)} utterances together; the vocoder's work is included. {machine()}."
    return Table(f"The engine xtts on {device}", columns, [row], note)


def command(folder: Path, checkpoint: Path, device: str) -> Table:
    """`videolecture render --speech xtts`, nothing in the cache."""
    settings, text = folder / "settings.toml", folder / "lecture.txt"
    settings.write_text(
        f"[engines.xtts]\nfolder = {json.dumps(str(checkpoint))}\ndevice = {json.dumps(device)}\n", "utf-8"
    )
    text.write_text(TEXT, "utf-8")
    out = folder / "out"
    run = render(text, new_home(folder / "home"), out, "--speech", "xtts", "--config", str(settings))
    manifest = json.loads(next((out / "final").glob("*.json")).read_text("utf-8"))
    seconds = {event["event"]: event["seconds"] for event in run.events if "seconds" in event}
    row = (run.lecture, run.seconds, seconds["enrolled"], run.memory / 1e6, json.dumps(manifest["speech"]))
    columns = ("lecture, s", "render, s", "loaded and voice learned in, s", "most memory, MB", "speech")
    return Table("The whole command", columns, [row], "What is spoken is noise, so the checks have it spoken again.")


def main() -> None:
    """Write the checkpoint and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.xtts_render")
    parser.add_argument("--device", default="", help="cuda, mps or cpu; the fastest there is, if it is not said")
    parser.add_argument("--checkpoint", type=Path, help="folder to keep the checkpoint in, or to find it in")
    options = parser.parse_args()
    os.environ["COQUI_TOS_AGREED"] = "1"  # random numbers: nobody's licence is touched
    device = choose_device("XTTS", options.device)
    with tempfile.TemporaryDirectory() as name:
        checkpoint = (options.checkpoint or Path(name) / "checkpoint").absolute()
        if not (checkpoint / "model.pth").exists():
            checkpoint.mkdir(parents=True, exist_ok=True)
            print(f"{write_checkpoint(checkpoint) / 1e6:.1f} million parameters,", end=" ")
        print(f"model.pth {(checkpoint / 'model.pth').stat().st_size:,} bytes\n", flush=True)
        print(command(Path(name), checkpoint, device).markdown(), flush=True)
        print(engine(checkpoint, device).markdown())


if __name__ == "__main__":
    main()
