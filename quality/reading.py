"""How well texts are read: `python -m quality.reading`. Tables by topic; `--wrong` shows each case read otherwise.

Compares as quality/README.md says. Ends with 1 when a bar is missed: 97 % Russian, 98 % English, and the stress of
homographs and rare words better than silero-stress alone (that needs the weights «silero-stress»).
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import defaultdict
from pathlib import Path

from quality.report import kept
from videolecture.text.markup import engine_stress
from videolecture.text.ru.stress import Stresser
from videolecture.text.speaking import speak

HERE = Path(__file__).parent
BARS = {"ru": 0.97, "en": 0.98}
VOWELS = "аеёиоуыэюя"


def heard(text: str) -> str:
    """What a listener hears: no case, no punctuation, no stress marks, е for ё."""
    text = re.sub(r"[\u0301+']", "", text.lower().replace("ё", "е"))
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def reading(language: str, show: bool, kind: str = "reading") -> bool:
    """Print the table of one file of a language's reading cases; whether its bar is reached."""
    cases = tomllib.loads((HERE / f"{kind}_{language}.toml").read_text(encoding="utf-8"))["case"]
    topics: dict[str, list[bool]] = defaultdict(list)
    sets: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        said = heard(speak(case["written"], language).sentence.spoken)
        right = said in {heard(form) for form in case["spoken"]}
        topics[case["topic"]].append(right)
        if "set" in case:
            sets[f"set {case['set']}"].append(right)
        if show and not right:
            print(f"{case['written']}\n    read      {said}\n    accepted  {' | '.join(case['spoken'])}")
    total = [right for found in topics.values() for right in found]
    print(f"\n| {kind}_{language}.toml | right | of |\n|---|---|---|")
    for topic, found in [*sorted(topics.items()), *sorted(sets.items())]:
        print(f"| {topic} | {sum(found)} | {len(found)} |")
    print(f"| **all** | **{sum(total)}** ({sum(total) / len(total):.1%}, bar {BARS[language]:.0%}) | {len(total)} |")
    return sum(total) / len(total) >= BARS[language]


def stressed(word: str) -> tuple[str, int]:
    """A word's letters, and the index of its stressed vowel; 0 where there is one vowel only."""
    letters = word.replace("+", "")
    before = word.partition("+")[0] if "+" in word else word.partition("ё")[0]
    return letters, sum(c in VOWELS for c in before) if sum(c in VOWELS for c in letters) > 1 else 0


def is_right(wanted: str, accented: str) -> bool:
    """Whether the word of a case is stressed as wanted in the accented text."""
    plain = wanted.replace("+", "").replace("ё", "е")
    words = re.findall(r"[а-яё+]+", accented)
    return any(stressed(w) == stressed(wanted) for w in words if w.replace("+", "").replace("ё", "е") == plain)


def stress(show: bool, name: str) -> bool:
    """Print the table of one file of stress cases; whether it is better than the model alone."""
    cases = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    stresser = Stresser()
    kinds: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for case in cases:
        text, wanted = case["text"].lower(), case["stressed"].lower()
        ours = is_right(wanted, engine_stress(stresser(text)))
        kinds[case["kind"]].append((ours, is_right(wanted, stresser.model(text))))
        if show and not ours:
            print(f"{case['text']}\n    wanted  {wanted}\n    marked  {engine_stress(stresser(text))}")
    found = [pair for pairs in kinds.values() for pair in pairs]
    print(f"\n| {name}.toml | ours | silero-stress alone | of |\n|---|---|---|---|")
    for kind, pairs in [*sorted(kinds.items()), ("**all**", found)]:
        print(f"| {kind} | {sum(a for a, _ in pairs)} | {sum(b for _, b in pairs)} | {len(pairs)} |")
    return sum(a for a, _ in found) > sum(b for _, b in found)


def main() -> int:
    """All the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="show each case that is read otherwise")
    parser.add_argument("--write", type=Path, help="keep the tables in this file")
    given = parser.parse_args()
    with kept(given.write, "How well texts are read: `python -m quality.reading`"):
        tables = [(language, kind) for language in BARS for kind in ("reading", "unseen", "reading_short")]
        reached = [reading(language, given.wrong, kind) for language, kind in tables]
        reached += [stress(given.wrong, name) for name in ("stress_ru", "unseen_stress_ru")]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    raise SystemExit(main())
