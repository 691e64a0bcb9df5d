"""What English texts refer to: cases, editors, numbered parts, orders, standards, books by their numbers."""

from __future__ import annotations

import re

from videolecture.text.beside import left_of, right_of
from videolecture.text.en.compass import SIDES
from videolecture.text.en.numerals import digits

# «Schenck v. United States», «R v Smith»
_AGAINST = re.compile(r"(?P<one>\b[A-Z][\w'’.]+) v\.? (?=(?:[Tt]he )?[A-Z])")
_VERSES = re.compile(r"(?<![\w.])vv\.\s?(?=\d)")
_VERSE = re.compile(
    r"(?P<before>\b(?:[Cc]h(?:ap(?:ter)?)?\.?\s[\divxl]+,?\s|[Bb]ible,?\s|[Pp]salm\s\d+,?\s))v\.\s?(?=\d)"
)
_EDITORS = (
    (re.compile(r"\(\s?[Ee]d\.\s?\)|(?<=, )[Ee]d\.(?=,)"), "(editor)"),
    (re.compile(r"(?<=\., )Ed\.(?=\s[A-Z])"), "editor."),
    (re.compile(r"(?<=[a-z], )Ed\.(?=\))"), "editor"),
    (re.compile(r"\(\s?[Ee]ds\.\s?\)|(?<=, )[Ee]ds\.(?=,)"), "(editors)"),
    (re.compile(r"\(\s?[Tt]rans\.\s?\)"), "(translator)"),
    (re.compile(r"(?<=[a-z]), Trans\.(?=\))"), ", translator"),
    (re.compile(r"\b[Nn]o\. of\b"), "number of"),
    (re.compile(r"(?<=\d[snrt][tdh]) fl\.?(?=[\s,;)]|$)"), " floor"),
    (re.compile(r"(?<=the )(?P<name>[A-Z][a-z]+) R\.(?=[\s),;])"), r"\g<name> river"),
    (re.compile(r"(?<![\w/])1/(?P<many>\d{1,3}(?:,\d{3})+)"), r"1 in \g<many>"),
    (
        re.compile(r"(?<![\w/.])(?P<got>\d{1,3})/(?P<of>\d{1,3})(?=\s\(\d{1,3}(?:\.\d+)?\s?%\))"),
        r"\g<got> out of \g<of>",
    ),
    (re.compile(r"\bIs\.(?=\s(?:are|were|lie|have|and)\b)"), "Islands"),
    (re.compile(r"(?<=\d)[ -]min\.?(?=\s(?:read|walk|drive|video|talk)\b)"), "-minute"),
    (re.compile(r"\bFY(?=(?:19|20)\d\d\b)"), "FY "),
    (re.compile(r"^On (?=\[-?\d+(?:\.\d+)?, )"), "On the interval "),
    (re.compile(r"(?<![\w.])(?<![A-Z][a-z]\s)(?<![a-z]{2}\s)St(?=\s[A-Z][a-z]+(?:[’']s)?\b)"), "Saint"),
    (re.compile(r"\bRR(?!\w)"), "Railroad"),
    (re.compile(r"(?<=\d )sq\. units?\b"), "square units"),
    (
        re.compile(
            r"(?<=\d)/(?=(?:box|pack|case|bag"
            r"|carton|dozen|roll|bottle|pair|page|class|group|table|room|team|person|child|ticket|item)\b)"
        ),
        " per ",
    ),
    (re.compile(r"(?<=[$€£])(?P<sum>\d{1,3})[Kk]\+"), r"\g<sum>,000+"),
    (
        re.compile(
            r"(?<![\w.,])(?P<size>\d{1,3}(?:\.\d+)?)[\"”″] (?=(?:laptop|screen|monitor"
            r"|display|TV|tablet|pan|disk|panel|pot)s?\b)"
        ),
        r"\g<size>-inch ",
    ),
    (re.compile(r"(?<=\()80/20(?=\))"), "80 20"),
    (re.compile(r"\bCf\.(?=\s)"), "compare"),
    (re.compile(r"(?<![\w.])p\.\s?a\.(?=\s+[A-Z]|$)"), "per annum."),
    (re.compile(r"(?<![\w.])p\.\s?a\.(?=\W)"), "per annum"),
    (re.compile(r"\bRev\.(?=\s[A-Z][a-z]+\.)"), "Review of"),
    (re.compile(r"\b[Ss]tn\.(?=\W|$)"), "station"),
    (re.compile(r"(?<![\w.])ll\.\s?(?=\d)"), "lines "),
    (re.compile(r"(?<=\d) pt(?=[^.;]*\b(?:font|type|spac|Times|Arial))|(?<=spaced, \d\d) pt\b"), " point"),
    (re.compile(r"(?<![\w.])pg(?=\s(?:[a-z]+))"), "page"),
    (re.compile(r"\bT(?:½|1/2|₁/₂)(?!\w)"), "the half-life"),
    (re.compile(r"\b(?P<where>(?:to|from|in|on|of) the) (?P<side>[NSEW])(?=[\s.,;)]|$)"), r"\g<where> \g<side>side"),
)
_ISLAND = re.compile(r"(?P<name>\b[A-Z][a-z]+) I\.(?=\s+[a-z]|[\s),;:]*$|[),;])")
_WATERS = re.compile(
    r"\b(?:[Ll]akes?|[Ss]eas?|[Oo]cean|[Bb]ay|[Ss]trait|[Gg]ulf|[Cc]oast|[Ii]slands?|[Aa]rchipelago|[Ss]hores?|[Ff]erry|km|mi|deep)\b"
)
_REIGNED = re.compile(
    r"Peter|Charles|Elizabeth|Nicholas|Napoleon|James|Francis|Henry|Louis|William|Alexander|Catherine|Paul|Otto|Frederick"
    r"|Leopold|Edward|George|Richard|Ivan|Philip|Joseph|John|Constantine|Rams[ei]s|Darius|Xerxes|Leo|Gregory"
)
_LAW = (
    (re.compile(r"\bFed\.\s?R\.\s?Evid\."), "Federal Rule of Evidence"),
    (re.compile(r"\bFed\.\s?R\.\s?Civ\.\s?P\."), "Federal Rule of Civil Procedure"),
    (re.compile(r"\bFed\.\s?R\.\s?Crim\.\s?P\."), "Federal Rule of Criminal Procedure"),
    (re.compile(r"\bFed\.\s?R\.\s?App\.\s?P\."), "Federal Rule of Appellate Procedure"),
    (re.compile(r"\bFed\.\s?Reg\."), "Federal Register"),
    (re.compile(r"\bCal\.(?=\s(?:Code|Penal|Civ|Const|App|Evid|Gov)\b)"), "California"),
    (re.compile(r"\bCode Civ\. Proc\."), "Code of Civil Procedure"),
    (re.compile(r"\bPub\.\s?L\.(?=\s)"), "Public Law"),
    (re.compile(r"\bCong\.\s?Rec\."), "Congressional Record"),
    (re.compile(r"\bS\.\s?Ct\."), "Supreme Court Reporter"),
    (re.compile(r"\bF\.\s?Supp\."), "Federal Supplement"),
    (re.compile(r"\bJ\.(?=\s(?:Exp|Psychol|Biol|Phys|Chem|Med|Math|Appl|Clin|Am)\.\s)"), "Journal of"),
    (re.compile(r"(?<=\bJournal of )Exp\.(?=\s)"), "Experimental"),
    (re.compile(r"\bPsychol\.(?=\s|,|$)"), "Psychology"),
)
# «Federer d. Nadal 6–4»
_DEFEATED = re.compile(r"(?P<one>\b[A-Z][\w'’-]*) d\. (?=[A-Z][^.;!?]*\d\s?[–-]\s?\d|No\. \d)")
_RELEASE = re.compile(
    r"(?P<name>\b(?:Python|[Vv]ersion|Ubuntu|iOS|macOS|Android|Java|PHP|Ruby|Rust|Linux|Django)\s\d+)\.(?=[1-9]\d(?![\d.]\d?))"
)
_CENTURY = re.compile(r"(?<=\d[snrt][tdh]) c\.(?=[\s,;)])")
_ROMAN_PART = re.compile(
    r"(?<![\w.])(?P<label>(?:[Vv]ols?|[Pp]t|[Cc]h|[Cc]hap|[Bb]k|[Ss]ec|[Aa]rt|[Ff]ig|[Aa]pp|[Ll]ec|[Tt]ab|[Nn]o)\.\s"
    r"|(?:volume|part|chapter|book|section|article|figure|stage|type|phase|act|scene|class|category|level|grade)\s)"
    r"(?P<roman>I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XV)(?![\w-])"
)
_VALUES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_HEADED = re.compile(
    r"^(?P<title>I)\.(?=\s[A-Z][a-z]+(?:ism|tion|ment|ics|logy|ing|ence|ance|ity|ness|ure|sis|graphy|ods|ings|ers)\b)|"
    r"^(?P<roman>I)\.(?=\s(?:The|An?|Introduction|Background|Overview|Methods?|Results?|Definitions?|What|How|Why|Basic|General)\b)"
)
_EQUATIONS = re.compile(r"(?P<first>\b(?:[Ee]qs?|[Ee]quations?)\.? \(\d{1,3}\))\s?[–—-]\s?\((?P<second>\d{1,3})\)")
_STANDARD = re.compile(
    r"(?<![\w.])(?P<name>[A-Z]{2,5}(?:/[A-Z]{2,5})?[ -]\d{2,6}(?:-\d{1,3})?):(?P<year>(?:19|20)\d\d)(?!\d)"
)
_CASE = re.compile(
    r"(?P<label>(?:\b(?:[Nn]o|[Nn]os)\.|№|#|\b(?:[Oo]rder|[Cc]ase|[Ii]nvoice|[Cc]ontract|[Rr]ule)(?: [Nn]o\.| #)?)\s?)"
    r"(?P<number>\d{1,6}(?:[-–/]\d{1,6})+)(?![\w/-]|\.\d)"
)
_BOOK = re.compile(r"(?P<name>\bISB?S?N(?:-1[03])?:?\s)(?P<number>\d[\d -]{6,16}[\dXx])(?!\w)")
_ZIP = re.compile(r"(?P<state>,\s[A-Z]{2}\s)(?P<code>\d{5})(?![\w-]|,\d|\.\d)")
_WRITING = re.compile(
    r"\s(?:papers?|essays?|reports?|books?|pamphlets?|brochures?|documents?|articles?|handouts?|stor(?:y|ies)|thes[ie]s)\b"
)
_PAGES_LONG = re.compile(r"(?<=\d)\spp\.(?!\s?\d)")
_HIGHWAY = re.compile(
    r"(?P<road>\b(?:I|US|U\.S\.|SR|CR|Route|Rte\.?|Highway|Hwy\.?|Interstate)[- ]\d{1,3})\s(?P<side>[NSEW])(?![\w.'’])"
)
_EVERY = re.compile(r"(?<!\w)q\.?\s?(?P<first>\d{1,2})(?:\s?[–-]\s?(?P<second>\d{1,2}))?\s?h(?:rs?)?\b")
_AGED = re.compile(r"(?<=\d)[ -]?y/?o\b(?!\.)|(?<=\d)-yr-old")
_GRADE_IS = re.compile(r"(?<![\w.-])(?P<grade>[A-D])-\s?=\s?(?=\d)")  # «A- = 90–92»
_GRADE = re.compile(r"(?P<before>\b(?:an?|gets?|got|earn(?:s|ed)?|above|below|to)\s[A-D])-(?=[\s.,;!?)]|$)")


