"""The measurements of finished files see what is right and what is wrong."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from quality import media
from tests.compose.clips import make_clip, voice
from videolecture.compose.assemble import Part, Section, join_slide, lecture
from videolecture.compose.subtitles import Caption


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a render leaves it: two fragments, two slides."""
    folder = tmp_path_factory.mktemp("out")
    parts = []
    for number in (1, 2):
        clip, sound = make_clip(folder, str(number), 100 * number, 60, voice(60, number))
        (folder / "video_fragments").mkdir(exist_ok=True)
        (folder / "audio_fragments").mkdir(exist_ok=True)
        clip = clip.rename(folder / "video_fragments" / f"video_fragment_1_{number}_1.mp4")
        sound = sound.rename(folder / "audio_fragments" / f"audio_fragment_1_{number}.wav")
        parts.append(Part(clip, sound, (Caption(f"Предложение номер {number}.", 0.2, 2.2),)))
        join_slide(parts[-1:], folder / "combined" / f"slide_1_{number}.mp4")
    sections = [Section(f"{number}. Слайд", (part,)) for number, part in enumerate(parts, start=1)]
    lecture(sections, folder / "final" / "lecture_1.mp4", "ru", lambda *_: None)
    return folder


def bad(folder: Path) -> list[str]:
    findings = [*media.film(folder / "final" / "lecture_1.mp4"), *media.clips(folder)]
    return [finding.what for finding in findings if not finding.good]


def test_a_finished_lecture_is_as_wanted(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["media.py", str(out)])
    assert media.main() == 0
    printed = capsys.readouterr().out
    assert "BAD" not in printed and "slide_1_2.mp4" in printed and "LUFS" in printed


def test_a_folder_without_a_film_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["media.py", str(tmp_path)])
    assert media.main() == 1
    assert "No film" in capsys.readouterr().out


def test_faults_are_found(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(out, folder)
    shutil.copy(folder / "combined" / "slide_1_1.mp4", folder / "final" / "lecture_1.mp4")  # too quiet, no chapters
    (folder / "final" / "lecture_1.vtt").unlink()
    shutil.copy(
        folder / "audio_fragments" / "audio_fragment_1_1.wav", folder / "audio_fragments" / "audio_fragment_1_2.wav"
    )
    found = " ".join(bad(folder))
    for fault in ("loudness", "chapters with a name", "cues in .srt", "cues in .vtt"):
        assert fault in found


def test_a_damaged_film_is_heard_by_the_second_decoder(out: Path, tmp_path: Path) -> None:
    data = bytearray((out / "final" / "lecture_1.mp4").read_bytes())
    start = data.index(b"mdat") + 600
    data[start : start + 400] = bytes(400)
    (tmp_path / "lecture.mp4").write_bytes(data)
    assert not all(finding.good for finding in media.decoding(tmp_path / "lecture.mp4"))
