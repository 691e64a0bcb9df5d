"""Audio codes and latents of several texts at once: a loop of our own over the published GPT's modules.

The network is GPT-2 (pre-norm blocks) over [voice | text | audio codes], with learned positions of its own for text and
for codes. A batch is padded on the left, so that step n is step n of every row, and the padding is masked. Keys and
values are cached in one growing buffer for each layer; finished rows are dropped from the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from videolecture.speech.xtts.packed import packed
from videolecture.speech.xtts.sampling import PLACEHOLDER, Sampling, draws, sample

GROWTH = 128  # steps by which the cache grows
COMPACT = 0.75  # finished rows are dropped when at most this share of the rows is unfinished


@dataclass(frozen=True)
class Decoded:
    """One text's audio."""

    codes: tuple[int, ...]  # the stop code included, if it came
    latents: Any  # (len(codes), model size): the last hidden state before each code, from which the vocoder makes sound
    complete: bool  # whether the model stopped by itself; False where it was cut at its longest


class KeyValueCache:
    """The attention's keys and values of every layer, (rows, heads, steps, head size) each."""

    def __init__(self, layers: int) -> None:
        self._keys: list[Any] = [None] * layers
        self._values: list[Any] = [None] * layers
        self.length = 0  # steps stored in every layer

    def extend(self, layer: int, keys: Any, values: Any, start: int) -> tuple[Any, Any]:
        """Store the keys and values of the steps from `start` on; return all of the layer's."""
        end = start + keys.shape[2]
        if self._keys[layer] is None or self._keys[layer].shape[2] < end:
            self._keys[layer] = _grown(self._keys[layer], keys, start, end)
            self._values[layer] = _grown(self._values[layer], values, start, end)
        self._keys[layer][:, :, start:end] = keys
        self._values[layer][:, :, start:end] = values
        return self._keys[layer][:, :, :end], self._values[layer][:, :, :end]

    def keep(self, rows: Any) -> None:
        """Drop all rows but these (indices)."""
        self._keys = [stored.index_select(0, rows) for stored in self._keys]
        self._values = [stored.index_select(0, rows) for stored in self._values]


