from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.errors import MissingError
from videolecture.face.sadtalker.files import ENHANCER, NETWORKS, find


@pytest.fixture(autouse=True)
def nothing_pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))


def test_missing_weights_say_which_how_large_and_which_command() -> None:
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], {})
    message = str(caught.value)
    assert "models pull sadtalker" in message
    assert "1761 MB" in message
    assert "Apache-2.0" in message


@pytest.mark.parametrize(("name", "folder"), [(NETWORKS[512], "checkpoints"), (ENHANCER, "gfpgan/weights")])
def test_a_checkouts_files_are_found_and_known_not_to_be_the_published_ones(
    name: str, folder: str, tmp_path: Path
) -> None:
    path = tmp_path / "checkout" / folder / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    found = find(name, {"SAD_TALKER_DIR_PATH": str(tmp_path / "checkout")})
    assert found.path == path
    assert not found.genuine


def test_a_checkout_without_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="of /no/where"):
        find(NETWORKS[256], {"SAD_TALKER_DIR_PATH": "/no/where"})
