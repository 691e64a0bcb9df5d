"""A file that is not the published one is refused with what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from videolecture.errors import WeightsError
from videolecture.face.sadtalker.checkpoint import fold_spectral_norms, load_mapping, load_networks
from videolecture.face.sadtalker.mapping_net import MappingNet


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.safetensors", tmp_path / "cut.safetensors"
    save_file({"generator.first.conv.weight": torch.zeros(64, 3, 3, 3)}, whole)
    cut.write_bytes(whole.read_bytes()[:-10])
    with pytest.raises(WeightsError, match=r"cut\.safetensors» is not a whole safetensors file"):
        load_networks(cut)


def test_a_file_of_other_networks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file({"text_encoder.weight": torch.zeros(1)}, path)
    with pytest.raises(WeightsError, match=r"holds «text_encoder\.weight»"):
        load_networks(path)


def test_a_file_that_lacks_tensors_says_which(tmp_path: Path) -> None:
    path = tmp_path / "part.safetensors"
    save_file({"audio2exp.mapping1.weight": torch.zeros(64, 577)}, path)
    with pytest.raises(WeightsError, match=r"lacks \d+ tensors .*\(«face_3drecon\."):
        load_networks(path)


def test_a_mapping_for_the_other_mode_is_refused_by_its_shape(tmp_path: Path) -> None:
    path = tmp_path / "mapping.pth.tar"
    torch.save({"mapping": MappingNet(73).state_dict()}, path)
    with pytest.raises(WeightsError, match=r"shape \(1024, 73, 7\), not \(1024, 70, 7\)"):
        load_mapping(path, 70)
    assert load_mapping(path, 73)(torch.zeros(2, 73, 27)).yaw.shape == (2, 66)


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.pth.tar"
    torch.save({"mapping": print}, path)
    with pytest.raises(WeightsError, match="not a whole PyTorch file"):
        load_mapping(path, 70)


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "mapping.pth.tar"
    path.touch()
    with pytest.raises(WeightsError, match="is empty"):
        load_mapping(path, 70)


def test_a_text_is_no_file_of_weights(tmp_path: Path) -> None:
    path = tmp_path / "mapping.pth.tar"
    path.write_text("once upon a time", "utf-8")
    with pytest.raises(WeightsError, match=r"not a whole PyTorch file of weights\. «videolecture models"):
        load_mapping(path, 70)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([1.0], "holds list"),
        (torch.zeros(1024).half(), "holds float16"),
        (torch.zeros(1024).index_fill(0, torch.tensor(7), torch.nan), "holds values that are not numbers"),
        (torch.zeros(1024).index_fill(0, torch.tensor(7), -torch.inf), "holds values that are not numbers"),
    ],
)
def test_weights_of_another_kind_are_refused_by_name(tmp_path: Path, wrong: object, says: str) -> None:
    path, state = tmp_path / "mapping.pth.tar", dict(MappingNet(70).state_dict())
    torch.save({"mapping": {**state, "first.0.bias": wrong}}, path)
    with pytest.raises(WeightsError, match=rf"mapping\.pth\.tar» .*«first\.0\.bias» {says}"):
        load_mapping(path, 70)


@pytest.mark.parametrize("bad", [torch.nan, torch.inf])
def test_networks_that_hold_no_numbers_are_refused_as_their_file_names_them(tmp_path: Path, bad: float) -> None:
    path = tmp_path / "broken.safetensors"
    save_file({"generator.fourth.weight_orig": torch.full((256, 256, 1, 1), bad)}, path)
    with pytest.raises(WeightsError, match=r"broken\.safetensors» .*«generator\.fourth\.weight_orig» holds values"):
        load_networks(path)


def test_a_spectral_norm_becomes_the_weight_it_stands_for() -> None:
    weight = torch.tensor([[3.0, 0.0], [0.0, 1.0]])
    state = {"c.weight_orig": weight, "c.weight_u": torch.tensor([1.0, 0.0]), "c.weight_v": torch.tensor([1.0, 0.0])}
    assert torch.allclose(fold_spectral_norms(state)["c.weight"], weight / 3)