def _grown(stored: Any, like: Any, used: int, needed: int) -> Any:
    rows, heads, _, size = like.shape
    larger = like.new_empty((rows, heads, -(-needed // GROWTH) * GROWTH, size))
    if stored is not None:
        larger[:, :, :used] = stored[:, :, :used]
    return larger


class _Block:
    """One of GPT-2's blocks, its matrices laid out for a few rows."""

    def __init__(self, block: Any) -> None:
        self.heads = block.attn.num_heads
        self.attention_norm, self.mlp_norm = block.ln_1, block.ln_2
        self.queries_keys_values, self.projection = packed(block.attn.c_attn), packed(block.attn.c_proj)
        self._expand, self._activation, self._contract = packed(block.mlp.c_fc), block.mlp.act, packed(block.mlp.c_proj)

    def mlp(self, state: Any) -> Any:
        """(rows, new, size) -> the same shape."""
        return self._contract(self._activation(self._expand(state)))


class Network:
    """The published GPT (TTS.tts.layers.xtts.gpt.GPT), run step by step."""

    def __init__(self, gpt: Any) -> None:
        self._gpt = gpt
        self._blocks = [_Block(block) for block in gpt.gpt.h]
        self.start, self.stop = gpt.start_audio_token, gpt.stop_audio_token
        self.codes = gpt.num_audio_tokens
        self.longest = gpt.max_gen_mel_tokens  # codes of one utterance
        # Tokens of one text without the start and stop around it; the published code refuses one more (402).
        self.longest_text = gpt.max_text_tokens - 3

    def cache(self) -> KeyValueCache:
        """An empty cache."""
        return KeyValueCache(len(self._blocks))

    def prefix(self, conditions: Any, texts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """The embedded prefixes, padded on the left, (rows, steps, size), and their padding mask, (rows, steps).

        `conditions` (1, n, size) is the voice; the last step is the start of the audio.
        """
        import torch

        gpt, device = self._gpt, conditions.device
        first = gpt.mel_embedding(torch.tensor([[self.start]], device=device)) + self._code_position(0)
        rows = []
        for text in texts:
            tokens = torch.tensor([[gpt.start_text_token, *text, gpt.stop_text_token]], device=device)
            embedded = gpt.text_embedding(tokens) + gpt.text_pos_embedding(tokens)
            rows.append(torch.cat([conditions, embedded, first], dim=1)[0])
        steps = max(len(row) for row in rows)
        padded = torch.stack([torch.nn.functional.pad(row, (0, 0, steps - len(row), 0)) for row in rows])
        lengths = torch.tensor([len(row) for row in rows], device=device)
        valid = torch.arange(steps, device=device)[None] >= steps - lengths[:, None]
        return padded, valid

    def step(self, embedded: Any, valid: Any, cache: KeyValueCache) -> tuple[Any, Any]:
        """Latents and logits of the last of some new steps, (rows, new, size); `valid`: (rows, all steps so far)."""
        mask = self._mask(embedded.shape[1], valid)
        state, start = embedded, cache.length
        for layer, block in enumerate(self._blocks):
            state = state + self._attend(block, block.attention_norm(state), mask, cache, layer, start)
            state = state + block.mlp(block.mlp_norm(state))
        cache.length = start + embedded.shape[1]
        latents = self._gpt.final_norm(self._gpt.gpt.ln_f(state[:, -1]))
        return latents, self._gpt.mel_head(latents)

    def embed(self, codes: Any, place: int) -> Any:
        """The embedded codes, (rows,) -> (rows, 1, size), as the `place`-th after the start (from 1)."""
        return self._gpt.mel_embedding(codes[:, None]) + self._code_position(place)

    def _code_position(self, place: int) -> Any:
        return self._gpt.mel_pos_embedding.emb.weight[place]

    def _mask(self, new: int, valid: Any) -> Any:
        """(rows, 1, new, all), True where a step may attend; None where nothing is masked."""
        import torch

        if new == 1:
            return None if bool(valid.all()) else valid[:, None, None, :]
        all_steps = valid.shape[1]
        causal = torch.ones(new, all_steps, dtype=torch.bool, device=valid.device).tril(all_steps - new)
        # Padding attends to itself: the softmax of a row that is masked throughout is not a number, and would spread.
        itself = torch.eye(all_steps, dtype=torch.bool, device=valid.device)[-new:]
        return ((causal & valid[:, None, :]) | itself)[:, None]

    def _attend(self, block: _Block, state: Any, mask: Any, cache: KeyValueCache, layer: int, start: int) -> Any:
        import torch

        rows, new, size = state.shape
        heads = block.heads
        split = block.queries_keys_values(state).view(rows, new, 3, heads, size // heads).permute(2, 0, 3, 1, 4)
        keys, values = cache.extend(layer, split[1], split[2], start)
        attended = torch.nn.functional.scaled_dot_product_attention(split[0], keys, values, attn_mask=mask)
        return block.projection(attended.transpose(1, 2).reshape(rows, new, size))


def decode(
    network: Network,
    conditions: Any,
    texts: Sequence[Sequence[int]],
    seeds: Sequence[int],
    sampling: Sampling,
    each_step: Callable[[int], None] | None = None,
) -> list[Decoded]:
    """Decode tokenised texts in one voice as a batch, each with its own seed, each until its stop code.

    A text gives the same codes alone or beside others, up to rounding: logits differ by less than 1e-4.
    """
    import torch

    with torch.inference_mode():
        batch = _Batch(network, conditions, texts, seeds, sampling)
        for step in range(network.longest):
            if each_step is not None:
                each_step(step)
            if not batch.advance(step):
                break
        return batch.finish()


class _Batch:
    """The unfinished rows, and the codes of every text so far."""

    def __init__(
        self,
        network: Network,
        conditions: Any,
        texts: Sequence[Sequence[int]],
        seeds: Sequence[int],
        sampling: Sampling,
    ) -> None:
        import torch

        self._network, self._sampling = network, sampling
        self._cache = network.cache()
        self._next, self._valid = network.prefix(conditions, texts)
        self._draws = draws(seeds, network.longest).to(conditions.device)
        self._seen = torch.zeros(len(texts), network.codes, dtype=torch.bool, device=conditions.device)
        self._seen[:, [code for code in (PLACEHOLDER, network.start) if code < network.codes]] = True
        self._texts = list(range(len(texts)))  # which text each row is
        self._codes: list[list[int]] = [[] for _ in texts]
        self._latents: list[list[Any]] = [[] for _ in texts]

    def advance(self, step: int) -> bool:
        """Decode one more code of every row; False when all rows are finished."""
        import torch

        latents, logits = self._network.step(self._next, self._valid, self._cache)
        codes = sample(logits, self._seen, self._draws[:, step], self._sampling)
        unfinished = []
        for row, code in enumerate(codes.tolist()):
            text = self._texts[row]
            if self._codes[text][-1:] == [self._network.stop]:
                continue
            self._codes[text].append(code)
            self._latents[text].append(latents[row])
            if code != self._network.stop:
                unfinished.append(row)
        if not unfinished:
            return False
        self._seen.scatter_(1, codes[:, None], True)
        self._next = self._network.embed(codes, min(step + 1, self._network.longest))
        self._valid = torch.nn.functional.pad(self._valid, (0, 1), value=True)
        if len(unfinished) <= COMPACT * len(self._texts):
            self._keep(unfinished)
        return True

    def finish(self) -> list[Decoded]:
        import torch

        stop = self._network.stop
        return [
            Decoded(tuple(codes), torch.stack(latents), codes[-1] == stop)
            for codes, latents in zip(self._codes, self._latents, strict=True)
        ]

    def _keep(self, rows: list[int]) -> None:
        import torch

        chosen = torch.tensor(rows, device=self._next.device)
        self._cache.keep(chosen)
        self._next, self._valid = self._next[chosen], self._valid[chosen]
        self._seen, self._draws = self._seen[chosen], self._draws[chosen]
        self._texts = [self._texts[row] for row in rows]
