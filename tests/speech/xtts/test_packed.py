from __future__ import annotations

import pytest


@pytest.mark.parametrize("rows", [1, 3, 8, 200])
def test_a_packed_layer_computes_what_the_layer_does(rows: int) -> None:
    import torch
    from transformers.pytorch_utils import Conv1D

    from videolecture.speech.xtts.packed import packed

    torch.manual_seed(0)
    layer = Conv1D(96, 64)
    torch.nn.init.normal_(layer.bias)
    state = torch.randn(1, rows, 64)
    with torch.inference_mode():
        torch.testing.assert_close(packed(layer)(state), layer(state), atol=1e-5, rtol=1e-5)
