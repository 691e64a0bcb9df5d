"""The reader against cases written by someone who had not seen it: quality/reading_*.toml, unseen_*.toml."""

import re
import tomllib
from pathlib import Path

import pytest

from videolecture.text.speaking import speak

QUALITY = Path(__file__).parents[2] / "quality"
BARS = {"ru": 0.97, "en": 0.98}


def heard(text: str) -> str:
    """What a listener hears of a text: no case, no punctuation, no stress marks, е for ё."""
    text = text.lower().replace("ё", "е").replace("\u0301", "").replace("+", "")
    return " ".join(re.sub(r"[^\w]+", " ", text.replace("'", "")).split())


@pytest.mark.parametrize("language", BARS)
@pytest.mark.parametrize("kind", ["reading", "unseen", "reading_short"])
def test_reading_cases_are_read_as_accepted(language: str, kind: str) -> None:
    cases = tomllib.loads((QUALITY / f"{kind}_{language}.toml").read_text(encoding="utf-8"))["case"]
    wrong = []
    for case in cases:
        said = heard(speak(case["written"], language).sentence.spoken)
        if said not in {heard(form) for form in case["spoken"]}:
            wrong.append(f"{case['topic']}: {case['written']} -> {said} (accepted: {case['spoken']})")
    assert 1 - len(wrong) / len(cases) >= BARS[language], "\n".join(wrong)