def read_references(text: str) -> str:
    """References in words or as other rules read them; before the numbers are read."""
    text = _AGAINST.sub(r"\g<one> versus ", text)
    text = _VERSE.sub(r"\g<before>verse ", _VERSES.sub("verses ", text))
    for pattern, said in _EDITORS:
        text = pattern.sub(said, text)
    text = re.sub(r"(?<=the )([NSEW])side\b", lambda m: SIDES[m.group(1)], text)
    for pattern, said in _LAW:
        text = pattern.sub(said, text)
    text = _DEFEATED.sub(r"\g<one> defeated ", text)
    text = _RELEASE.sub(r"\g<name> point ", text)
    text = _ISLAND.sub(_island, text)
    text = _CENTURY.sub(" century", text)
    text = _ROMAN_PART.sub(lambda m: f"{m.group('label')}{_VALUES.index(m.group('roman'))}", text)
    text = _HEADED.sub("1.", text)
    text = _EQUATIONS.sub(r"\g<first> to \g<second>", text)
    text = _STANDARD.sub(r"\g<name>, \g<year>", text)
    text = _BOOK.sub(lambda m: m.group("name") + _spelled(m.group("number")), text)
    text = _CASE.sub(_case, text)
    text = _ZIP.sub(lambda m: m.group("state") + digits(m.group("code")), text)
    text = _PAGES_LONG.sub(_pages, text)
    text = _HIGHWAY.sub(lambda m: f"{m.group('road')} {SIDES[m.group('side')]}", text)
    text = _EVERY.sub(_every, text)
    text = _GRADE_IS.sub(r"\g<grade> minus: ", text)
    text = _GRADE.sub(r"\g<before> minus", text)
    return _AGED.sub(" year old", text)


