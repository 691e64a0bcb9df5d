"""What the documents promise is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from videolecture import registry
from videolecture.types import EngineInfo

ROOT = Path(__file__).parents[1]
ENGINES = (*registry.infos("speech"), *registry.infos("face"))
YES_NO = {"README.md": {True: "yes", False: "no"}, "README.ru.md": {True: "да", False: "нет"}}
ANY = {"README.md": "any", "README.ru.md": "любые"}


@pytest.mark.parametrize("document", YES_NO)
@pytest.mark.parametrize("engine", ENGINES, ids=lambda info: info.name)
def test_the_licence_table_says_what_the_engine_says(document: str, engine: EngineInfo) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    row = re.search(rf"^\| `{engine.name}` \|(.*)\|$", text, re.MULTILINE)
    assert row, f"{document} has no row for {engine.name}"
    _, code, weights, commercial, languages = (cell.strip() for cell in row[1].split("|"))
    assert code == engine.licence_code
    assert weights == engine.licence_weights
    assert commercial == YES_NO[document][engine.commercial]
    assert languages == (", ".join(engine.languages) or ANY[document])


def test_the_page_of_engines_says_what_the_command_says() -> None:
    from videolecture.cli.engines import document

    assert (ROOT / "docs" / "engines.md").read_text("utf-8") == document(), (
        "videolecture engines --markdown > docs/engines.md"
    )


@pytest.mark.parametrize("document", [*YES_NO, "ARCHITECTURE.md", "CHANGELOG.md", *map(str, Path("docs").glob("*.md"))])
def test_links_to_files_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{document} links to {target}"


@pytest.mark.parametrize("document", YES_NO)
def test_commands_in_the_readme_exist(document: str) -> None:
    from videolecture.cli import parser

    known = parser().format_help()
    for command in re.findall(r"^ +(?:\S*/)?videolecture (\w+)", (ROOT / document).read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^ +{command}(?: |$)", known, re.MULTILINE), f"{document} names «videolecture {command}»"
