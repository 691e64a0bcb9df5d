from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.xtts.sampling import Sampling, draws, penalised, sample


def test_a_rows_draws_are_its_seeds_whatever_is_beside_it() -> None:
    both, alone = draws([3, 4], 50), draws([4], 50)
    assert both[1].tolist() == alone[0].tolist()
    assert both[0].tolist() != both[1].tolist()
    assert float(both.min()) >= 0 and float(both.max()) < 1


def test_sampling_is_that_of_transformers_processors() -> None:
    """Shares of many draws against transformers' own processors in generate()'s order."""
    import torch
    from transformers.generation import logits_process as published

    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(1, 40, generator=generator) * 2
    said = torch.tensor([[1, 7, 7, 30]])
    expected = logits
    for processor in (
        published.RepetitionPenaltyLogitsProcessor(5.0),
        published.TemperatureLogitsWarper(0.75),
        published.TopKLogitsWarper(10),
        published.TopPLogitsWarper(0.85),
    ):
        expected = processor(said, expected)
    shares = torch.softmax(expected, -1)[0].numpy()
    seen = torch.zeros(1, 40, dtype=torch.bool).scatter_(1, said, True)
    count = 4000
    draw = (torch.arange(count) + 0.5) / count  # every quantile once: shares are exact to 1/count
    sampling = Sampling(temperature=0.75, top_k=10, top_p=0.85, repetition_penalty=5.0)
    chosen = sample(logits.expand(count, -1), seen.expand(count, -1), draw, sampling)
    counted = np.bincount(chosen.numpy(), minlength=40) / count
    assert np.abs(counted - shares).max() < 2 / count


@pytest.mark.parametrize("draw", [0.0, 0.999_999_9])
def test_the_edges_of_the_draw_choose_a_code_that_is_kept(draw: float) -> None:
    import torch

    logits = torch.tensor([[5.0, 4.0, -50.0]])
    seen = torch.zeros(1, 3, dtype=torch.bool)
    chosen = sample(logits, seen, torch.tensor([draw]), Sampling(top_k=3, top_p=0.9))
    assert int(chosen) in (0, 1)


def test_penalty_makes_what_was_said_less_likely_whatever_its_sign() -> None:
    import torch

    logits = torch.tensor([[2.0, -2.0, 2.0]])
    assert penalised(logits, torch.tensor([[True, True, False]]), 2.0).tolist() == [[1.0, -4.0, 2.0]]
