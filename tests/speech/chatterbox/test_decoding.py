from __future__ import annotations

from typing import Any

import pytest

from tests.speech.chatterbox.tiny import CODES, SIZE, Conditions, text_network
from videolecture.speech.chatterbox.decoding import EACH, FEWEST, Sampling, choose, decode

TEXTS = [[10, 11, 12], [20, 21, 22, 23, 24, 25, 26], [30]]


@pytest.fixture(scope="module")
def network() -> Any:
    return text_network()


def heard() -> Conditions:
    import torch

    return Conditions(torch.linspace(-1, 1, SIZE)[None], None, None)


def test_an_utterance_is_the_same_alone_and_beside_others(network: Any) -> None:
    together = decode(network, heard(), TEXTS, [1, 2, 3], Sampling())
    alone = [
        decode(network, heard(), [text], [seed], Sampling())[0] for text, seed in zip(TEXTS, [1, 2, 3], strict=True)
    ]
    assert together == alone
    assert decode(network, heard(), TEXTS, [1, 2, 3], Sampling()) == together, "nothing is left of the call before"
    assert decode(network, heard(), TEXTS[:1], [4], Sampling())[0] != together[0]


def test_what_does_not_end_is_stopped_and_said_to_be_incomplete() -> None:
    import torch

    endless = text_network()
    never = torch.zeros(CODES)
    never[CODES - 1] = -1000.0
    endless.speech_head.register_forward_hook(lambda _head, _states, logits: logits + never)
    (said,) = decode(endless, heard(), TEXTS[:1], [1], Sampling())
    assert not said.complete
    assert len(said.tokens) == FEWEST + EACH * len(TEXTS[0])


def test_guidance_between_the_text_and_no_text_changes_what_is_said(network: Any) -> None:
    without = decode(network, heard(), TEXTS, [1, 2, 3], Sampling(guidance=0.0))
    assert without != decode(network, heard(), TEXTS, [1, 2, 3], Sampling(guidance=3.0))


def test_unlikely_tokens_are_never_drawn_and_said_ones_are_less_likely() -> None:
    import torch

    logits = torch.tensor([[4.0, 3.9, -3.0]])
    seen = torch.zeros(1, 3, dtype=torch.bool)
    drawn = {int(choose(logits, seen, torch.tensor([draw]), Sampling())[0]) for draw in (0.0, 0.3, 0.7, 0.9999999)}
    assert drawn == {0, 1}
    seen[0, 0] = True
    assert int(choose(logits, seen, torch.tensor([0.5]), Sampling(greedy=True))[0]) == 1
