"""Python environments that engines have to themselves: made, found, removed by their names.

Some engines need packages that conflict with ours. `videolecture engines install NAME` makes such an engine a virtual
environment in VIDEOLECTURE_HOME out of the pinned list `locks/NAME.txt`; `execute/foreign.py` runs the engine there.
"""

from videolecture.environments.making import make, remove
from videolecture.environments.place import State, folder, names, pythons, size, state

__all__ = ["State", "folder", "make", "names", "pythons", "remove", "size", "state"]
