from __future__ import annotations

from typing import Any

import pytest

from videolecture.speech.xtts.decoding import Decoded, KeyValueCache, Network, decode
from videolecture.speech.xtts.loading import Model
from videolecture.speech.xtts.sampling import Sampling

TEXTS = [[5, *range(10, 10 + length)] for length in (4, 19, 1, 30, 12, 7, 25, 3)]
SEEDS = [11, 12, 13, 14, 15, 16, 17, 18]
DRAWN = Sampling(temperature=1.0, top_k=14, top_p=0.99, repetition_penalty=1.5)
GREEDY = Sampling(repetition_penalty=5.0, greedy=True)


@pytest.fixture(scope="module")
def network(model: Model) -> Network:
    return Network(model.xtts.gpt)


@pytest.fixture(scope="module")
def together(network: Network, conditions: Any) -> list[Decoded]:
    return decode(network, conditions, TEXTS, SEEDS, DRAWN)


def test_texts_decoded_together_give_the_codes_they_give_alone(
    network: Network, conditions: Any, together: list[Decoded]
) -> None:
    import torch

    assert len({len(decoded.codes) for decoded in together}) > 3, "the fixture stops its rows at different places"
    for text, seed, expected in zip(TEXTS, SEEDS, together, strict=True):
        (alone,) = decode(network, conditions, [text], [seed], DRAWN)
        assert alone.codes == expected.codes
        assert alone.complete == expected.complete
        torch.testing.assert_close(alone.latents, expected.latents, atol=1e-4, rtol=0)


def test_logits_of_padded_rows_are_those_of_single_rows(network: Network, conditions: Any) -> None:
    import torch

    def logits(texts: list[list[int]], codes: list[list[int]]) -> Any:
        cache = network.cache()
        embedded, valid = network.prefix(conditions, texts)
        seen = [network.step(embedded, valid, cache)[1]]
        for place, said in enumerate(zip(*codes, strict=True), 1):
            valid = torch.nn.functional.pad(valid, (0, 1), value=True)
            seen.append(network.step(network.embed(torch.tensor(said), place), valid, cache)[1])
        return torch.stack(seen, dim=1)

    codes = [[(3 * row + step) % 12 for step in range(20)] for row in range(len(TEXTS))]
    with torch.inference_mode():
        batch = logits(TEXTS, codes)
        for row, text in enumerate(TEXTS):
            assert float((batch[row] - logits([text], [codes[row]])[0]).abs().max()) < 1e-4


def test_the_published_loop_chooses_the_same_codes_and_latents(model: Model, network: Network, conditions: Any) -> None:
    """Against coqui-tts' own generate() and its second pass for the latents."""
    import torch

    gpt = model.xtts.gpt
    for text in TEXTS[:3]:
        tokens = torch.tensor([text], dtype=torch.int32)
        with torch.inference_mode():
            codes = gpt.generate(cond_latents=conditions, text_inputs=tokens, do_sample=False, num_beams=1,
                                 repetition_penalty=5.0, output_attentions=False)  # fmt: skip
            length = torch.tensor([codes.shape[-1] * gpt.code_stride_len])
            latents = gpt(tokens, torch.tensor([tokens.shape[-1]]), codes, length, cond_latents=conditions,
                          return_attentions=False, return_latent=True)  # fmt: skip
        (ours,) = decode(network, conditions, [text], [0], GREEDY)
        assert list(ours.codes) == codes[0].tolist()
        torch.testing.assert_close(ours.latents, latents[0], atol=1e-4, rtol=0)


def test_a_seed_gives_the_same_codes_again_and_another_seed_others(network: Network, conditions: Any) -> None:
    first, again, other = (decode(network, conditions, TEXTS[:2], [seed, 7], DRAWN) for seed in (1, 1, 2))
    assert [decoded.codes for decoded in first] == [decoded.codes for decoded in again]
    assert first[0].codes != other[0].codes
    assert first[1].codes == other[1].codes, "a row's codes do not depend on the seeds beside it"


def test_a_row_that_never_stops_is_cut_at_the_models_longest_and_says_so(
    model: Model, network: Network, conditions: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bias = model.xtts.gpt.mel_head.bias
    never = bias.detach().clone()
    never[network.stop] = -1e4
    monkeypatch.setattr(bias, "data", never)
    for decoded in decode(network, conditions, TEXTS[:3], SEEDS[:3], DRAWN):
        assert len(decoded.codes) == len(decoded.latents) == network.longest
        assert not decoded.complete


def test_every_step_is_told(network: Network, conditions: Any) -> None:
    told: list[int] = []
    made = decode(network, conditions, TEXTS, SEEDS, DRAWN, told.append)
    assert told == list(range(max(len(decoded.codes) for decoded in made)))


def test_the_cache_grows_without_forgetting() -> None:
    import torch

    cache, stored = KeyValueCache(1), []
    for start in range(0, 600, 50):
        keys = torch.full((2, 3, 50, 4), float(start))
        stored.append(keys)
        seen, values = cache.extend(0, keys, keys + 1, start)
        assert torch.equal(seen, torch.cat(stored, dim=2))
        assert torch.equal(values, seen + 1)