def _island(match: re.Match[str]) -> str:
    """«near Olkhon I.», where a text is about waters; «Peter I.» is a king."""
    if _REIGNED.fullmatch(match.group("name")) or not _WATERS.search(match.string):
        return match.group()
    return f"{match.group('name')} Island{'.' if not right_of(match).strip() else ''}"


def _spelled(number: str) -> str:
    """«0-201-89683-4»: digit by digit, a pause at each hyphen."""
    groups = [group for group in re.split(r"[ -]+", number) if group]
    return ", ".join(digits(group.rstrip("Xx")) + (" x" if group[-1] in "Xx" else "") for group in groups).replace(
        ",  x", ", x"
    )


def _case(match: re.Match[str]) -> str:
    """«No. 2023-117»: a number with parts, no span; but «Nos. 3-5»."""
    written = match.group("number")
    parts = re.split(r"[-–/]", written)
    listed = match.group("label").lower().startswith("nos") or len(parts[0]) < 3
    if len(parts) == 2 and "/" not in written and listed and int(parts[0]) < int(parts[1]) < 100 * int(parts[0]):
        return match.group()
    signs = re.findall(r"[-–/]", written)
    said = "".join(f"{part} {'slash' if sign == '/' else 'dash'} " for part, sign in zip(parts, signs, strict=False))
    return f"{match.group('label')}{said}{parts[-1]}"


def _pages(match: re.Match[str]) -> str:
    one = re.search(r"(?<!\d)1$", left_of(match)) or _WRITING.match(right_of(match))
    ends = "." if match.group().endswith(".") and not right_of(match).strip() else ""
    return f" page{'' if one else 's'}{ends}"


def _every(match: re.Match[str]) -> str:
    """«q8h», «q4–6h»: every so many hours."""
    span = f" to {match.group('second')}" if match.group("second") else ""
    return f"every {match.group('first')}{span} hours"
