"""`videolecture take`: other takes of one sentence, to be heard; the best is chosen."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from videolecture.cli import lecture
from videolecture.cli.progress import bar
from videolecture.errors import InputError
from videolecture.execute import new_executor
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.rendering import takes
from videolecture.rendering.decks import open_deck
from videolecture.rendering.hearing import hear
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.recordings import open_recordings
from videolecture.settings import Settings
from videolecture.storage.cache import Cache
from videolecture.types import Sentence

NAME = "take"
HELP = "Hear other takes of one sentence (--fragment 7 --sentence 2), and choose one (--choose 3)."
COUNT = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    lecture.add_inputs(parser)
    parser.add_argument("--fragment", type=int, required=True, metavar="N", help="videolecture text shows the numbers")
    parser.add_argument("--sentence", type=int, default=1, metavar="N", help="of the fragment, from 1 (1)")
    parser.add_argument("--count", type=int, default=COUNT, metavar="N", help=f"how many takes are spoken ({COUNT})")
    parser.add_argument("--choose", type=int, metavar="N", help="keep this take for the lecture; 0: none")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Speak the takes, or keep the one that was chosen."""
    found = lecture.of(options)
    asked = lecture.request(found, options, settings)
    takes.check_chance(asked.speech, asked.speech_options)
    for number in (options.count, options.choose or 0):
        if not 0 <= number <= takes.MOST:
            raise InputError(
                "There is no take {number}.",
                "They are numbered from 1 to {most}.",
                code="take-number",
                number=number,
                most=takes.MOST,
            )
    workers = new_executor(settings.executor, settings.setup())
    cache = Cache(cache_folder(home_folder()))
    try:
        opened = open_deck(asked, workers, cache, lambda _: None)
        planned = plan(asked, opened=opened, recordings=open_recordings(asked, workers, cache, lambda _: None))
        sentence = _sentence(planned, options.fragment, options.sentence)
        if options.choose is not None:
            _choose(planned, found.path.parent if found else None, options)
            return 0
        print(sentence.text)
        for number in range(1, options.count + 1):
            target = asked.out / "takes" / f"take_{asked.id}_{options.fragment}_{options.sentence}_{number}.wav"
            with bar(f"Take {number}") as report:
                heard = hear(
                    (sentence,),
                    cast(Path, planned.request.voice),
                    target,
                    engine=asked.speech,
                    language=planned.request.language,
                    options=asked.speech_options,
                    cache=cache,
                    workers=workers,
                    checked=asked.checked,
                    seed=takes.seed_of(number),
                    report=report,
                )
            print(f"{number}: {target} ({heard.duration:.1f} s)")
            for problem in heard.problems:
                print(f"  Note: {problem}.")
    finally:
        workers.close()
    print("Hear them, then choose one: the same command with --choose N.")
    return 0


def _sentence(planned: Plan, fragment: int, number: int) -> Sentence:
    """The sentence that is meant. Raises InputError where there is none that an engine speaks."""
    own = next((one for one in planned.fragments if one.fragment.number == fragment), None)
    if own is None or not 1 <= number <= len(own.fragment.sentences):
        raise InputError(
            "There is no sentence {sentence} in a fragment {fragment}.",
            "videolecture text shows the fragments; sentences are counted from 1.",
            code="take-sentence",
            sentence=number,
            fragment=fragment,
        )
    if own.recorded is not None:
        raise takes.recorded(fragment)
    return own.fragment.sentences[number - 1]


def _choose(planned: Plan, folder: Path | None, options: argparse.Namespace) -> None:
    """Keep the choice beside the lecture file, or where --takes says."""
    path = planned.request.takes or (folder / takes.NAME if folder else None)
    if path is None:
        raise InputError(
            "Nobody said where the chosen take is to be kept.",
            "Name a file, and give it to render as well: --takes {name}.",
            code="take-no-file",
            name=takes.NAME,
        )
    slide, sentence, place = takes.places(planned.slides)[options.fragment, options.sentence - 1]
    choice = takes.ChosenTake(slide, sentence, options.choose, place)
    takes.write(path, takes.chosen(takes.read(path) if path.exists() else (), choice))
    print(f"{path}: take {options.choose} of «{sentence}»" if options.choose else f"{path}: no choice for «{sentence}»")
