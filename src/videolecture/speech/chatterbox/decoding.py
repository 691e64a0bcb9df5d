"""From text tokens to speech tokens, many utterances together: the published recipe in a loop of our own.

The published code decodes one text at a time; up to version 0.1.7 it hangs three more observers on the network with
every text and never takes them off. Here nothing of one call is left for the next. What an utterance sounds like
depends on its own seed, not on those decoded beside it. As published: classifier-free guidance between the text and no
text (Ho and Salimans 2022), the repetition penalty, temperature and min-p (Nguyen et al. 2024) in this order; two start
tokens, both at position 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from videolecture.speech.xtts.sampling import draws, penalised

CODES = 6561  # speech tokens with a sound; what is above are signs
MOST = 1000  # tokens of one utterance, as published: 40 s
FEWEST, EACH = 60, 6  # tokens that any text may take, and each of its tokens more: over twice what speech does


@dataclass(frozen=True)
class Sampling:
    """How tokens are drawn: the defaults of the published code for V3."""

    temperature: float = 0.8
    repetition_penalty: float = 1.2
    min_p: float = 0.05
    guidance: float = 0.5
    greedy: bool = False  # the likeliest token, for tests


@dataclass(frozen=True)
class Decoded:
    """The speech tokens of one utterance."""

    tokens: tuple[int, ...]  # without signs
    complete: bool  # whether the model came to an end by itself


def decode(
    t3: Any, conditions: Any, texts: Sequence[Sequence[int]], seeds: Sequence[int], sampling: Sampling
) -> list[Decoded]:
    """Decode utterances together. `t3`: the published network; `conditions`: its T3Cond of a voice, one row."""
    import torch

    with torch.inference_mode():
        run = _Run(t3, conditions, texts, seeds, sampling)
        while run.rows:
            run.step()
    return run.results()


class _Run:
    """The rows that still speak; each is there twice, with its text and, in the second half, without."""

    def __init__(
        self, t3: Any, conditions: Any, texts: Sequence[Sequence[int]], seeds: Sequence[int], sampling: Sampling
    ) -> None:
        import torch

        self._t3, self._sampling = t3, sampling
        self._stop = int(t3.hp.stop_speech_token)
        self._said: list[list[int]] = [[] for _ in texts]
        self._most = [min(MOST, FEWEST + EACH * len(text)) for text in texts]
        self.rows = list(range(len(texts)))
        self._draws = draws(seeds, max(self._most)).to(t3.device)
        embedded, real = _prefixes(t3, conditions, texts)
        self._real = real  # (2 rows, length): False where a shorter text was filled up
        self._seen = torch.zeros(len(texts), int(t3.hp.speech_tokens_dict_size), dtype=torch.bool, device=t3.device)
        self._seen[:, int(t3.hp.start_speech_token)] = True
        self._next = embedded
        self._memory: Any = None
        self._count = 0  # of tokens said by every row that still speaks

    def step(self) -> None:
        """One more token of every row."""
        import torch

        positions = (self._real.long().cumsum(-1) - 1).clamp(min=0)[:, -self._next.shape[1] :]
        made = self._t3.tfmr(
            inputs_embeds=self._next,
            attention_mask=self._real.long(),
            position_ids=positions,
            past_key_values=self._memory,
            use_cache=True,
        )
        self._memory = made.past_key_values
        with_text, without = self._t3.speech_head(made.last_hidden_state[:, -1]).float().chunk(2)
        logits = with_text + self._sampling.guidance * (with_text - without)
        tokens = choose(logits, self._seen, self._draws[self.rows, self._count], self._sampling)
        self._seen.scatter_(1, tokens[:, None], True)
        self._count += 1
        going = []
        for place, (row, token) in enumerate(zip(self.rows, tokens.tolist(), strict=True)):
            self._said[row].append(token)
            if token != self._stop and self._count < self._most[row]:
                going.append(place)
        spoken = self._t3.speech_emb(tokens[:, None]) + self._t3.speech_pos_emb.get_fixed_embedding(self._count)
        self._next = torch.cat([spoken, spoken])
        self._real = torch.nn.functional.pad(self._real, (0, 1), value=True)
        if len(going) < len(self.rows):
            self._keep(going)

    def results(self) -> list[Decoded]:
        """In the order of the texts."""
        return [Decoded(tuple(token for token in said if token < CODES), said[-1] == self._stop) for said in self._said]

    def _keep(self, places: list[int]) -> None:
        import torch

        again = [len(self.rows) + place for place in places]
        both = torch.tensor([*places, *again], dtype=torch.long, device=self._next.device)
        if places:
            self._memory.batch_select_indices(both)
        self._next, self._real = self._next[both], self._real[both]
        self._seen = self._seen[both[: len(places)]]
        self.rows = [self.rows[place] for place in places]


def _prefixes(t3: Any, conditions: Any, texts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """What every row begins with, (2 rows, length, size), filled up at its beginning, and which of it is real."""
    import torch

    start, stop = int(t3.hp.start_text_token), int(t3.hp.stop_text_token)
    voice = t3.prepare_conditioning(conditions)[0]  # (34, size)
    begin = t3.speech_emb.weight[int(t3.hp.start_speech_token)] + t3.speech_pos_emb.emb.weight[0]
    rows = []
    for weight in (1.0, 0.0):  # with the text, and without what it says
        for text in texts:
            numbers = torch.tensor([start, *text, stop], device=t3.device)
            said = t3.text_emb(numbers) * weight + t3.text_pos_emb.emb.weight[: len(numbers)]
            rows.append(torch.cat([voice, said, begin[None], begin[None]]))
    longest = max(len(row) for row in rows)
    embedded = torch.stack([torch.nn.functional.pad(row, (0, 0, longest - len(row), 0)) for row in rows])
    real = torch.stack([torch.arange(longest, device=t3.device) >= longest - len(row) for row in rows])
    return embedded, real


def choose(logits: Any, seen: Any, draw: Any, sampling: Sampling) -> Any:
    """The next token of every row, (rows,), for logits (rows, tokens) and draws in [0, 1), (rows,)."""
    import torch

    logits = penalised(logits, seen, sampling.repetition_penalty)
    if sampling.greedy:
        return logits.argmax(-1)
    shares = torch.softmax(logits / sampling.temperature, -1)
    shares = torch.where(shares >= sampling.min_p * shares.amax(-1, keepdim=True), shares, 0.0)
    reached = shares.cumsum(-1)
    place = (reached <= draw[:, None] * reached[:, -1:]).sum(-1)
    # A draw of nearly 1 may pass the last kept token by rounding.
    last = shares.shape[-1] - 1 - (shares > 0).flip(-1).long().argmax(-1)
    return torch.minimum(place, last)
