"""Formulas in running text: where they begin and end, with dollars or without."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from videolecture.text.beside import left_of
from videolecture.text.formulas import Formula, Vocabulary
from videolecture.text.formulas_grouped import read_grouped
from videolecture.text.notation import GREEK_VARIANTS, SUBSCRIPTS, SUPERSCRIPTS, UNCOUNTED, commands, greek
from videolecture.text.tables import table

_TEX = re.compile(
    r"\$\$(?P<a>[^$]+)\$\$|(?<![\w$\\])\$(?P<b>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?!\d)|\\\((?P<c>.+?)\\\)|\\\[(?P<d>.+?)\\\]",
    re.DOTALL,
)
_SCRIPTS = "".join(SUPERSCRIPTS) + "".join(SUBSCRIPTS)
_LETTER = "A-Za-zΑ-Ωα-ωϕϑϵµ∆"
_GOES_ON = rf"(?![{_LETTER}]|[^\W{_SCRIPTS}])"  # «²» is a character of words to regular expressions
_NAMES = "lim|sin|cos|tg|ctg|tan|cot|log|ln|lg|exp|arcsin|arccos|arctg|arctan|max|min|mod"
_SETS = "ℝℕℤℚℂ∅"
_CALL = rf"(?:[fghFGHPOφψ]['′″]{{0,2}}|(?:{_NAMES})[{_SCRIPTS}]*)\((?:[^()\n«»]|\([^()\n]*\)){{1,30}}\)"
_LEAD = rf"(?:(?:{_NAMES})[{_SCRIPTS}]*\s?|[∫∑∏][{_SCRIPTS}]*\s?)"  # what stands before the variable it works on
# What is multiplied without a sign: «πr²h», «f(x)dx», «x² dx».
_FACTOR = rf"(?:(?:(?<=[{_SCRIPTS}])[{_LETTER}]{{1,3}}|(?<=[\w){_SCRIPTS}])\s?d[xyztrφθ]){_GOES_ON}[{_SCRIPTS}]*)"
# «5 and *p»: no products of letters.
_NO_WORD = r"(?!(?i:and|or|if|is|of|the|for|not|but|to|are|was|has|can|use|see|let|int)\b)"
_ATOM = (
    rf"(?:[∀∃¬]?[-−+]?(?:[√∛∜]\s?)?\(?[-−]?(?:{_CALL}|\|(?=\S)[^|\n]{{1,20}}(?<=\S)\||{_LEAD}?(?:{_CALL}"
    rf"|(?:\d+(?:[.,]\d+)?|[½⅓⅔¼¾])(?:[{_LETTER}]{{1,3}}{_GOES_ON})?"
    rf"|{_NO_WORD}[{_LETTER}∂∇]{{1,3}}(?![{_LETTER}])|[∞{_SETS}]))(?:\([{_LETTER}\d]{{1,3}}\))?"
    rf"(?:[{_SCRIPTS}]+|_\{{?[A-Za-z\d]{{1,3}}\}}?|\^\{{?[-−]?[A-Za-z\d]{{1,3}}\}}?)*(?:['′!]|(?<=[A-Za-z])″)?{_FACTOR}*\)?"
    rf"(?:[{_SCRIPTS}]+|\^\{{?[-−]?[A-Za-z\d]{{1,3}}\}}?)?{_FACTOR}*)"
)
_STRONG = r"<=|>=|!=|->|[=+<>≤≥≠≈≡→⇒⇔∈∉∪∩⊂⊆∝±×·⋅÷*]"
_INLINE = re.compile(
    rf"(?<![\w.,@/\\$°%-]){_ATOM}(?:(?:\s*(?:{_STRONG}|[/−–-])\s*|(?<=\))(?=\()|(?<=\d/\d)\s(?=[{_LETTER}])|(?<=[½⅓⅔¼¾])\s(?=[{_LETTER}]{{1,3}}[{_SCRIPTS}])){_ATOM})*(?![\w°]|[.,]\d|\s?%)"
)
_TELLING = re.compile(
    rf"[√∛∜∫∑∏{_SCRIPTS}≤≥≠≈≡∈∉∪∩⊂⊆∝∞∂∇^]|[_](?=[\w{{])|[=<>]|^\|.+\||^(?!max\s|min\s)(?:{_NAMES})[\s(]|^{_CALL}$|(?<=[A-Za-zα-ω])\s*[→⇒⇔]|(?<=[\w)])\s*[+*·⋅÷×]\s*(?=[\w(√])|[Α-Ωα-ωϕϑϵ∆]"
)
_TRAIL = re.compile(r"(?<=[a-zа-яё]) > (?=[A-ZА-ЯЁ][a-zа-яё])")  # «Home > Science > Space»
_DASHED = re.compile(r"(?<=[=<>≤≥≈(])(\s?)–(?=[A-Za-zΑ-Ωα-ω√\d])")  # «t = –v/a»
# «x/3», «2/x»; letters alone, «a/b», only among Cyrillic ones: English has its "w/o" and "n/a".
_QUOTIENT = re.compile(r"\d+\s?/\s?[a-z]|[a-z]\s?/\s?\d+")
_OF_LETTERS = re.compile(r"[a-z]\s?/\s?[a-z]")
_END = rf"[-−+]?(?:[\d.]+(?:,\d+)?|[{_LETTER}∞]|\d?π|√\d+)(?:/\d)?"
_INTERVAL = rf"[\[(]\s?{_END}(?:;|,(?=\s))\s?{_END}\s?[\])]"
_MEMBER = re.compile(rf"(?<![\w.,@/\\$°%-]){_ATOM}\s*[∈∉]\s*{_INTERVAL}(?:\s*∪\s*{_INTERVAL}){{0,9}}")
_LIMIT = re.compile(r"\blim_?\{(?P<x>[a-z])\s?(?:→|->|\\to)\s?(?P<a>[-−+]?[\w∞]{1,6}[+-]?)\}\s?")
_DERIVED = re.compile(r"(?<![\w/])d/d(?P<by>[xyztr])(?![\w/])\s?")
_OF_ANGLE = re.compile(r"\b(sin|cos|tg|ctg|tan|cot)\s?(?:\((\d+(?:[.,]\d+)?\s?°)\)|(?=\d+(?:[.,]\d+)?\s?°))")
_WORDS = re.compile(r"(?<![A-Za-z\\_{])(?:[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z]|[a-z][a-z]e)(?![A-Za-z])")
_UNIT_BEFORE = re.compile(r"(?:\d|\b(?:thousand|million|billion|trillion|тыс\.|млн|млрд|трлн))\s?$")
_SIGNS_ALONE = re.compile(r"(?:(?<=[\s(])|^)(?P<sign><=|>=|!=|[≤≥≠≈<>=])\s?(?=[\d\w+−-])")


def read_formulas(text: str, vocabulary: Vocabulary) -> str:
    """The text with its formulas in words."""
    if "$" in text or "\\" in text:
        text = with_tex(text, lambda source: _said_of_tex(source, vocabulary))
    return text


def _said_of_tex(source: str, vocabulary: Vocabulary) -> str:
    """The formula in words; the number that it ends with does not count the noun after it: «$n/2$ рёбер»."""
    return Formula(source, vocabulary).say() + (UNCOUNTED if re.search(r"[/+*-]\s*\d+$", source) else "")


def with_tex(text: str, made: Callable[[str], str]) -> str:
    """The text with what is made of each of its formulas in TeX, `made(source)`."""
    return _TEX.sub(lambda match: _tex(match, made), text)


def _tex(match: re.Match[str], made: Callable[[str], str]) -> str:
    source = next(group for group in match.groups() if group is not None)
    if match.group("b") and re.match(r"\d[\d.,]*\s+[^\W\d_]{2,}", source):
        return match.group()  # «$5 and $10»: money
    return made(source)


def read_inline(text: str, vocabulary: Vocabulary) -> str:
    """The text with the formulas that stand in it without dollars in words."""
    if not re.search(
        rf"[=<>^_√∛∜{_SCRIPTS}≤≥≠≈≡∈∉∪∩⊂⊆∝∞∂∇+*·⋅÷×±½⅓⅔¼¾Α-Ωα-ωϕϑϵ∆→⇒⇔∀∃△∠⊥∥(\[]|\b(?:{_NAMES})\s|\b[a-z]\s?/|/\s?[a-z]\b",
        text,
    ):
        return text
    text = _TRAIL.sub(", ", text)
    text = _LIMIT.sub(lambda m: _limit(m, vocabulary), text)
    text = _DERIVED.sub(lambda m: _form(vocabulary, "derivative", x=vocabulary.variable(m.group("by"))) + " ", text)
    text = _DASHED.sub("\\1−", text)
    text = _OF_ANGLE.sub(lambda m: f"{table(vocabulary.table)['functions'][m.group(1)]} {m.group(2) or ''}", text)
    text = _MEMBER.sub(lambda m: Formula(m.group(), vocabulary).say(), text)
    text = _spans(vocabulary).sub(lambda m: f"{m.group('noun')} {Formula(m.group('span'), vocabulary).span()}", text)
    text = read_grouped(text, lambda formula: Formula(formula, vocabulary).say())
    text = _INLINE.sub(lambda m: _inline(m, vocabulary), text)
    words = table(vocabulary.table)
    text = _SIGNS_ALONE.sub(lambda m: _alone(m, words), text)
    text = re.sub(r"[Α-Ωα-ωϕϑϵ∆]", lambda m: _greek_name(m, words), text)
    if text.isascii():
        return text
    return "".join(f" {words['operators'][commands()[c]]} " if commands().get(c) in _ALONE else c for c in text)


def _limit(match: re.Match[str], vocabulary: Vocabulary) -> str:
    """«lim_{x→0} f(x)», as people type it who know TeX."""
    return Formula(rf"\lim_{{{match.group('x')} \to {match.group('a')}}}", vocabulary).say() + " "


def _form(vocabulary: Vocabulary, name: str, **parts: str) -> str:
    return str(table(vocabulary.table)["forms"][name]).format(**parts)


@cache
def _spans(vocabulary: Vocabulary) -> re.Pattern[str]:
    """«на отрезке [0; 1]», «the interval (0, 1)»."""
    return re.compile(
        rf"(?P<noun>\b(?:{table(vocabulary.table)['intervals']['nouns']}))\s+(?P<span>{_INTERVAL})", re.IGNORECASE
    )


# Signs that are words even where no formula stands around them.
_ALONE = frozenset(
    (
        "forall",
        "exists",
        "in",
        "notin",
        "subset",
        "cup",
        "cap",
        "perp",
        "parallel",
        "angle",
        "propto",
        "equiv",
        "triangle",
    )
)


def _alone(match: re.Match[str], words: dict[str, dict[str, str]]) -> str:
    """«patients > 80 kg»: greater than; «BP < 90» is less than."""
    said = _sign(match.group("sign"), words)
    subject = re.search(
        r"(?:(?<!\w)[A-ZΑ-Ωa-zα-ω]|[A-Z][A-Za-z]?[A-Z\d][A-Za-z\d]*|\b(?:bar|hat|tilde))\s?$", left_of(match)
    )
    return f"{said if subject else said.removeprefix('is ')} "


def _sign(sign: str, words: dict[str, dict[str, str]]) -> str:
    command = commands().get({"<=": "≤", ">=": "≥", "!=": "≠"}.get(sign, sign), sign)
    return words["operators"][command]


def _greek_name(match: re.Match[str], words: dict[str, dict[str, str]]) -> str:
    letter = GREEK_VARIANTS.get(match.group(), match.group())
    name = greek().get(letter)
    if name is None:
        return match.group()
    left = match.string[match.start() - 1 : match.start()]
    right = match.string[match.end() : match.end() + 1]
    return f"{' ' if left.isalnum() else ''}{words['greek'][name]}{' ' if right.isalnum() else ''}"


_KEPT = re.compile(r"\b(?:[Kk]eep|[Ff]or|[Ww]ith|of|[Aa]t|[Uu]ntil|[Aa]ny|every|some|[Cc]hoose|[Tt]ake|[Uu]se) $")


def _inline(match: re.Match[str], vocabulary: Vocabulary) -> str:
    source = match.group()
    if any(word not in _NAMES.split("|") for word in _WORDS.findall(source)):
        return source  # «age > 18»: no product of three letters
    quotient = _QUOTIENT.fullmatch(source) or (vocabulary.table == "formulas_ru" and _OF_LETTERS.fullmatch(source))
    if not (quotient or _TELLING.search(source)) or re.fullmatch(r"[-+−]?\d[\d.,]*", source):
        return source
    if re.fullmatch(r"[A-Za-zµμ]{1,3}[²³]?(?:[/·⋅][A-Za-z]{1,3}[²³]?)*", source) and _UNIT_BEFORE.search(
        left_of(match)
    ):
        return source  # «5 m²»: a unit
    if re.fullmatch(r"\d+\s?[×x]\s?\d+(?:\s?[×x]\s?\d+)?", source):
        return source  # «1920×1080»: a size, not a product
    if source[0] == "(" and source[-1] == ")" and "(" not in source[1:] and ")" not in source[:-1]:
        return f"({Formula(source[1:-1], vocabulary).say()})"  # the sentence's own brackets
    if source.count("(") != source.count(")"):
        # the sentence's own bracket was caught
        outside = source.endswith(")") and source.count(")") > source.count("(")
        if not outside:
            return source
        return Formula(source[:-1], vocabulary).say() + ")"
    said = Formula(source, vocabulary).say()
    if _KEPT.search(left_of(match)):
        said = re.sub(r" is (?=greater|less|approximately)", " ", said, count=1)
    right = match.string[match.end() : match.end() + 1]
    return said + (" " if right.isalpha() else "")
