from __future__ import annotations

import re

import pytest

from videolecture.errors import InputError
from videolecture.weights import WEIGHTS, find, megabytes, names
from videolecture.weights.types import Archive, Packaged, Url


def test_names_are_unique_and_files_do_not_share_a_place() -> None:
    assert len(set(names())) == len(names())
    single = [weights.files[0].name for weights in WEIGHTS if len(weights.files) == 1]
    assert len(set(single)) == len(single)


@pytest.mark.parametrize("weights", WEIGHTS, ids=lambda weights: weights.name)
def test_every_file_is_pinned_and_has_a_source(weights) -> None:  # type: ignore[no-untyped-def]
    assert weights.licence
    for file in weights.files:
        assert file.size > 0
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert file.sources
        for source in file.sources:
            if isinstance(source, Packaged):
                assert all(re.fullmatch(r"[0-9a-f]{64}", part.archive.sha256) for part in source.parts)
            else:
                assert source.address.startswith("https://")


@pytest.mark.parametrize("weights", WEIGHTS, ids=lambda weights: weights.name)
def test_the_publisher_is_asked_before_a_package(weights) -> None:  # type: ignore[no-untyped-def]
    for file in weights.files:
        kinds = [isinstance(source, Url) for source in file.sources]
        assert kinds == sorted(kinds, reverse=True)


def test_a_project_is_pinned_once() -> None:
    archives: set[Archive] = {
        part.archive
        for weights in WEIGHTS
        for file in weights.files
        for source in file.sources
        if isinstance(source, Packaged)
        for part in source.parts
    }
    assert len({archive.project for archive in archives}) == len(archives)


def test_judges_are_not_among_what_engines_need() -> None:
    assert "whisper-base" in names("judge")
    assert not set(names("judge")) & set(names("engine"))


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="silero-ru"):
        find("silero-xx")


def test_sizes_are_told_in_decimal_megabytes() -> None:
    assert megabytes(40_107_184) == "40 MB"
    assert megabytes(229_714) == "0.2 MB"
