"""Silero's networks and voices: the embedded engine."""
