"""American states written short after a town: «St. Louis, Mo.», «Boston, Mass., in May»."""

from __future__ import annotations

import re

from videolecture.text.beside import right_of

_STATES = {
    "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California", "Colo": "Colorado",
    "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia", "Ill": "Illinois", "Ind": "Indiana",
    "Kan": "Kansas", "Ky": "Kentucky", "La": "Louisiana", "Mass": "Massachusetts", "Md": "Maryland", "Mich": "Michigan",
    "Minn": "Minnesota", "Mo": "Missouri", "Mont": "Montana", "Neb": "Nebraska",
    "Nev": "Nevada", "Okla": "Oklahoma", "Ore": "Oregon", "Pa": "Pennsylvania", "Tenn": "Tennessee", "Tex": "Texas",
    "Va": "Virginia", "Vt": "Vermont", "Wash": "Washington", "Wis": "Wisconsin", "Wyo": "Wyoming",
}  # fmt: skip
_STATE = re.compile(rf"(?P<town>\b[A-Z][a-z]+, )(?P<state>{'|'.join(_STATES)})\.")


def read_states(text: str) -> str:
    """The states' names whole, before the initials are read."""
    return _STATE.sub(_state, text)


def _state(match: re.Match[str]) -> str:
    ends = "." if not right_of(match).strip(" \"'”’)") else ""
    return match.group("town") + _STATES[match.group("state")] + ends
