"""The pronunciation of English words that no dictionary has: letters to phones by a small recurrent network.

The network and its weights are those of g2p_en (Park and Kim 2019, Apache-2.0), trained on the CMU Pronouncing
Dictionary: an encoder and a decoder of 256 gated recurrent units (Cho et al. 2014), the likeliest phone at each step.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from videolecture.weights import weight_path

WEIGHTS = "g2p-en"
LONGEST = 20  # phones of a word: beyond, the network was not trained, and repeats itself

# The rows of the embeddings, in their order.
_LETTERS = ("<pad>", "<unk>", "</s>", *"abcdefghijklmnopqrstuvwxyz")
_ROWS = """
<pad> <unk> <s> </s> AA0 AA1 AA2 AE0 AE1 AE2 AH0 AH1 AH2 AO0 AO1 AO2 AW0 AW1 AW2 AY0 AY1 AY2 B CH D DH EH0 EH1
EH2 ER0 ER1 ER2 EY0 EY1 EY2 F G HH IH0 IH1 IH2 IY0 IY1 IY2 JH K L M N NG OW0 OW1 OW2 OY0 OY1 OY2 P R S SH T TH
UH0 UH1 UH2 UW UW0 UW1 UW2 V W Y Z ZH
"""
_PHONES = _ROWS.split()

Floats = NDArray[np.float32]


@cache
def phones_of(word: str) -> tuple[str, ...]:
    """The phones (ARPAbet with stress) of a lower-case word of the letters a to z."""
    weights = _weights()
    state = np.zeros(weights["enc_w_hh"].shape[1], np.float32)
    for letter in (*word, "</s>"):
        row = _LETTERS.index(letter) if letter in _LETTERS else _LETTERS.index("<unk>")
        state = _step(weights, "enc", weights["enc_emb"][row], state)
    said: list[str] = []
    last = _PHONES.index("<s>")
    for _ in range(LONGEST):
        state = _step(weights, "dec", weights["dec_emb"][last], state)
        last = int(np.argmax(weights["fc_w"] @ state + weights["fc_b"]))
        if _PHONES[last] == "</s>":
            break
        said.append(_PHONES[last])
    return tuple(_stressed(phone) for phone in said if not phone.startswith("<"))


def _stressed(phone: str) -> str:
    """One row of the table lacks its digit."""
    return "UW1" if phone == "UW" else phone


def _step(weights: dict[str, Floats], side: str, x: Floats, state: Floats) -> Floats:
    """One step of a gated recurrent unit (256,): reset and update gates, then the candidate."""
    given = weights[f"{side}_w_ih"] @ x + weights[f"{side}_b_ih"]
    kept = weights[f"{side}_w_hh"] @ state + weights[f"{side}_b_hh"]
    size = len(state)
    gates = 1 / (1 + np.exp(-(given[: 2 * size] + kept[: 2 * size])))
    reset, update = gates[:size], gates[size:]
    candidate = np.tanh(given[2 * size :] + reset * kept[2 * size :])
    return np.asarray((1 - update) * candidate + update * state, np.float32)


@cache
def _weights() -> dict[str, Floats]:
    with np.load(weight_path(WEIGHTS), allow_pickle=False) as stored:
        return {name: np.asarray(stored[name], np.float32) for name in stored.files}
