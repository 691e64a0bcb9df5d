"""Every message has a code, its Russian, and the same parameters in both languages: read off the source."""

from __future__ import annotations

import ast
import copy
import json
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import ValidationError

import videolecture
from videolecture import errors, messages
from videolecture.errors import InputError, OutputError, Term, VideolectureError, reason
from videolecture.web.faults import fault
from videolecture.web.messages import TEXTS
from videolecture.web.v1.models import LectureWish

ROOT = Path(videolecture.__file__).parent
DYNAMIC = ("system-", "field-", "deck-other-")  # made of what others say; each is held by a test of its own
MADE_AGAIN = {
    "errors.py",
    "messages/__init__.py",
    "web/faults.py",
    "deck/types.py",
}  # where messages are made of messages


@dataclass(frozen=True)
class Site:
    """A place in the source where a message is made."""

    place: str
    code: str
    texts: tuple[str, ...]  # what, and the remedy where there is one
    parameters: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """The parameters that its English names."""
        return frozenset(name for text in self.texts for name in fields(text))


def fields(text: str) -> set[str]:
    """The names in a format string: {cause.what} names cause."""
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def kinds(trees: Mapping[str, ast.Module]) -> set[str]:
    """The names of all classes of errors, and Term."""
    found, before = {"VideolectureError"}, 0
    while len(found) > before:
        before = len(found)
        for tree in trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and {getattr(base, "id", "") for base in node.bases} & found:
                    found.add(node.name)
    return found | {"Term"}


TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
KINDS = kinds(TREES)


def is_message(call: ast.Call) -> bool:
    """Whether a call makes a message: of a class by name, or of the class that another message has."""
    if isinstance(call.func, ast.Call):
        return getattr(call.func.func, "id", "") == "type" and any(key.arg == "code" for key in call.keywords)
    return getattr(call.func, "id", getattr(call.func, "attr", "")) in KINDS


def sites() -> Iterator[tuple[str, ast.Call]]:
    for file, tree in TREES.items():
        if file not in MADE_AGAIN:
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and is_message(node) and (node.args or node.keywords):
                    if not any(isinstance(key.value, ast.JoinedStr) for key in node.keywords if key.arg == "code"):
                        yield f"{file}:{node.lineno}", node
                    else:
                        assert file == "deck/reading.py", file  # a code for each suffix: tests/deck/test_messages.py


