"""The cache gives back what was put in, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.storage.cache import Cache, digest, publish


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def put(cache: Cache, key: str, content: bytes) -> Path:
    staged = cache.stage("clip")
    (staged / "clip.mp4").write_bytes(content)
    return cache.keep("clip", key, staged)


def test_an_entry_is_found_under_its_kind_and_key_only(cache: Cache) -> None:
    entry = put(cache, "ab12", b"bytes")
    assert cache.find("clip", "ab12") == entry
    assert cache.find("clip", "ab13") is None
    assert cache.find("speech", "ab12") is None


@pytest.mark.parametrize("damage", ["truncated", "altered", "removed", "contents lost", "contents altered"])
def test_a_damaged_entry_is_noticed_and_can_be_made_again(cache: Cache, damage: str) -> None:
    entry = put(cache, "ab12", b"bytes")
    match damage:
        case "truncated":
            (entry / "clip.mp4").write_bytes(b"byte")
        case "altered":
            (entry / "clip.mp4").write_bytes(b"bytez")
        case "removed":
            (entry / "clip.mp4").unlink()
        case "contents lost":
            (entry / "contents.json").unlink()
        case "contents altered":
            (entry / "contents.json").write_text('["clip.mp4"]')
    assert cache.find("clip", "ab12") is None
    assert cache.find("clip", "ab12") is None
    assert (put(cache, "ab12", b"bytes") / "clip.mp4").read_bytes() == b"bytes"
    assert cache.find("clip", "ab12") is not None


def test_of_two_that_make_the_same_entry_the_first_stands(cache: Cache) -> None:
    first = put(cache, "ab12", b"one")
    put(cache, "ab12", b"two")
    assert (first / "clip.mp4").read_bytes() == b"one"
    assert cache.staged() == []


def test_a_dropped_folder_leaves_nothing(cache: Cache) -> None:
    staged = cache.stage("clip")
    (staged / "half").write_bytes(b"half")
    cache.drop(staged)
    assert cache.staged() == []


def test_publish_puts_a_copy_in_place_once(tmp_path: Path) -> None:
    source, target = tmp_path / "a.mp4", tmp_path / "out" / "b.mp4"
    source.write_bytes(b"bytes")
    assert publish(source, target)
    assert target.read_bytes() == b"bytes"
    assert not publish(source, target)
    target.write_bytes(b"other")
    assert publish(source, target)
    assert sorted(path.name for path in target.parent.iterdir()) == ["b.mp4"]
    target.write_bytes(b"edited")
    assert source.read_bytes() == b"bytes"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values))
def test_a_digest_does_not_depend_on_the_order_of_keys(values: dict[str, object]) -> None:
    assert digest(values) == digest(dict(reversed(values.items())))


@given(st.text(min_size=1), st.text())
def test_where_one_part_ends_matters(one: str, other: str) -> None:
    assert digest(one, other) != digest(one + other)
    assert digest([one], other) != digest(one, [other])


def test_sweeping_removes_what_the_dead_began_and_nothing_of_the_living(cache: Cache) -> None:
    mine = cache.stage("clip")
    theirs = Cache(cache.root).stage("clip")
    code = (
        "import os, pathlib, sys; from videolecture.storage.cache import Cache\n"
        "staged = Cache(pathlib.Path(sys.argv[1])).stage('clip'); (staged / 'half').touch(); os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(cache.root)], check=False).returncode == 9
    assert len(cache.staged()) == 3
    cache.sweep()
    assert set(cache.staged()) == {mine, theirs}


def test_who_stages_first_removes_what_the_dead_began(cache: Cache) -> None:
    dead = cache.root / "staging" / "4711-dead"
    (dead / "clip-half").mkdir(parents=True)
    assert cache.staged() == [dead / "clip-half"]
    mine = cache.stage("clip")
    assert cache.staged() == [mine]


def test_looking_at_an_entry_makes_it_the_last_used(cache: Cache) -> None:
    entry = put(cache, "ab12", b"bytes")
    os.utime(entry / "contents.json", (0, 0))
    cache.find("clip", "ab12")
    assert (entry / "contents.json").stat().st_mtime > 1e9
