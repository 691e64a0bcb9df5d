"""Formulas -> words, by one vocabulary for each language: TeX between dollars, and Unicode mathematics in the text.

Numbers stay digits: the language's own number rules read them in the case that the words around them ask for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from videolecture.text.notation import GREEK_VARIANTS, UNCOUNTED, greek, tokens
from videolecture.text.tables import table

_SILENT = frozenset(
    (
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "quad",
        "qquad",
        "displaystyle",
        "limits",
        "nolimits",
        "!",
        ",",
        ";",
        ":",
        " ",
    )
)
_TRANSPARENT = frozenset(
    ("text", "mathrm", "mathbf", "mathit", "mathcal", "operatorname", "boldsymbol", "textbf", "mathsf", "mbox")
)
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
        self._parts: list[str] = tokens(source)
        self._at = 0
        self._vocabulary = vocabulary
        self._words = table(vocabulary.table)
        self._conditional = False  # inside P(...), where a bar says «given»

    def say(self) -> str:
        """The whole formula in words."""
        return re.sub(r"\s+", " ", self._expression(())).replace(" ,", ",").strip()

    def _peek(self) -> str:
        return self._parts[self._at] if self._at < len(self._parts) else ""

    def _next(self) -> str:
        sign = self._peek()
        self._at += 1
        return sign

    def _form(self, name: str, **parts: str) -> str:
        return str(self._words["forms"][name]).format(**parts)

    def _expression(self, ends: tuple[str, ...]) -> str:
        said: list[str] = []
        while self._peek() and self._peek() not in ends:
            said.append(self._term())
        return " ".join(filter(None, said))

    def _term(self) -> str:
        """An atom with what hangs on it: powers, indices, strokes, factorials."""
        sign = self._peek()
        said = self._atom()
        while self._peek() in ("^", "_", "'", "!", "\\prime"):
            mark = self._next()
            if mark == "_":
                number = self._argument()
                uncounted = UNCOUNTED if number[-1:].isdigit() else ""  # «m₁m₂» are no metres
                said = self._form("index", x=said, n=number + uncounted)
            elif mark == "^":
                said = self._raised(said)
            elif mark == "!":
                said = self._form("factorial", x=said)
            elif self._peek() in ("'", "\\prime"):
                self._next()
                said = self._form("prime2", x=said)
            else:
                said = self._form("prime", x=said)
        if sign in _CALLED and self._peek() == "(" and not (sign == "P" and self._is_product()):
            self._next()
            self._conditional = sign == "P"
            inside = self._expression((")",))
            self._next()
            self._conditional = False
            said = self._form("of", f=said, x=inside)
        return said

    def _is_product(self) -> bool:
        """«P(1 + r)^t»: a sum is no event, whose probability P could be."""
        inside = self._parts[self._at + 1 : self._at + 4]
        return len(inside) > 2 and inside[0][:1].isdigit() and inside[1] in ("+", "-")

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
        return re.sub(r"^([-+]) (?=\d+$)", r"\1", self._group())

    def _group(self) -> str:
        sign = self._next()
        if sign in ("-", "+") and re.fullmatch(r"\d+", self._peek()):
            return sign + self._next()
        if sign in ("\\sqrt", "\\frac"):
            self._at -= 1
            start = self._at
            self._atom()
            return " ".join(self._parts[start : self._at])
        if sign != "{":
            return sign
        depth, start = 1, self._at
        while self._at < len(self._parts):
            sign = self._next()
            depth += (sign == "{") - (sign == "}")
            if not depth:
                return " ".join(self._parts[start : self._at - 1])
        return " ".join(self._parts[start:])

    def _atom(self) -> str:
        sign = self._next()
        if sign == "{":
            inside = self._expression(("}",))
            self._next()
            return inside
        if sign in ("(", "["):
            inside = self._expression((")", "]"))
            self._next()
            return self._form("brackets", x=inside) if " " in inside.strip() else inside
        if sign == "|":
            return self._modulus()
        if sign.startswith("\\"):
            return self._command(sign[1:])
        if sign[:1].isdigit():
            if self._peek() == "/" and self._at + 1 < len(self._parts) and self._is_fraction(sign):
                self._at += 2
                return f"{sign}/{self._parts[self._at - 1]}"
            # Before a variable it counts no noun: «5x» is «пять икс», not «пятый икс».
            return sign + UNCOUNTED if re.match(r"[^\W\d]|\\|\|", self._peek()) else sign
        if sign in self._words["operators"]:
            return str(self._words["operators"][sign])
        if sign in ("}", ")", "]", "&", "~", "$"):
            return ""
        return self._letters(sign)

    def _is_fraction(self, above: str) -> bool:
        """«1/2», and before a letter «4/3» of it; but «10/2» is a division."""
        below, after = self._parts[self._at + 1], "".join(self._parts[self._at + 2 : self._at + 3])
        share = bool(re.fullmatch(r"[2-9]", above) and re.fullmatch(r"[2-9]", below)) and int(above) % int(below) > 0
        return _is_proper(above, below) or (share and bool(re.match(r"[^\W\d]|\\pi", after)))

    def _modulus(self) -> str:
        if self._conditional:
            return str(self._words["operators"]["mid"])
        if "|" not in self._parts[self._at :]:
            return str(self._words["operators"]["|"])
        inside = self._expression(("|",))
        self._next()
        return self._form("modulus", x=inside)

    def _letters(self, sign: str) -> str:
        """A variable, or the name of a function written plainly: «sin x»."""
        names = sorted(self._words["functions"], key=len, reverse=True)
        rest = "".join(self._parts[self._at - 1 : self._at + 7])
        for name in names:
            if rest.startswith(name) and len(name) > 1:
                self._at += len(name) - 1
                return self._function(name)
        sign = GREEK_VARIANTS.get(sign, sign)
        if sign in greek():
            return str(self._words["greek"][greek()[sign]])
        return self._vocabulary.variable(sign)

    def _function(self, name: str) -> str:
        said = str(self._words["functions"][name])
        based = name == "log" and self._peek() == "_"
        if based:
            self._next()
            said = self._form("log_base", n=self._argument())
        if self._peek() == "^":
            self._next()
            said = self._raised(said)
        if self._peek() == "(":
            self._next()
            inside = self._expression((")",))
            self._next()
            return self._form("of", f=said, x=inside) if " " in inside or based else f"{said} {inside}"
        if based and re.match(r"[^\W_]", self._peek()):
            return self._form("of", f=said, x=self._term())  # «по основанию два от восьми», not «два восемь»
        return said

    def span(self) -> str:
        """The two ends of an interval in brackets: «от нуля до одного»."""
        found = self._ends()
        return self._form("span", a=found[0], b=found[1]) if found else self.say()

    def _ends(self) -> tuple[str, str] | None:
        """The ends of the interval that begins here, after it; None, and nothing read, where there is none."""
        parts = self._parts[self._at :]
        if len(parts) > 2 and re.fullmatch(r"\d+,\d+", parts[1]) and parts[2] in ("]", ")"):
            parts[1:2] = parts[1].partition(",")  # «[0,1]»
            self._parts[self._at :] = parts
        close = next((i for i, part in enumerate(parts) if part in ("]", ")")), 0)
        marks = [i for i, part in enumerate(parts[:close]) if part in (";", ",")]
        if not parts or parts[0] not in ("[", "(") or len(marks) != 1:
            return None
        self._at += close + 1
        return self._inner(" ".join(parts[1 : marks[0]])), self._inner(" ".join(parts[marks[0] + 1 : close]))

    def _member(self, name: str, before: str = "") -> str:
        """«∈ [0; 1] ∪ [2; 3]»: which kinds of intervals, and from where to where. `before`: what is said already."""
        said = str(self._words["operators"][name])
        if before:
            self._next()
            said = f"{before} {self._words['intervals']['or']}"
        opening = self._peek()
        found = self._ends()
        if not found:
            return said
        kind = {"[]": "closed", "()": "open"}.get(opening + self._parts[self._at - 1], "half_open")
        said = f"{said} {self._words['intervals'][kind]} {self._form('span', a=found[0], b=found[1])}"
        return self._member("cup", said) if self._peek() == "\\cup" else said

    def _command(self, name: str) -> str:
        words = self._words
        if name in _SILENT:
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
        if name in _TRANSPARENT:
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
        if self._peek() == "[":
            self._next()
            degree = self._expression(("]",))
            self._next()
        if self._peek() == "(":
            self._next()
            inside = self._expression((")",))
            self._next()
        else:
            inside = self._argument()
        if degree in ("", "2"):
            return self._form("root", x=inside)
        return self._form("cube_root", x=inside) if degree == "3" else self._form("nth_root", n=degree, x=inside)

    def _bounds(self) -> tuple[str, str]:
        below = above = ""
        while self._peek() in ("_", "^", "\\limits"):
            mark = self._next()
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


def _is_proper(above: str, below: str) -> bool:
    """1/2 is a half; 10/2 is a division."""
    return above.isdigit() and below.isdigit() and int(above) < int(below) <= 1000
