from __future__ import annotations

from pathlib import Path

import pytest

from tests.weights.conftest import CONTENT, Publisher, tiny_file
from videolecture.weights.publisher import NoAnswerError, SourceError, download

FILE = tiny_file("tiny.pt", CONTENT)


def test_a_file_is_fetched_whole(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    heard: list[int] = []
    download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", heard.append)
    assert (tmp_path / "part").read_bytes() == CONTENT
    assert heard == sorted(heard)
    assert heard[-1] == len(CONTENT)


def test_what_an_earlier_try_left_is_not_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    (tmp_path / "part").write_bytes(CONTENT[:1000])
    download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)
    assert (tmp_path / "part").read_bytes() == CONTENT
    assert publisher.asked == [("/tiny.pt", "bytes=1000-")]


def test_a_server_without_ranges_sends_the_whole_file(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    publisher.knows_ranges = False
    (tmp_path / "part").write_bytes(CONTENT[:1000])
    download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)
    assert (tmp_path / "part").read_bytes() == CONTENT


def test_a_connection_that_breaks_is_taken_up_where_it_broke(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    publisher.breaks_after = len(CONTENT) // 5
    with pytest.raises(SourceError, match="goes on"):
        download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)
    assert 0 < (tmp_path / "part").stat().st_size < len(CONTENT)
    publisher.breaks_after = len(CONTENT) // 2
    download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)
    assert (tmp_path / "part").read_bytes() == CONTENT


def test_leftovers_of_another_file_do_not_spoil_the_download(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    (tmp_path / "part").write_bytes(b"x" * 1000)
    download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)
    assert (tmp_path / "part").read_bytes() == CONTENT


@pytest.mark.parametrize("served", [CONTENT[:-1] + b"!", CONTENT + b"more", b"<html>please log in</html>"])
def test_another_file_at_the_address_is_refused(publisher: Publisher, tmp_path: Path, served: bytes) -> None:
    publisher.files["/tiny.pt"] = served
    with pytest.raises(SourceError, match="another file"):
        download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)
    assert not (tmp_path / "part").exists()


def test_a_missing_file_says_what_the_server_answered(publisher: Publisher, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="404"):
        download(publisher.address("/tiny.pt"), FILE, tmp_path / "part", lambda _: None)


def test_an_unreachable_publisher_is_told_from_one_that_refuses(tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError, match="no connection"):
        download("http://127.0.0.1:9/tiny.pt", FILE, tmp_path / "part", lambda _: None)
