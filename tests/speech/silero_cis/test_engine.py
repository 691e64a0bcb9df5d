"""The engine with a package of the published layout: the published one is at its publisher's address alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.speech.silero_cis.tiny import write_package
from videolecture import registry
from videolecture.errors import InputError, MissingError, WeightsError
from videolecture.speech.silero_cis.engine import SileroCis
from videolecture.speech.silero_cis.loading import RATE, Front


def test_only_the_russian_voices_are_offered_and_gradients_stay_on(tmp_path: Path) -> None:
    path = Path(str(write_package(tmp_path / "v5_cis_base.pt")["file"]))
    with torch.enable_grad():  # whatever a test before this one left
        front = Front(path)
        assert front.voices == ("ru_igor", "ru_zhazira")
        sound = front.say("прив+ет.", "ru_igor")
        assert torch.is_grad_enabled()
    assert sound.dtype == np.float32
    assert len(sound) == 6 * (RATE // 12)


@pytest.mark.parametrize("what", ["another resource", "no voices", "no package"])
def test_what_is_no_such_package_is_said(tmp_path: Path, what: str) -> None:
    path = tmp_path / "other.pt"
    if what == "no package":
        path.write_bytes(b"PK")
    else:
        write_package(path, {"speakers": []} if what == "no voices" else None, "other" if "res" in what else "model")
    with pytest.raises(WeightsError, match=r"other\.pt is no Silero v5 package"):
        Front(path)


def test_a_file_that_nobody_has_vouched_for_is_never_loaded(tmp_path: Path) -> None:
    options = write_package(tmp_path / "v5_cis_base.pt")
    found = options["sha256"]
    with pytest.raises(WeightsError, match=str(found)):
        SileroCis({**options, "sha256": "0" * 64})
    with pytest.raises(MissingError, match=r"gone\.pt"):
        SileroCis.weights_for({"file": str(tmp_path / "gone.pt"), "sha256": found})


@pytest.mark.parametrize("options", [{"file": "a.pt"}, {"sha256": "0" * 64}, {"file": "a.pt", "sha256": "12"}])
def test_a_file_and_its_digest_go_together(options: dict[str, object]) -> None:
    with pytest.raises(InputError, match="file and sha256 together"):
        registry.check_options("silero-cis", options)


def test_a_file_is_known_by_its_digest_wherever_it_lies(tmp_path: Path) -> None:
    options = write_package(tmp_path / "v5_cis_base.pt")
    assert SileroCis.weights_for(options)["silero-cis"] == options["sha256"]
    assert SileroCis.option_identity("file", "here") == SileroCis.option_identity("file", "there")
