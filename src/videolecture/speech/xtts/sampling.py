"""Choosing the next audio code of every row: the published recipe, with draws that do not depend on the other rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# The published loop (Hugging Face generate) hands the repetition penalty a prompt of placeholders: as many tokens 1 as
# the prefix is long, then the start token. So both are penalised from the first step on, and the model's settings were
# chosen that way.
PLACEHOLDER = 1


@dataclass(frozen=True)
class Sampling:
    """How codes are drawn. The defaults are those of the published config.json of XTTS-v2."""

    temperature: float = 0.75
    top_k: int = 50
    top_p: float = 0.85
    repetition_penalty: float = 5.0
    greedy: bool = False  # the likeliest code, for tests


def draws(seeds: Sequence[int], steps: int) -> Any:
    """Uniform random numbers in [0, 1), shape (rows, steps): each row's depend on its own seed alone."""
    import torch

    rows = [torch.rand(steps, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    return torch.stack(rows)


def penalised(logits: Any, seen: Any, penalty: float) -> Any:
    """Logits (rows, codes) with those of codes already said (`seen`, same shape) made less likely.

    Keskar et al. 2019 (CTRL), as transformers' RepetitionPenaltyLogitsProcessor computes it.
    """
    import torch

    return torch.where(seen, torch.where(logits < 0, logits * penalty, logits / penalty), logits)


def sample(logits: Any, seen: Any, draw: Any, sampling: Sampling) -> Any:
    """The next code of every row, shape (rows,), by top-k and top-p sampling. `draw` in [0, 1), shape (rows,)."""
    import torch

    logits = penalised(logits, seen, sampling.repetition_penalty)
    if sampling.greedy:
        return logits.argmax(-1)
    best, codes = torch.topk(logits / sampling.temperature, min(sampling.top_k, logits.shape[-1]))
    probabilities = torch.softmax(best, -1)
    before = torch.cumsum(probabilities, -1) - probabilities
    probabilities = torch.where(before < sampling.top_p, probabilities, 0.0)  # the likeliest is always kept
    cumulative = torch.cumsum(probabilities, -1)
    place = (cumulative <= draw[:, None] * cumulative[:, -1:]).sum(-1)
    # A draw of nearly 1 may pass the last kept code by rounding.
    place = torch.minimum(place, (probabilities > 0).sum(-1) - 1)
    return codes.gather(-1, place[:, None])[:, 0]
