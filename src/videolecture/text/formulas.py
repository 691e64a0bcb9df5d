"""Formulas -> words, by one vocabulary for each language: TeX between dollars, and Unicode mathematics in the text.

Numbers stay digits: the language's own number rules read them in the case that the words around them ask for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from videolecture.text.formulas_parts import SILENT, TRANSPARENT, Parts
from videolecture.text.notation import GREEK_VARIANTS, UNCOUNTED, greek
from videolecture.text.tables import table

_CALLED = frozenset("fghFGHPOuvyφψΦΨ")  # a bracket after these holds what they are of


@dataclass(frozen=True)
class Vocabulary:
    """A language's words for formulas, and how it names a variable and an integer power."""

    table: str
    variable: Callable[[str], str]
    power: Callable[[str, int], str]
    reads_words: Callable[[str], str] = str  # for \text{...}


class Formula:
    """One formula being read, sign by sign."""

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self._parts = Parts(source)
        self._vocabulary = vocabulary
        self._words = table(vocabulary.table)
        self._conditional = False  # inside P(...), where a bar says «given»

    def say(self) -> str:
        """The whole formula in words."""
        return re.sub(r"\s+", " ", self._expression(())).replace(" ,", ",").strip()

    def _form(self, name: str, **parts: str) -> str:
        return str(self._words["forms"][name]).format(**parts)

    def _expression(self, ends: tuple[str, ...]) -> str:
        said: list[str] = []
        while self._parts.peek() and self._parts.peek() not in ends:
            said.append(self._term())
        return " ".join(filter(None, said))

    def _term(self) -> str:
        """An atom with what hangs on it: powers, indices, strokes, factorials."""
        sign = self._parts.peek()
        said = self._atom()
        while self._parts.peek() in ("^", "_", "'", "!", "\\prime"):
            mark = self._parts.next()
            if mark == "_":
                number = self._argument()
                uncounted = UNCOUNTED if number[-1:].isdigit() else ""  # «m₁m₂» are no metres
                said = self._form("index", x=said, n=number + uncounted)
            elif mark == "^":
                said = self._raised(said)
            elif mark == "!":
                said = self._form("factorial", x=said)
            elif self._parts.peek() in ("'", "\\prime"):
                self._parts.next()
                said = self._form("prime2", x=said)
            else:
                said = self._form("prime", x=said)
        if sign in _CALLED and self._parts.peek() == "(" and not (sign == "P" and self._parts.is_product()):
            self._parts.next()
            self._conditional = sign == "P"
            inside = self._expression((")",))
            self._parts.next()
            self._conditional = False
            said = self._form("of", f=said, x=inside)
        return said

    def _raised(self, base: str) -> str:
        exponent = self._raw_argument()
        if exponent in ("\\circ", "∘", "°"):
            return self._form("degrees", x=base)
        if exponent in ("\\prime", "'"):
            return self._form("prime", x=base)
        if exponent in ("T", "\\top", "*"):
            return self._form("star" if exponent == "*" else "transposed", x=base)
        if exponent in ("2", "3", "-1"):
            return self._form({"2": "square", "3": "cube", "-1": "inverse"}[exponent], x=base)
        if re.fullmatch(r"-?\d{1,6}", exponent):
            return self._vocabulary.power(base, int(exponent))
        return self._form("power", x=base, n=self._inner(exponent))

    def _inner(self, source: str) -> str:
        return Formula(source, self._vocabulary).say()

    def _argument(self) -> str:
        return self._inner(self._raw_argument())

    def _raw_argument(self) -> str:
        """The source of a braced group or of the next part, a sign next to its number."""
        return re.sub(r"^([-+]) (?=\d+$)", r"\1", self._parts.group(self._atom))

    def _atom(self) -> str:
        sign = self._parts.next()
        if sign == "{":
            inside = self._expression(("}",))
            self._parts.next()
            return inside
        if sign in ("(", "["):
            inside = self._expression((")", "]"))
            self._parts.next()
            return self._form("brackets", x=inside) if " " in inside.strip() else inside
        if sign == "|":
            return self._modulus()
        if sign.startswith("\\"):
            return self._command(sign[1:])
        if sign[:1].isdigit():
            if (
                self._parts.peek() == "/"
                and self._parts.at + 1 < len(self._parts.signs)
                and self._parts.is_fraction(sign)
            ):
                self._parts.at += 2
                return f"{sign}/{self._parts.signs[self._parts.at - 1]}"
            # Before a variable it counts no noun: «5x» is «пять икс», not «пятый икс».
            return sign + UNCOUNTED if re.match(r"[^\W\d]|\\|\|", self._parts.peek()) else sign
        if sign in self._words["operators"]:
            return str(self._words["operators"][sign])
        if sign in ("}", ")", "]", "&", "~", "$"):
            return ""
        return self._letters(sign)

    def _modulus(self) -> str:
        if self._conditional:
            return str(self._words["operators"]["mid"])
        if "|" not in self._parts.signs[self._parts.at :]:
            return str(self._words["operators"]["|"])
        inside = self._expression(("|",))
        self._parts.next()
        return self._form("modulus", x=inside)

    def _letters(self, sign: str) -> str:
        """A variable, or the name of a function written plainly: «sin x»."""
        names = sorted(self._words["functions"], key=len, reverse=True)
        rest = "".join(self._parts.signs[self._parts.at - 1 : self._parts.at + 7])
        for name in names:
            if rest.startswith(name) and len(name) > 1:
                self._parts.at += len(name) - 1
                return self._function(name)
        sign = GREEK_VARIANTS.get(sign, sign)
        if sign in greek():
            return str(self._words["greek"][greek()[sign]])
        return self._vocabulary.variable(sign)

    def _function(self, name: str) -> str:
        said = str(self._words["functions"][name])
        based = name == "log" and self._parts.peek() == "_"
        if based:
            self._parts.next()
            said = self._form("log_base", n=self._argument())
        if self._parts.peek() == "^":
            self._parts.next()
            said = self._raised(said)
        if self._parts.peek() == "(":
            self._parts.next()
            inside = self._expression((")",))
            self._parts.next()
            return self._form("of", f=said, x=inside) if " " in inside or based else f"{said} {inside}"
        if based and re.match(r"[^\W_]", self._parts.peek()):
            return self._form("of", f=said, x=self._term())  # «по основанию два от восьми», not «два восемь»
        return said

    def span(self) -> str:
        """The two ends of an interval in brackets: «от нуля до одного»."""
        found = self._between()
        return self._form("span", a=found[0], b=found[1]) if found else self.say()

    def _between(self) -> tuple[str, str] | None:
        """Both ends of the interval that begins here in words; None, and nothing read, where there is none."""
        found = self._parts.ends()
        return (self._inner(found[0]), self._inner(found[1])) if found else None

    def _member(self, name: str, before: str = "") -> str:
        """«∈ [0; 1] ∪ [2; 3]»: which kinds of intervals, and from where to where. `before`: what is said already."""
        said = str(self._words["operators"][name])
        if before:
            self._parts.next()
            said = f"{before} {self._words['intervals']['or']}"
        opening = self._parts.peek()
        found = self._between()
        if not found:
            return said
        kind = {"[]": "closed", "()": "open"}.get(opening + self._parts.signs[self._parts.at - 1], "half_open")
        said = f"{said} {self._words['intervals'][kind]} {self._form('span', a=found[0], b=found[1])}"
        return self._member("cup", said) if self._parts.peek() == "\\cup" else said

    def _command(self, name: str) -> str:
        words = self._words
        if name in SILENT:
            return ""
        if name in ("frac", "dfrac", "tfrac"):
            return self._fraction()
        if name in ("binom", "dbinom"):
            return self._form("binomial", n=self._argument(), k=self._argument())
        if name == "sqrt":
            return self._root()
        if name in words["signs"]:
            return self._sign(name)
        if name == "lim":
            return self._limit()
        if name in words["accents"]:
            return str(words["accents"][name]).format(x=self._argument())
        if name == "mathbb":
            letter = self._raw_argument()
            return str(words["sets"].get(letter, letter))
        if name in TRANSPARENT:
            raw = self._raw_argument().replace(" ", "")
            return self._inner(raw) if name not in ("text", "mbox", "textbf") else self._vocabulary.reads_words(raw)
        if name in words["functions"]:
            return self._function(name)
        if name in ("in", "notin"):
            return self._member(name)
        if name in words["operators"]:
            return str(words["operators"][name])
        letter = name.removeprefix("var").lower()
        if letter in words["greek"]:
            return str(words["greek"][letter])
        return self._vocabulary.reads_words(name) if name.isalpha() else str(words["operators"].get(name, name))

    def _fraction(self) -> str:
        above, below = self._raw_argument(), self._raw_argument()
        if re.fullmatch(r"\d{1,3}", above) and re.fullmatch(r"\d{1,4}", below):
            return f"{above}/{below}"
        return self._form("fraction", above=self._inner(above), below=self._inner(below))

    def _root(self) -> str:
        degree = ""
        if self._parts.peek() == "[":
            self._parts.next()
            degree = self._expression(("]",))
            self._parts.next()
        if self._parts.peek() == "(":
            self._parts.next()
            inside = self._expression((")",))
            self._parts.next()
        else:
            inside = self._argument()
        if degree in ("", "2"):
            return self._form("root", x=inside)
        return self._form("cube_root", x=inside) if degree == "3" else self._form("nth_root", n=degree, x=inside)

    def _bounds(self) -> tuple[str, str]:
        below = above = ""
        while self._parts.peek() in ("_", "^", "\\limits"):
            mark = self._parts.next()
            if mark == "_":
                below = self._raw_argument()
            elif mark == "^":
                above = self._raw_argument()
        return below, above

    def _sign(self, name: str) -> str:
        sign = str(self._words["signs"][name])
        below, above = self._bounds()
        index, equals, start = below.partition("=")
        if equals and above:
            return self._form("from", sign=sign, i=self._inner(index), a=self._inner(start), b=self._inner(above))
        if above:
            return self._form("between", sign=sign, a=self._inner(below), b=self._inner(above))
        return self._form("over", sign=sign, i=self._inner(below)) if below else sign

    def _limit(self) -> str:
        below, _ = self._bounds()
        for arrow in ("\\to", "\\rightarrow"):
            variable, found, target = below.partition(arrow)
            if found:
                return self._form("limit", x=self._inner(variable), a=self._inner(target))
        return self._form("limit_alone") + (f" {self._inner(below)}" if below else "")
