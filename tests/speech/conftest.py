"""Settings that the speech engines' worker processes have, too."""

from __future__ import annotations

import os

from videolecture.speech.silero.engine import Silero

# Before torch loads, or it is too late.
os.environ.update(Silero.environment)
