from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from videolecture.errors import InputError
from videolecture.text import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(path: Path, *paragraphs: str) -> Path:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(str(path))
    return path


def test_a_word_document_is_its_paragraphs(tmp_path: Path) -> None:
    lecture = read(document(tmp_path / "a.docx", "Первый слайд.", "_;", "Второй.\nС новой строки."))
    assert lecture.text == "Первый слайд.\n_;\nВторой.\nС новой строки."
    assert lecture.encoding == "Word"


def test_tables_and_inserted_words_are_read_and_deleted_ones_are_not(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = "cell"
    paragraph = made.add_paragraph("kept ")
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>new</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:t>old</w:t></w:r></w:del>"))
    made.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == "cell\nkept new"


@pytest.mark.parametrize("length", [60, 2000])
def test_a_document_cut_short_is_told(tmp_path: Path, length: int) -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    (tmp_path / "a.docx").write_bytes(stream.getvalue()[:-length])
    with pytest.raises(InputError, match=r"a\.docx"):
        read(tmp_path / "a.docx")
