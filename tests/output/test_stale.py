"""A lecture that became shorter takes its own old files away, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.output.stale import Leftovers, remove_leftovers, remove_outdated

OURS = (
    "audio_fragments/audio_fragment_1_4.wav",
    "audio_fragments/audio_fragment_1_12.wav",
    "video_fragments/video_fragment_1_4_1.mp4",
    "combined/slide_1_3.mp4",
)
KEPT = (
    "audio_fragments/audio_fragment_1_1.wav",
    "audio_fragments/audio_fragment_11_4.wav",  # of another lecture
    "audio_fragments/audio_fragment_1_4.mp3",
    "audio_fragments/audio_fragment_1_04.wav",
    "audio_fragments/audio_fragment_1_0.wav",
    "video_fragments/video_fragment_1_1_1.mp4",
    "video_fragments/video_fragment_1_4_2.mp4",
    "video_fragments/my_video_fragment_1_4_1.mp4",
    "combined/slide_1_1.mp4",
    "combined/slide_1_3_cut.mp4",
    "combined/slide_1_3.mp4.bak",
    "combined/notes.txt",
    "final/lecture_1.mp4",
    "slide_1_3.mp4",
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for name in (*OURS, *KEPT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_only_our_files_of_numbers_that_are_gone_are_removed(out: Path) -> None:
    assert remove_leftovers(out, 1, {1, 2}, {1}) == Leftovers((4, 12), (3,))
    assert names(out) == set(KEPT)
    assert not remove_leftovers(out, 1, {1, 2}, {1})


def test_a_folder_of_such_a_name_is_not_ours(out: Path) -> None:
    (out / "combined" / "slide_1_9.mp4").mkdir()
    remove_leftovers(out, 1, {1}, {1})
    assert (out / "combined" / "slide_1_9.mp4").is_dir()


def test_where_nothing_was_rendered_nothing_is_removed(tmp_path: Path) -> None:
    assert not remove_leftovers(tmp_path / "none", 1, (), ())


def test_what_will_be_made_anew_goes_and_the_other_slides_and_files_stay(out: Path) -> None:
    for name in ("lecture_1.json", "lecture_1.srt", "lecture_1.vtt", "lecture_1.pptx", "lecture_10.mp4"):
        (out / "final" / name).touch()
    remove_outdated(out, 1, [3])
    assert sorted(path.name for path in (out / "final").iterdir()) == ["lecture_1.pptx", "lecture_10.mp4"]
    assert (out / "combined" / "slide_1_1.mp4").exists() and not (out / "combined" / "slide_1_3.mp4").exists()