def text_of(argument: ast.expr, place: str) -> str:
    """A sentence that stands where it is raised, or in a constant of its module. Fails for one made of pieces."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    assert isinstance(argument, ast.Name), f"{place}: a sentence made of pieces cannot be translated"
    module = place.partition(":")[0].removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    constant = getattr(import_module(f"videolecture.{module}"), argument.id, None)
    assert isinstance(constant, str), f"{place}: {argument.id} is no constant of the module"
    return constant


def site(place: str, call: ast.Call) -> Site:
    named = {key.arg: key.value for key in call.keywords}
    code = named.pop("code", None)
    assert isinstance(code, ast.Constant) and isinstance(code.value, str), f"{place}: no code"
    assert None not in named, f"{place}: parameters are named one by one"
    texts = tuple(text_of(argument, place) for argument in call.args)
    return Site(place, code.value, texts, frozenset(str(name) for name in named))


ALL = [site(place, call) for place, call in sites()]


def test_there_are_messages_and_every_code_stands_at_one_place() -> None:
    assert len(ALL) > 200
    twice = {code for code, count in Counter(one.code for one in ALL).items() if count > 1}
    assert not twice, sorted(one.place for one in ALL if one.code in twice)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_a_message_is_russian_too_over_the_same_parameters(one: Site) -> None:
    assert one.named == one.parameters, one.place
    russian = messages.russian().get(one.code)
    assert russian, f"{one.place}: ru.toml has no [{one.code}]"
    assert [bool(russian.get(part)) for part in ("what", "remedy")] == [bool(t) for t in (*one.texts, "")[:2]], (
        one.place
    )
    assert {name for text in russian.values() for name in fields(text)} == one.parameters, one.place


def test_the_russian_of_nothing_is_left_over() -> None:
    notices = {
        node.args[0].value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Notice"
        and isinstance(node.args[0], ast.Constant)
    }
    known = {one.code for one in ALL} | notices | {"cancelled", "deck-sound", "deck-narration"}
    assert {code for code in messages.russian() if code not in known and not code.startswith(DYNAMIC)} == set()


WARNINGS = {"warnings", "problems", "notes", "unsaid", "reported"}


def warnings_made() -> Iterator[tuple[str, ast.expr]]:
    """What is made a warning, or is put among warnings, with its place."""
    for file, tree in TREES.items():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        given = [key.value for call in calls for key in call.keywords if key.arg in WARNINGS]
        names = WARNINGS | {value.id for value in given if isinstance(value, ast.Name)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                made = [key.value for key in node.keywords if key.arg in WARNINGS]
                of_list = isinstance(node.func, ast.Attribute) and node.func.attr == "append"
                if of_list and named(node.func) & names:
                    made += node.args
            elif isinstance(node, ast.AugAssign):
                made = [node.value] if named(node.target) & names else []
            elif isinstance(node, ast.Assign):
                made = [node.value] if any(named(target) & names for target in node.targets) else []
            else:
                continue
            yield from ((f"{file}:{one.lineno}", one) for one in made)


def named(node: ast.AST) -> set[str]:
    """The names in `notes`, `self.notes`, `notes.append`."""
    return {getattr(part, "id", getattr(part, "attr", "")).strip("_") for part in ast.walk(node)}


def bare_sentences(node: ast.AST) -> Iterator[ast.AST]:
    """Sentences in an expression that no message is made of."""
    if isinstance(node, ast.Call) and (is_message(node) or getattr(node.func, "id", "") in ("Notice", "cast")):
        return
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value).strip()):
        yield node
        return
    for part in ast.iter_child_nodes(node):
        yield from bare_sentences(part)


def test_a_warning_is_a_message_with_a_code_as_an_error_is() -> None:
    made = list(warnings_made())
    assert len(made) > 20
    # In the manifest each problem begins with its fragment's number.
    elsewhere = [(place, one) for place, one in made if not place.startswith("rendering/description.py")]
    bare = {place for place, one in elsewhere if any(bare_sentences(one))}
    assert not bare


def test_no_message_becomes_plain_text_where_it_is_made() -> None:
    """Its code would be lost, and with it the Russian."""
    calls = [(file, node) for file, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    lost = [
        f"{file}:{node.lineno}"
        for file, node in calls
        for given in node.args
        if getattr(node.func, "id", "") == "str" and isinstance(given, ast.Call)
        if is_message(given) or getattr(given.func, "id", "") == "Notice"
    ]
    assert not lost


def test_only_the_event_itself_decides_what_a_warning_says() -> None:
    calls = [(file, node) for file, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    direct = [f"{file}:{node.lineno}" for file, node in calls if getattr(node.func, "attr", "") == "Warned"]
    assert not direct, "Warned.of keeps the code"


def test_a_warning_inside_a_warning_is_told_in_the_same_language() -> None:
    inner = Term("«{mark}» names no film and is left out; write [clip:demo.mp4].", code="mark-no-film", mark="[clip:]")
    outer = Term("Slide {slide}: {warning}", code="slide-warning", slide=3, warning=inner)
    assert outer == "Slide 3: «[clip:]» names no film and is left out; write [clip:demo.mp4]."
    back = messages.from_data(json.loads(json.dumps(messages.as_data(outer))))
    assert (back, messages.tell(back, "ru")) == (outer, messages.tell(outer, "ru"))
    assert messages.tell(outer, "ru").what.startswith("Слайд 3: Пометка «[clip:]» не называет фильма")


def test_a_copied_warning_keeps_its_code() -> None:
    warning = Term("by signal {number}", code="by-signal", number=9)
    again = copy.deepcopy(warning)
    assert (again, again.code, again.parameters) == (warning, "by-signal", {"number": 9})


def test_what_the_system_says_is_russian_too() -> None:
    assert {f"system-{name.lower()}" for name in errors.SYSTEM} <= set(messages.russian())
    refused = OutputError(
        "«{path}»: {reason}.", code="not-written", path="x", reason=reason(PermissionError(13, "No."))
    )
    assert messages.tell(refused, "ru").what == "«x» нельзя записать: нет прав."


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '{"consent": {}}',
        '{"nonsense": 1}',
        '{"size": "big"}',
        '{"size": 1.5}',
        '{"size": null, "still": "perhaps"}',
        '{"expressiveness": "lively"}',
        '{"language": 3}',
        '{"slides": 3}',
        '{"slides": [true, "a"]}',
        '{"text": ""}',
        '{"consent": {"face": 2, "voice": true, "stated_by": ""}}',
        '{"consent": 3}',
        '{"webhook": {"url": "ftp://somewhere", "secret": "short", "language": "fr"}}',
        '{"webhook": {"url": "x", "secret": "%s"}}' % ("s" * 300),
    ],
)
def test_whatever_pydantic_finds_wrong_is_said_in_russian(body: str) -> None:
    with pytest.raises(ValidationError) as refused:
        LectureWish.model_validate_json(body)
    for details in refused.value.errors(include_input=False, include_url=False):
        term = fault(details)
        assert term.code != "field-unusable", details["type"]
        assert messages.tell(term, "en").what == details["msg"]
        assert set("аеио") & set(messages.tell(term, "ru").what)


def test_the_services_own_texts_have_the_same_parameters_in_both_languages() -> None:
    for code, (russian, english) in TEXTS.items():
        assert fields(russian) == fields(english), code


def nested() -> VideolectureError:
    inner = errors.EngineError("It {how}.", "Again.", code="a", how=Term("waited", code="worker-waited"))
    return InputError("«{text}»: {cause.what}", "{cause.remedy}", code="in-text", text=Path("x"), cause=inner)


def test_messages_inside_messages_are_told_in_the_same_language() -> None:
    inner = errors.EngineError("{warning}", "Reword.", code="text-unsaid", warning=Term("waited", code="worker-waited"))
    outer = InputError("«{text}»: {cause.what}", "{cause.remedy}", code="in-text", text="x", cause=inner)
    assert str(messages.tell(outer, "en")) == "«x»: waited Reword."
    assert messages.tell(outer, "ru").what == "«x»: ждал"
    assert "[say:" in messages.tell(outer, "ru").remedy


def test_a_message_is_the_same_after_it_was_kept() -> None:
    back = messages.found(messages.kept(nested()))
    assert (type(back), str(back)) == (InputError, str(nested()))
    assert json.loads(messages.kept(back)) == json.loads(messages.kept(nested()))


def test_a_sentence_from_before_there_were_codes_is_told_as_it_is() -> None:
    old = messages.found("Nobody foresaw this.", "Ask.")
    assert messages.tell(old, "ru") == ("Nobody foresaw this.", "Ask.")


def test_names_in_a_message_can_be_exchanged_wherever_they_stand() -> None:
    other = nested().renamed(lambda text: "lecture.txt" if text == "x" else text)
    assert other.what == "«lecture.txt»: It waited."
