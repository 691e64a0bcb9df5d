"""Silero v5 CIS base: Russian voices whose speech may be sold."""
