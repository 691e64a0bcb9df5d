from pathlib import Path

import pytest

from videolecture.errors import InputError
from videolecture.text import read
from videolecture.text.decode import decode

RUSSIAN = "Здравствуйте! Сегодня — лекция о «нейронных сетях» и ёлках."


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with byte order mark"),
        ("cp1251", "Windows-1251"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encodings_are_detected_and_said(tmp_path: Path, codec: str, said: str) -> None:
    path = tmp_path / "lecture.txt"
    path.write_bytes(RUSSIAN.encode(codec))
    found = read(path)
    assert (found.text, found.encoding) == (RUSSIAN, said)
    assert bool(found.warnings) == (codec == "cp1251")


def test_ascii_is_utf8() -> None:
    assert decode(b"Hello.\r\nWorld.", "a.txt").text == "Hello.\nWorld."


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        bytes(range(256)) * 8,
        b"\xff\xfb\x90\x64" * 500,
        b"RIFF\x24\x08\x00\x00WAVEfmt ",
    ],
)
def test_a_binary_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError, match=r"song.bin.* not a text file"):
        decode(data, "song.bin")


@pytest.mark.parametrize("codec", ["koi8-r", "cp866"])
def test_other_russian_encodings_are_refused_with_a_remedy(codec: str) -> None:
    with pytest.raises(InputError, match=r"Save it as UTF-8"):
        decode(RUSSIAN.encode(codec, "ignore"), "old.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf\n"])
def test_an_empty_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError, match=r"«a.txt» is empty"):
        decode(data, "a.txt")


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no.txt» does not exist"):
        read(tmp_path / "no.txt")
    with pytest.raises(InputError, match=r"is a folder"):
        read(tmp_path)
