"""Kokoro's network in its parts: those that the ONNX runtime computes, and the residual blocks between them.

The vocoder (ISTFTNet, Kaneko et al. 2022) makes the sound finer in two stages. In each, the harmonics of the pitch pass
a block of their own and are added; then the mean of three blocks with 3, 7 and 11 taps goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videolecture import memory
from videolecture.speech.kokoro.graph import DURATIONS, PITCH, block, part, usable

WAVEFORM = "waveform"
_AT = "/decoder/decoder/generator"
# Of each stage: what the harmonics give it, what comes from before it, and the sum of its blocks.
_HARMONICS = f"{_AT}/noise_convs.0/Conv_output_0", f"{_AT}/noise_convs.1/Conv_output_0"
_COARSER = f"{_AT}/ups.0/ConvTranspose_output_0", f"{_AT}/reflection_pad/Pad_output_0"
_SUMS = f"{_AT}/Add_4_output_0", f"{_AT}/Add_7_output_0"
_HARMONIC_BLOCKS = "noise_res.0", "noise_res.1"
_BLOCKS = ("resblocks.0", "resblocks.1", "resblocks.2"), ("resblocks.3", "resblocks.4", "resblocks.5")

Floats = NDArray[np.float32]


class Parts:
    """Made of the content of a published file; the bytes of the sound depend on the number of threads."""

    def __init__(self, content: bytes, threads: int) -> None:
        self._threads = threads
        model = usable(content)
        names = (*_HARMONIC_BLOCKS, *_BLOCKS[0], *_BLOCKS[1])
        self._blocks = {name: block(model, f"{_AT}/{name}") for name in names}
        layers = [layer for one in self._blocks.values() for layer in one.layers]
        self._style = sorted({name for layer in layers for name in (layer.scale, layer.shift)})
        ends = (
            ((), (DURATIONS, *_HARMONICS, _COARSER[0], *self._style)),
            (_SUMS[:1], _COARSER[1:]),
            (_SUMS[1:], (WAVEFORM,)),
        )
        parts = [part(model, inputs, outputs) for inputs, outputs in ends]
        del model
        self._front, self._middle, self._back = (_session(*one, threads) for one in parts)
        del parts
        memory.give_back()  # what the graph was rewritten in

    def run(self, ids: Sequence[int], style: Floats, tempo: float, pitch: float) -> tuple[Floats, Floats]:
        """The waveform, and the durations of the symbols in steps of 25 ms."""
        inputs = {
            "input_ids": np.array([ids], np.int64),
            "style": style,
            "speed": np.array([tempo], np.float32),
            PITCH: np.array([pitch], np.float32),
        }
        names = [DURATIONS, *_HARMONICS, _COARSER[0], *self._style]
        durations, *given = self._front.run(names, inputs)
        harmonics, coarser, styles = given[:2], given[2], dict(zip(self._style, given[3:], strict=True))
        with _pool(self._threads) as pool:
            rough = pool.submit(self._harmonics, 0, harmonics[0], styles)
            fine = pool.submit(self._harmonics, 1, harmonics[1], styles)
            summed = self._stage(0, coarser, rough.result(), styles, pool)
            (coarser,) = self._middle.run(None, {_SUMS[0]: summed})
            summed = self._stage(1, coarser, fine.result(), styles, pool)
        (waveform,) = self._back.run(None, {_SUMS[1]: summed})
        return waveform, durations

    def _harmonics(self, stage: int, harmonics: Floats, style: Mapping[str, Floats]) -> Floats:
        return self._blocks[_HARMONIC_BLOCKS[stage]](_steps_first(harmonics), style)

    def _stage(
        self, stage: int, coarser: Floats, harmonics: Floats, style: Mapping[str, Floats], pool: Executor
    ) -> Floats:
        """The sum of a stage's blocks, (1, channels, steps)."""
        sound = _steps_first(coarser) + harmonics
        # The longest first: it takes as long as the others together.
        started = [pool.submit(self._blocks[name], sound, style) for name in reversed(_BLOCKS[stage])]
        third, second, first = (one.result() for one in started)
        return np.ascontiguousarray((first + second + third).T)[None]


def _steps_first(features: Floats) -> Floats:
    """(1, channels, steps) -> (steps, channels)."""
    return np.ascontiguousarray(features[0].T)


@contextmanager
def _pool(threads: int) -> Iterator[Executor]:
    """Threads for blocks beside each other: in each, torch multiplies matrices without further ones."""
    import torch

    before = torch.get_num_threads()
    try:
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(before)


def _session(model: bytes, large: Mapping[str, NDArray[Any]], threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Threads that wait busily slow down whatever else runs, the encoder of the video above all.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it would keep the memory of the longest sentence
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in large.values()]
    options.add_external_initializers(list(large), values)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
