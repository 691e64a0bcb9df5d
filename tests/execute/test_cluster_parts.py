"""What the executor `ray` is made of, without Ray: pieces, shelves, versions, shares, the size of pools."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.errors import InputError
from videolecture.execute.cluster import pieces, resources, sizing, versions
from videolecture.execute.cluster.actor import arrived, travelling
from videolecture.execute.cluster.shelf import YOUNG, Shelf
from videolecture.execute.cluster.sizing import Size
from videolecture.execute.tasks import Input

ONE, OTHER = Input("voice", "1"), Input("voice", "2")


@given(st.dictionaries(st.sampled_from(["a.wav", "b.json", "c.mp4"]), st.binary(max_size=40), min_size=1))
def test_an_entry_arrives_as_it_was_whatever_its_size(contents: dict[str, bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patched:
        patched.setattr(pieces, "PIECE", 7)
        here, there = Path(place, "here"), Path(place, "there")
        here.mkdir()
        there.mkdir()
        for name, content in contents.items():
            (here / name).write_bytes(content)
        (here / "contents.json").write_text("of the cache itself")
        sent = list(pieces.pieces(here))
        for piece in sent:
            assert len(piece.content) <= 7
            pieces.put(there, piece.name, piece.offset, piece.content)
        assert [piece.last for piece in sent] == [False] * (len(sent) - 1) + [True]
        assert {path.name: path.read_bytes() for path in there.iterdir()} == contents


def test_a_piece_neither_leaves_its_folder_nor_skips_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        pieces.put(tmp_path, "../x", 0, b"")
    with pytest.raises(ValueError, match="is missing before 5"):
        pieces.put(tmp_path, "x", 5, b"")


def filled(shelf: Shelf, one: Input, content: bytes) -> None:
    staged = shelf.stage()
    (staged / "voice.json").write_bytes(content)
    shelf.keep(one, staged)


def test_a_shelf_finds_what_it_keeps_and_of_two_the_first_stands(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.find(ONE) is None
    filled(shelf, ONE, b"first")
    filled(shelf, ONE, b"second")
    found = shelf.find(ONE)
    assert found is not None and (found / "voice.json").read_bytes() == b"first"
    assert not list(tmp_path.glob("staged-*"))


def test_a_file_is_found_under_its_own_name(tmp_path: Path) -> None:
    shelf, photo = Shelf(tmp_path), Input("file", "f")
    staged = shelf.stage()
    (staged / "me.jpg").write_bytes(b"photo")
    shelf.keep(photo, staged)
    found = shelf.find(photo)
    assert found is not None and found.name == "me.jpg" and found.read_bytes() == b"photo"


def test_room_is_made_of_what_was_not_used_for_long_and_never_of_what_was(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, room=10)
    filled(shelf, ONE, b"123456")
    filled(shelf, OTHER, b"123456")
    assert shelf.find(ONE) and shelf.find(OTHER), "both are in use"
    used = tmp_path / "voice" / "1" / ".used"
    os.utime(used, (used.stat().st_atime, used.stat().st_mtime - 2 * YOUNG))
    filled(shelf, Input("voice", "3"), b"123456")
    assert not shelf.find(ONE) and shelf.find(OTHER)


def test_what_others_stage_and_drop_meanwhile_harms_nobody(tmp_path: Path) -> None:
    shelf, ended = Shelf(tmp_path), threading.Event()

    def others() -> None:
        while not ended.is_set():
            shutil.rmtree(shelf.stage())

    other = threading.Thread(target=others)
    other.start()
    try:
        for number in range(60):
            filled(shelf, Input("voice", str(number)), b"1")
    finally:
        ended.set()
        other.join()
    assert all(shelf.find(Input("voice", str(number))) for number in range(60))


def test_paths_in_errors_are_those_of_this_machine() -> None:
    told = travelling("The photo /node/x/me.jpg has no face.", {ONE: Path("/node/x/me.jpg")})
    assert "/node" not in told
    assert arrived(told, {ONE: Path("/home/me.jpg")}) == "The photo /home/me.jpg has no face."


def test_a_node_with_other_versions_is_named_with_what_differs() -> None:
    ours = versions.versions("speech", "silero")
    versions.check("node-7", dict(ours), ours)
    with pytest.raises(InputError, match=r"node-7 .* numpy 1\.0 ≠ "):
        versions.check("node-7", {**ours, "numpy": "1.0"}, ours)


def test_engines_that_use_a_gpu_get_one_where_there_is_one_or_the_part_that_the_settings_say() -> None:
    nothing = resources.read({})
    assert resources.share(nothing, "face", "sadtalker", 8.0)[0].gpus == 1.0
    assert resources.share(nothing, "face", "sadtalker", 0.0)[0].gpus == 0.0
    assert resources.share(nothing, "face", "puppet", 8.0)[0].gpus == 0.0
    said = resources.read({"engines": {"sadtalker": {"gpus": 0.25, "most": 4}, "scene": {"cpus": 2}}})
    share, most = resources.share(said, "face", "sadtalker", 8.0)
    assert (share.options(), most) == ({"num_cpus": 1.0, "num_gpus": 0.25}, 4)
    assert resources.share(said, "scene", "", 8.0)[0].cpus == 2


SIZES = st.builds(
    Size,
    waiting=st.integers(0, 2000),
    held=st.integers(0, 200),
    busy=st.integers(0, 100),
    idle=st.integers(0, 100),
    starting=st.integers(0, 100),
    most=st.integers(1, 200),
)


@given(SIZES)
def test_a_pool_starts_no_more_than_it_has_work_for_and_gives_up_what_it_does_not_need(size: Size) -> None:
    change = sizing.missing(size)
    after = size.busy + size.idle + size.starting + change
    if change > 0:
        assert after <= min(size.waiting + size.held, size.most)
        assert size.starting + change <= sizing.AT_ONCE
    assert size.starting + change >= 0
    if size.waiting + size.held <= size.busy + size.idle:
        assert size.starting + change == 0


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_what_only_one_look_has_seen_changes_nothing(now: int, before: int) -> None:
    change = sizing.lasting(now, before)
    assert abs(change) <= min(abs(now), abs(before))
    assert change == 0 or (change > 0) == (now > 0) == (before > 0)
    assert sizing.lasting(now, now) == now


@given(SIZES, st.floats(0, 1000), st.integers(0, 100), st.booleans())
def test_actors_go_when_they_rest_or_others_need_room_and_never_while_only_they_have_work(
    size: Size, rested: float, done: int, others_stuck: bool
) -> None:
    if size.waiting:
        assert not sizing.lets_go(size, rested, others_stuck, others_starve=True)
        assert not sizing.makes_room(size, done, others_starve=False)
    else:
        assert sizing.lets_go(size, rested, others_stuck, others_starve=True)
        enough = sizing.YIELD if others_stuck else sizing.REST
        assert sizing.lets_go(size, rested, others_stuck, others_starve=False) == (rested >= enough)
    assert sizing.makes_room(size, sizing.TENURE, others_starve=True)
