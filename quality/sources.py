"""How texts as people have them are read: `python -m quality.sources`. Tables by kind; `--wrong` shows what differs.

Each case is a small text of a kind (a PDF's text layer, Markdown, subtitles, ...) and what a person says who reads it
aloud. Compared as quality.reading compares. Ends with 1 when fewer than 95 % are read so.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import defaultdict
from pathlib import Path

from quality.reading import heard
from quality.report import kept
from videolecture.text import split_lecture

HERE = Path(__file__).parent
BAR = 0.95


def said(text: str, language: str) -> str:
    """Everything that is spoken of a lecture."""
    slides = split_lecture(text, language)
    return " ".join(fragment.spoken for slide in slides for fragment in slide.fragments)


def read(language: str, show: bool) -> tuple[int, int]:
    """Print one language's table; how many cases are read right, and of how many."""
    cases = tomllib.loads((HERE / f"sources_{language}.toml").read_text(encoding="utf-8"))["case"]
    found: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        spoken = heard(said(case["text"], language))
        right = spoken in {heard(form) for form in case["spoken"]}
        for group in (case["kind"], f"set {case['set']}"):
            found[group].append(right)
        if show and not right:
            print(f"{case['text']}\n    read      {spoken}\n    accepted  {heard(case['spoken'][0])}")
    print(f"\n| sources_{language}.toml | right | of |\n|---|---|---|")
    for group, marks in sorted(found.items()):
        print(f"| {group} | {sum(marks)} | {len(marks)} |")
    total = [mark for group, marks in found.items() if group.startswith("set ") for mark in marks]
    print(f"| **all** | **{sum(total)}** | {len(total)} |")
    return sum(total), len(total)


def main() -> int:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="show each text that is read otherwise")
    parser.add_argument("--write", type=Path, help="keep the tables in this file")
    given = parser.parse_args()
    with kept(given.write, "How texts as people have them are read: `python -m quality.sources`"):
        right, of = (sum(pair) for pair in zip(read("ru", given.wrong), read("en", given.wrong), strict=True))
    return 0 if right >= BAR * of else 1


if __name__ == "__main__":
    raise SystemExit(main())
