"""`python -m bench.xtts`: XTTS-v2's decoding, eight texts together against one by one, in one run.

The network has the published size and random numbers (1.5 GB, 4 GB while it is made), so nothing is downloaded and no
licence is touched. It runs on the GPU where there is one; `--gpu` measures there only, and says so where there is none
(`make bench-gpu`). Not part of `make bench`, which is for small machines.
"""

from __future__ import annotations

import argparse
import time
import warnings
from typing import Any

from bench.table import Table, machine
from videolecture.speech.device import choose_device
from videolecture.speech.xtts.decoding import Network, decode
from videolecture.speech.xtts.sampling import Sampling
from videolecture.speech.xtts.stand_in import torchaudio_importable

ROWS = 8
WANTED = {"cpu": 2, "cuda": 4, "mps": 4}  # times the codes per second
TOLERANCE = 1e-4


def published_gpt(device: str) -> Any:
    """The GPT with the sizes of the published config.json."""
    import torch

    with torchaudio_importable(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from TTS.tts.layers.xtts.gpt import GPT
    torch.manual_seed(0)
    gpt = GPT(
        layers=30,
        model_dim=1024,
        heads=16,
        start_text_token=261,
        stop_text_token=0,
        max_text_tokens=402,
        max_mel_tokens=605,
        max_prompt_tokens=70,
        number_text_tokens=6681,
        num_audio_tokens=1026,
        start_audio_token=1024,
        stop_audio_token=1025,
        use_perceiver_resampler=True,
        code_stride_len=1024,
    )
    return gpt.eval().to(device)


def logits(network: Network, conditions: Any, texts: list[list[int]], steps: int) -> Any:
    """The logits of the given codes after each text, (rows, steps, codes)."""
    import torch

    cache, seen = network.cache(), []
    embedded, valid = network.prefix(conditions, texts)
    for place in range(1, steps + 1):
        seen.append(network.step(embedded, valid, cache)[1])
        said = torch.full((len(texts),), (7 * place) % 1000, device=conditions.device)
        embedded, valid = network.embed(said, place), torch.nn.functional.pad(valid, (0, 1), value=True)
    return torch.stack(seen, dim=1)


def measure(device: str, steps: int) -> Table:
    """Codes per second, and how far the logits of a row depend on the rows beside it."""
    import torch

    if device == "cpu":
        torch.set_num_threads(2)
    network = Network(gpt := published_gpt(device))
    network.longest = steps
    conditions = torch.randn(1, 32, 1024, generator=torch.Generator().manual_seed(1)).to(device)
    texts = [[(31 * row + place) % 6000 + 300 for place in range(40 + 10 * row)] for row in range(ROWS)]
    sampling, seeds = Sampling(), list(range(ROWS))

    with torch.inference_mode():
        beside = logits(network, conditions, texts, 4)
        apart = torch.cat([logits(network, conditions, [text], 4) for text in texts])
        gap = float((beside - apart).abs().max())
        gpt.mel_head.bias[network.stop] = -1e4  # from here on nobody stops early

    def spent(rows: int) -> tuple[float, float]:
        """Seconds of the clock and of the processor."""
        started, worked = time.perf_counter(), time.process_time()
        decode(network, conditions, texts[:rows], seeds[:rows], sampling)
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        return time.perf_counter() - started, time.process_time() - worked

    spent(1)  # warms up
    alone, together = [], []
    for _ in range(3):  # by turns, so that whatever else the machine does hits both
        alone.append(spent(1))
        together.append(spent(ROWS))
    single, batch = steps / min(alone)[0], ROWS * steps / min(together)[0]
    work_single, work_batch = (min(work for _, work in runs) / steps for runs in (alone, together))
    wanted, told = WANTED[device.split(":")[0]], f"{gap:.1e} (at most {TOLERANCE})"
    rows = [
        ("one by one", single, 1.0, "", work_single, 1.0, ""),
        (f"{ROWS} together", batch, batch / single, wanted, work_batch / ROWS, ROWS * work_single / work_batch, told),
    ]
    columns = ("texts", "codes per second", "**times**", "wanted", "processor seconds per code", "times less",
               "largest difference of logits")  # fmt: skip
    return Table(f"XTTS-v2 on {device}, {steps} codes", columns, rows, f"Random numbers, published size. {machine()}.")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.xtts")
    parser.add_argument("--device", default="", help="cuda, mps or cpu; the fastest there is, if it is not said")
    parser.add_argument("--gpu", action="store_true", help="on a GPU or not at all")
    parser.add_argument("--steps", type=int, default=40, help="codes of each text (40)")
    options = parser.parse_args()
    if options.gpu and choose_device("XTTS") == "cpu":
        print("There is no GPU that PyTorch can use here: XTTS-v2 was not measured.")
        return
    print(measure(choose_device("XTTS", options.device), options.steps).markdown())


if __name__ == "__main__":
    main()
