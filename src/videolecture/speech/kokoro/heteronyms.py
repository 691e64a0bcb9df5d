"""English words whose sound depends on what they are: «to record» and «a record».

Told by the word before. The pronunciations are the CMU dictionary's; here they stand with their use.
"""

from __future__ import annotations

_VERBS_FOLLOW = """
to will would can could cannot may might must shall should do does did don't doesn't didn't not we you they i who let's
us and then please never always often
"""
_NOUNS_FOLLOW = """
a an the this that these those my your his her its our their no any some each every of in on at by for from with without
one two three first second last next new old good great main whole
"""
_PARTICIPLES_FOLLOW = "have has had having was were be been being is are i've we've you've they've"
_BEFORE_VERBS, _BEFORE_NOUNS, _BEFORE_PARTICIPLES = (
    frozenset(words.split()) for words in (_VERBS_FOLLOW, _NOUNS_FOLLOW, _PARTICIPLES_FOLLOW)
)

# word | as a noun or an adjective | as a verb | what it is where the word before does not tell: n or v
_TABLE = """
live | L AY1 V | L IH1 V | v
lives | L AY1 V Z | L IH1 V Z | v
use | Y UW1 S | Y UW1 Z | v
uses | Y UW1 S AH0 Z | Y UW1 Z AH0 Z | v
close | K L OW1 S | K L OW1 Z | n
record | R EH1 K ER0 D | R AH0 K AO1 R D | n
records | R EH1 K ER0 D Z | R AH0 K AO1 R D Z | n
object | AA1 B JH EH0 K T | AH0 B JH EH1 K T | n
present | P R EH1 Z AH0 N T | P R IY0 Z EH1 N T | n
project | P R AA1 JH EH0 K T | P R AH0 JH EH1 K T | n
increase | IH1 N K R IY2 S | IH2 N K R IY1 S | v
contrast | K AA1 N T R AE0 S T | K AH0 N T R AE1 S T | n
conduct | K AA1 N D AH0 K T | K AH0 N D AH1 K T | v
separate | S EH1 P R AH0 T | S EH1 P ER0 EY2 T | n
estimate | EH1 S T AH0 M AH0 T | EH1 S T AH0 M EY2 T | n
lead | L IY1 D | L IY1 D | v
wind | W IH1 N D | W AY1 N D | n
tear | T IH1 R | T EH1 R | n
minute | M IH1 N AH0 T | M IH1 N AH0 T | n
perfect | P ER1 F IH2 K T | P ER0 F EH1 K T | n
subject | S AH1 B JH IH0 K T | S AH0 B JH EH1 K T | n
progress | P R AA1 G R EH2 S | P R AH0 G R EH1 S | n
house | HH AW1 S | HH AW1 Z | n
houses | HH AW1 Z AH0 Z | HH AW1 Z AH0 Z | n
excuse | IH0 K S K Y UW1 S | IH0 K S K Y UW1 Z | v
abuse | AH0 B Y UW1 S | AH0 B Y UW1 Z | n
refuse | R EH1 F Y UW2 Z | R AH0 F Y UW1 Z | v
contract | K AA1 N T R AE2 K T | K AH0 N T R AE1 K T | n
permit | P ER1 M IH2 T | P ER0 M IH1 T | v
convert | K AA1 N V ER0 T | K AH0 N V ER1 T | v
transport | T R AE1 N S P AO0 R T | T R AE0 N S P AO1 R T | n
import | IH1 M P AO2 R T | IH2 M P AO1 R T | n
export | EH1 K S P AO0 R T | IH0 K S P AO1 R T | n
extract | EH1 K S T R AE2 K T | IH0 K S T R AE1 K T | v
address | AE1 D R EH2 S | AH0 D R EH1 S | n
attribute | AE1 T R AH0 B Y UW2 T | AH0 T R IH1 B Y UW2 T | v
alternate | AO1 L T ER0 N AH0 T | AO1 L T ER0 N EY2 T | n
moderate | M AA1 D ER0 AH0 T | M AA1 D ER0 EY2 T | n
deliberate | D IH0 L IH1 B R AH0 T | D IH0 L IH1 B ER0 EY2 T | n
duplicate | D UW1 P L AH0 K AH0 T | D UW1 P L AH0 K EY2 T | n
"""
_READ, _READ_PAST = ("R", "IY1", "D"), ("R", "EH1", "D")


def heteronym(word: str, before: str) -> tuple[str, ...]:
    """The phones of a lower-case word after another; empty for a word with one pronunciation."""
    if word == "read":
        return _READ_PAST if before in _BEFORE_PARTICIPLES else _READ
    entry = _WORDS.get(word)
    if entry is None:
        return ()
    noun, verb, usual = entry
    if before in _BEFORE_VERBS:
        return verb
    return noun if before in _BEFORE_NOUNS or usual == "n" else verb


def _entry(line: str) -> tuple[str, tuple[tuple[str, ...], tuple[str, ...], str]]:
    word, noun, verb, usual = (part.strip() for part in line.split("|"))
    return word, (tuple(noun.split()), tuple(verb.split()), usual)


_WORDS = dict(_entry(line) for line in _TABLE.strip().splitlines())
